"""The installation's certificate: what signs the files of one photo with it, and what is wrong with it."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from retouch.codecs.headers import read_header
from retouch.errors import CannotSign, InvalidParams
from retouch.renditions import Sign, credentials
from retouch.renditions.certificate import Certificate, problems
from retouch.renditions.credentials import UNTRUSTED, Story
from shopapp.env import Env
from shopapp.publishing.exports.building import Signing
from shopapp.publishing.exports.renditions import provenance_of
from shopapp.publishing.exports.sets import ExportPhoto

_NOT_INSTALLED = "C2PA_CERTIFICATE_FILE is set, and the extra c2pa is not installed."


def certificate_of(settings: Env) -> Certificate | None:
    """Read the certificate that the settings name; None where they name none."""
    if not settings.c2pa_certificate_file:
        return None
    chain = Path(settings.c2pa_certificate_file).read_bytes()
    return Certificate(chain, settings.c2pa_private_key.get_secret_value().encode())


def signing_of(settings: Env) -> Signing | None:
    """Return what signs renditions; None where the installation has no certificate."""
    certificate = certificate_of(settings)
    if certificate is None:
        return None
    if not credentials.is_available():
        raise CannotSign(_NOT_INSTALLED)
    return lambda photo: _signer(certificate, photo)


def signer_of(settings: Env) -> str:
    """Return who signs renditions: the digest of the certificate's chain; "" where the installation has none."""
    certificate = certificate_of(settings)
    return hashlib.sha256(certificate.chain).hexdigest() if certificate else ""


def complaints(settings: Env, now: datetime) -> Iterator[tuple[bool, str]]:
    """Tell what is wrong with the certificate: whether nothing can be signed with it, and a sentence."""
    try:
        certificate = certificate_of(settings)
    except OSError as error:
        yield True, f"C2PA_CERTIFICATE_FILE cannot be read: {error.strerror or type(error).__name__}."
        return
    if certificate is None:
        return
    found = list(problems(certificate, now))
    for problem in found:
        yield not problem.startswith("runs out"), f"The certificate of C2PA_CERTIFICATE_FILE {problem}."
    if not credentials.is_available():
        yield True, _NOT_INSTALLED
    elif all(problem.startswith("runs out") for problem in found):
        yield from _tried(certificate)


def _tried(certificate: Certificate) -> Iterator[tuple[bool, str]]:
    """Sign a picture of nothing and read it back."""
    blank = BytesIO()
    Image.new("RGB", (16, 16), "white").save(blank, "JPEG")
    try:
        sign = credentials.signer(certificate, Story("doctor.jpg", blank.getvalue(), "jpeg"))
        found = credentials.read(sign(blank.getvalue(), "jpeg", ()), "jpeg")
    except (CannotSign, InvalidParams) as error:
        yield True, f"The certificate of C2PA_CERTIFICATE_FILE does not sign: {error}."
        return
    for code, explanation in found.problems if found else ():
        if code == UNTRUSTED:
            yield (
                False,
                "The certificate of C2PA_CERTIFICATE_FILE is on no list of trust: viewers name no signer.",
            )
        else:
            yield True, f"What is signed with C2PA_CERTIFICATE_FILE does not hold: {explanation or code}."


def _signer(certificate: Certificate, photo: ExportPhoto) -> Sign:
    data = photo.original() if photo.original else photo.read()
    told = photo.facts.get("digital_source_type")
    return credentials.signer(
        certificate,
        Story(
            title=photo.name,
            original=data,
            original_format=read_header(data).format,
            provenance=provenance_of(photo.provenance),
            source_type=told if isinstance(told, str) else "",
        ),
    )
