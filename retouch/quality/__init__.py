"""Numbers about a photo and about a result."""
