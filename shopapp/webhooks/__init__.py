"""The inbox for what Shopify tells us."""
