"""What can go wrong with a photo or a recipe.

RetouchError
├── InvalidPhoto            the file: say so, do not try again
│   ├── UnsupportedFormat
│   ├── TooManyPixels
│   └── CorruptFile
├── InvalidRecipe           the request: say so, do not try again
│   ├── UnknownOperation
│   └── InvalidParams
├── TooLarge                the result does not fit the allowed bytes: say so, do not try again
├── GeneratedContent        a trained model had a part in it, where only photographs may stand: say so
├── RegionNotFound          the scene was not understood: a person should look
├── ContractBroken          an operation changed what it had not declared: our fault
├── CannotSign              the installation's certificate does not sign: refuse, and mend it
├── WeightsUnavailable      a weight file is missing or has another digest: refuse to start
└── DeadlineExceeded        too long: once more, smaller

``str(error)`` is for the log; ``merchant_sentence`` is for the person whose photo it is, and says what to do.
"""


class RetouchError(Exception):
    """Anything this package refuses."""

    merchant_sentence = "Something went wrong on our side; this photo was left as it is."

    def __init__(self, message: str, *, merchant_sentence: str | None = None) -> None:
        super().__init__(message)
        if merchant_sentence is not None:
            self.merchant_sentence = merchant_sentence


class InvalidPhoto(RetouchError):  # noqa: N818 - the tree's names are the conditions themselves
    """The file cannot be retouched."""

    merchant_sentence = "This file cannot be read as a photo. Export it again as JPEG and upload it anew."


class UnsupportedFormat(InvalidPhoto):
    """A format that is not read: animated, vector, HEIC, or no picture at all."""


class TooManyPixels(InvalidPhoto):
    """Beyond the pixel limit; refused before any pixel is decoded."""


class CorruptFile(InvalidPhoto):
    """The format is known, the bytes are damaged or cut short."""


class InvalidRecipe(RetouchError):  # noqa: N818
    """A recipe that cannot be run."""


class UnknownOperation(InvalidRecipe):
    """A recipe names an operation that is not in the table."""


class InvalidParams(InvalidRecipe):
    """An operation's parameters are misspelt, of the wrong type, or out of range."""


class TooLarge(RetouchError):  # noqa: N818
    """The result does not fit the allowed bytes at the least quality we write."""

    merchant_sentence = (
        "This photo does not fit the allowed file size without visible loss. "
        "Allow a larger file or a smaller picture."
    )


class GeneratedContent(RetouchError):  # noqa: N818
    """A picture that says it was generated, in whole or in part, for a place where only photographs may stand."""

    merchant_sentence = (
        "This picture says of itself that something in it was generated. The main image must be a photograph."
    )


class RegionNotFound(RetouchError):  # noqa: N818
    """What an operation needs was not found in the photo."""

    merchant_sentence = "We are not sure where the piece is in this photo. Please have a look."


class ContractBroken(RetouchError):  # noqa: N818
    """An operation changed a pixel outside its declared region, or left the range of its array."""


class CannotSign(RetouchError):  # noqa: N818
    """The installation's certificate cannot sign content credentials."""


class WeightsUnavailable(RetouchError):  # noqa: N818
    """A network's weights are missing or are not the ones recorded."""


class DeadlineExceeded(RetouchError):  # noqa: N818
    """The time allowed for this photo ran out."""

    merchant_sentence = "This photo took too long. We will try once more."
