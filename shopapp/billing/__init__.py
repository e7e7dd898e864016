"""Plans, packs and credits."""
