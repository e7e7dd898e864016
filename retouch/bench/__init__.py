"""Measures the engine on the test scenes against stated goals, beside other tools: ``python -m retouch.bench``."""
