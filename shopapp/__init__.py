"""The Django app: composes the engine and the services for a merchant."""
