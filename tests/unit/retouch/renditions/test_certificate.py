"""What is wrong with a certificate is said before anything is signed with it."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa

from retouch.errors import InvalidParams
from retouch.renditions.certificate import Certificate, problems
from tests.unit.retouch.renditions.certificates import certificate, pem


def told(wrong):
    return list(problems(wrong, datetime.now(UTC)))


def test_nothing_is_said_of_a_good_one():
    assert told(certificate()) == []


@pytest.mark.parametrize(
    ("days", "word"), [((-9, -1), "ran out on"), ((-9, 10), "runs out on"), ((3, 90), "good from")]
)
def test_its_days_are_counted(days, word):
    (sentence,) = told(certificate(days=days))
    assert word in sentence


def test_a_key_that_is_another_s_or_none_is_told():
    good, other = certificate(), certificate()
    assert told(Certificate(good.chain, other.key)) == ["does not belong to the private key"]
    assert "cannot be read" in told(Certificate(good.chain, b"no key"))[0]
    assert told(Certificate(b"no chain", good.key)) == ["holds no certificate in PEM"]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: ec.generate_private_key(ec.SECP256R1()), "es256"),
        (lambda: ec.generate_private_key(ec.SECP384R1()), "es384"),
        (lambda: ec.generate_private_key(ec.SECP521R1()), "es512"),
        (ed25519.Ed25519PrivateKey.generate, "ed25519"),
        (lambda: rsa.generate_private_key(65_537, 2048), "ps256"),
    ],
)
def test_the_key_says_how_it_signs(make, name):
    assert Certificate(b"", pem(make())).algorithm == name


def test_a_key_of_another_kind_signs_nothing():
    with pytest.raises(InvalidParams):
        assert Certificate(b"", pem(dsa.generate_private_key(1024))).algorithm


def test_the_key_is_not_shown():
    good = certificate()
    assert good.key.decode() not in repr(good)
