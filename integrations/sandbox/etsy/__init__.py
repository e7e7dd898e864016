"""A stand-in for Etsy: its Open API v3 as far as Lustre uses it, the page of consent, and the host of images.

Driven by ``openapi.json``, our own description of the paths in use: every request is held against it before it is
answered, every answer before it is sent. What Etsy documents no words for (most refusals) is worded as merchants and
developers report it, or by us. Knows nothing of the client it stands opposite to.
"""
