"""What is measured, each a function from arrays to a figure."""
