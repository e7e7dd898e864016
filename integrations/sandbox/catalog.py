"""The sandbox's stock: which products the shop opens with, read from a TOML file beside its pictures.

The format, in full; a misspelt key is an error::

    [[products]]
    title = "Solitaire ring in 14k yellow gold"     # required
    handle = "solitaire-ring-14k"                   # left out: made from the title
    vendor = "Northlight Jewelry"
    product_type = "Ring"
    tags = ["ring", "14k yellow gold"]
    status = "ACTIVE"                               # ACTIVE (default), DRAFT, ARCHIVED
    description = "A round stone on a polished band."

    [[products.media]]                              # in gallery order
    file = "solitaire-ring-1.jpg"                   # required; relative to the TOML file's folder
    alt = "Solitaire ring, front"
    kind = "image"                                  # image (default), video
    key = "size-chart"                              # the same key in two products: one file, shared by both
    stuck = false                                   # true: never leaves PROCESSING

    [[products.variants]]                           # left out: one variant, "Default Title"
    title = "Size 6"                                # required
    sku = "SOL-14K-6"
    media = "solitaire-ring-1.jpg"                  # the `file` of one of this product's images
"""
