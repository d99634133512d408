"""Certificates and tokens for tests, made anew each time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
ISSUER, AUDIENCE = "https://login.example", "chronicare"


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate as a file holds it."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key as a file holds it."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def certificate(
    name: str,
    issuer: Certificate | None = None,
    *names: x509.GeneralName,
    begins: timedelta = -DAY,
    ends: timedelta = DAY,
) -> Certificate:
    """Make a certificate, a root if there is no ``issuer``, valid from ``begins`` to ``ends`` from now."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251 - a certificate is valid by the real clock
    unsigned = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if names:
        unsigned = unsigned.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Certificate(unsigned.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def put(folder: Path, name: str, made: Certificate) -> tuple[Path, Path]:
    """Write a certificate and its key into ``folder``; return both files."""
    files = folder / f"{name}.pem", folder / f"{name}.key"
    for file, data in zip(files, (made.pem, made.key_pem), strict=True):
        file.write_bytes(data)
    return files


def server_certificate(root: Certificate, ends: timedelta = DAY) -> Certificate:
    """Make one for ``localhost``."""
    return certificate("localhost", root, x509.DNSName("localhost"), ends=ends)


def key_set(file: Path, **keys: Ed25519PrivateKey) -> Path:
    """Write the public halves of ``keys`` as a JWKS file."""
    listed = [
        jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": name} for name, key in keys.items()
    ]
    file.write_text(json.dumps({"keys": listed}), encoding="utf-8")
    return file


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public half of ``key`` as a file holds it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claims(subject: str, changes: Mapping[str, object] = {}) -> dict[str, object]:
    """Return the claims of a token that is valid for an hour."""
    now = int(datetime.now(UTC).timestamp())  # noqa: TID251 - so is a token
    plain = {"sub": subject, "iss": ISSUER, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 3600}
    return {name: value for name, value in {**plain, **changes}.items() if value is not None}


def token(key: Ed25519PrivateKey, subject: str, changes: Mapping[str, object] = {}, key_id: str = "k1") -> str:
    """Sign a token that is valid for an hour, with claims changed, or left out if given as ``None``."""
    return jwt.encode(claims(subject, changes), key, "EdDSA", headers={"kid": key_id})
