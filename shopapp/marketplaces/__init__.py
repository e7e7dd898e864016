"""Other marketplaces: connecting, matching listings, sending images, hearing the verdict, taking everything back."""
