"""The seven steps of the day, one module each; every module has one function ``play``."""
