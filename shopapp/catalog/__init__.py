"""Keeping products and media in step with the shop."""
