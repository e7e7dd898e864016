"""Other people's tools, run as they are: fetched by package name into a cache, never shipped, never imported."""
