"""Altered and honestly retouched pictures, made with the renderer's exact truth, and how the gate judges them."""
