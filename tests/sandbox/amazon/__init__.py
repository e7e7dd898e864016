"""The stand-in for Amazon, asked raw and by the client."""
