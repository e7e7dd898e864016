"""Shopify as plain Python: one client, and one module for each thing we ask of it."""
