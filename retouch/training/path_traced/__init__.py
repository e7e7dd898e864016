"""Test scenes lit by a path tracer: described here as plain arrays, drawn by Blender in a process of its own.

Nothing imports Blender but ``render_with_blender.py``, and nothing imports that: it is run by the Python of an
environment that holds ``bpy`` and NumPy alone, reads a description, and leaves light and shares of every pixel.
"""
