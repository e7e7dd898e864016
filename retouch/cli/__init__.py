"""Retouching from the shell: photos and folders in, pictures and a report out."""
