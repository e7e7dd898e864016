"""What the workers run, one module per queue."""
