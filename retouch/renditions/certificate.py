"""A certificate to sign renditions with, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from retouch.errors import InvalidParams

EXPIRES_SOON = timedelta(days=30)
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A signer: the chain as PEM, its own certificate first, and the private key that belongs to it."""

    chain: bytes
    key: bytes = field(repr=False)

    @property
    def algorithm(self) -> str:
        """C2PA's name for how this key signs."""
        key = _private_key(self.key)
        if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
            return _CURVES[key.curve.name]
        if isinstance(key, rsa.RSAPrivateKey):
            return "ps256"
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return "ed25519"
        raise InvalidParams("the private key is of a kind that C2PA does not sign with")


def problems(certificate: Certificate, now: datetime) -> Iterator[str]:
    """Tell what must be mended, one sentence each."""
    try:
        leaf = x509.load_pem_x509_certificates(certificate.chain)[0]
    except ValueError:
        yield "holds no certificate in PEM"
        return
    try:
        key = _private_key(certificate.key)
        certificate.algorithm  # noqa: B018 - it raises
    except InvalidParams as error:
        yield str(error)
    else:
        if _public(key.public_key()) != _public(leaf.public_key()):
            yield "does not belong to the private key"
    yield from _out_of_date(leaf, now)


def _out_of_date(leaf: x509.Certificate, now: datetime) -> Iterator[str]:
    ends = leaf.not_valid_after_utc
    if now > ends:
        yield f"ran out on {ends:%d %B %Y}"
    elif now < leaf.not_valid_before_utc:
        yield f"is good from {leaf.not_valid_before_utc:%d %B %Y} on only"
    elif now + EXPIRES_SOON > ends:
        yield f"runs out on {ends:%d %B %Y}"


def _private_key(pem: bytes) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise InvalidParams("the private key cannot be read as PEM without a password") from error


def _public(key: object) -> bytes:
    told: bytes = key.public_bytes(  # type: ignore[attr-defined]  # every public key has it
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return told
