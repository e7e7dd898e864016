"""Writing back to the shop, undoing, and sets for other marketplaces."""
