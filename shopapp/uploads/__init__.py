"""One photo that belongs to no shop: up, retouched, down, and gone after a day."""
