"""Small encoded pictures."""

from io import BytesIO

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>algorithmicallyEnhanced</x:xmpmeta>"


def picture(width=64, height=48, *, file_format="JPEG", mode="RGB", color="gold", **saved):
    """A plain picture with a profile and provenance, encoded."""
    target = BytesIO()
    if file_format == "PNG":
        saved["pnginfo"] = PngInfo()
        saved["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
    Image.new(mode, (width, height), color).save(target, file_format, icc_profile=SRGB, xmp=XMP, **saved)
    return target.getvalue()


def noise(width=64, height=64, *, file_format="PNG"):
    """A picture no encoder can make small."""
    target = BytesIO()
    Image.effect_noise((width, height), 120).convert("RGB").save(target, file_format)
    return target.getvalue()


def opened(data):
    """The picture in some bytes."""
    image = Image.open(BytesIO(data))
    image.load()
    return image
