"""How the engine's trained parts and its test pictures are made; never imported by what ships."""
