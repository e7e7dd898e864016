"""Where things are in a photo: the ground, the piece, its metal and its stones."""
