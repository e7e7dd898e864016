"""Drawn people, busts and packaging that show jewelry, and a small network that learns to name them.

Everything is drawn by chance from one seed: a body as solid forms above a ground, lit, with a rendered piece worn or
laid on it, and at times something laid over the picture. The network reads what the frozen encoder makes of it.
"""
