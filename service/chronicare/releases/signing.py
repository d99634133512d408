"""Signatures on releases: DSSE envelopes around in-toto statements, Ed25519 keys, by securesystemslib.

What is signed is the digest of a release. It is trusted if as many of the trusted keys have signed as are asked for.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import FormatError, VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

from chronicare.diagnostics import Text

_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://in-toto.io/attestation/release/v0.1"
_PAYLOAD = "application/vnd.in-toto+json"


class SignatureRefusedError(Exception):
    """A release is not signed as it must be, or a key or signature cannot be read; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key and whose it is."""

    name: str
    key: SSlibKey


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new key: the private part in PKCS#8, the public part, both PEM."""

    private: bytes
    public: bytes


def make_keys(passphrase: bytes | None) -> KeyPair:
    """Make a new Ed25519 key pair; with a ``passphrase`` the private part is encrypted by it."""
    private = Ed25519PrivateKey.generate()
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return KeyPair(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption),
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def read_public_key(data: bytes) -> SSlibKey:
    """Read a public key in PEM. Raises SignatureRefusedError."""
    try:
        return SSlibKey.from_crypto(load_pem_public_key(data))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SignatureRefusedError(Text("不是公钥（PEM）", "it is no public key in PEM")) from error


def read_private_key(path: Path, passphrase: bytes | None) -> CryptoSigner:
    """Read a private key in PEM. Raises SignatureRefusedError, or OSError."""
    try:
        return CryptoSigner(load_pem_private_key(path.read_bytes(), passphrase))
    except TypeError as error:
        reason = Text(
            "私钥有口令，而没有给出；或给了口令，私钥却没有", "the key has a passphrase and none is given, or not"
        )
        raise SignatureRefusedError(reason) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SignatureRefusedError(
            Text("不是私钥（PEM），或口令不对", "it is no private key, or the passphrase is wrong")
        ) from error


def sign(digest: str, label: str, signer: CryptoSigner, envelope: bytes | None) -> bytes:
    """Return the envelope for the release ``digest`` with the signature of ``signer`` added.

    Raises SignatureRefusedError if there is an ``envelope`` and it is another release's.
    """
    if envelope is None:
        statement = {
            "_type": _STATEMENT,
            "subject": [{"name": f"{label}.release", "digest": {"sha256": digest}}],
            "predicateType": _PREDICATE,
            "predicate": {"purl": f"pkg:generic/chronicare-rules@{label}", "releaseId": digest},
        }
        payload = json.dumps(statement, ensure_ascii=False, sort_keys=True).encode()
        made = Envelope(payload, _PAYLOAD, {})
    else:
        made = _read(envelope)
        _require_subject(made, digest)
    made.sign(signer)
    return json.dumps(made.to_dict(), sort_keys=True, indent=1).encode() + b"\n"


def verify(digest: str, envelope: bytes, trusted: Sequence[TrustedKey], threshold: int) -> tuple[str, ...]:
    """Return who has signed the release ``digest``. Raises SignatureRefusedError if fewer than ``threshold`` have."""
    made = _read(envelope)
    _require_subject(made, digest)
    accepted: list[str] = []
    for each in trusted:
        try:
            made.verify([each.key], 1)
        except VerificationError:
            continue
        accepted.append(each.name)
    if len(accepted) < threshold:
        unknown = sorted(made.signatures.keys() - {each.key.keyid for each in trusted})
        others = (
            Text(f"；不认识的签名 {len(unknown)} 个", f"; {len(unknown)} signatures by unknown keys")
            if unknown
            else Text("", "")
        )
        raise SignatureRefusedError(
            Text(
                f"可信的签名有 {len(accepted)} 个，须有 {threshold} 个{others.zh}",
                f"{len(accepted)} trusted signatures of {threshold} needed{others.en}",
            )
        )
    return tuple(accepted)


def _read(envelope: bytes) -> Envelope:
    try:
        return Envelope.from_dict(json.loads(envelope))
    except (ValueError, KeyError, TypeError, AttributeError, FormatError) as error:
        raise SignatureRefusedError(Text("签名文件读不出来", "the signatures cannot be read")) from error


def _require_subject(envelope: Envelope, digest: str) -> None:
    """Raise SignatureRefusedError unless what is signed is the release ``digest``."""
    try:
        statement = json.loads(envelope.payload)
        signed = _digests(statement["subject"]) if envelope.payload_type == _PAYLOAD else set()
        is_ours = statement["_type"] == _STATEMENT and signed == {digest}
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureRefusedError(Text("签名文件读不出来", "the signatures cannot be read")) from error
    if not is_ours:
        raise SignatureRefusedError(Text("签的不是这个发布", "another release is signed"))


def _digests(subjects: Iterable[dict[str, dict[str, str]]]) -> set[str]:
    return {each["digest"]["sha256"] for each in subjects}
