"""Other people's services as plain Python; no Django, no database, no pixels."""
