"""Random scenes with exact truth: a piece of jewelry, on some ground, lit and photographed as shops really do."""
