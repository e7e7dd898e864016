"""A stand-in for Amazon: Login with Amazon, the Selling Partner API by its own models, and what happens to pictures."""
