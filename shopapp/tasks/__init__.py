"""What the workers run, one module per queue. The scheduler loads this package, so it names them all."""

from shopapp.tasks import gpu, housekeeping, network

__all__ = ["gpu", "housekeeping", "network"]
