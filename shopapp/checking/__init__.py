"""Holding a photo against what a marketplace asks, for whoever wants to know; nothing of it is kept."""
