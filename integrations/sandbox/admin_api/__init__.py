"""The Admin GraphQL API: the published schema executed over the sandbox's store, with its limits and refusals."""
