"""One merchant's day, played over HTTP against the product and the sandbox: ``bin/demo``.

Nothing here reaches into the product: it opens the pages, presses the buttons and reads the answers that a merchant's
browser would, and looks at the shop from the outside to see whether what the product says is so.
"""
