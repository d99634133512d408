"""Signed tokens (JWT): by whose key, for whom and until when; nothing but three kinds of public-key signature.

Each key is used by its own algorithm alone, whatever a token says of itself: EdDSA for Ed25519, ES256 for P-256, RS256
for RSA. A key that could make signatures as well as check them (shared secrets, private keys) is refused.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from chronicare.application.errors import UnauthenticatedError
from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.access.kept_files import Read
from chronicare.rpc.settings import Tokens

MAX_TOKEN_CHARACTERS = 4096
MAX_KEYS = 100
_MIN_RSA_BITS = 2048
_REQUIRED = ("exp", "iss", "aud", "sub")

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey
_REFUSED: tuple[tuple[type[jwt.InvalidTokenError], str], ...] = (
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "not_yet_valid"),
    (jwt.InvalidAudienceError, "audience"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.MissingRequiredClaimError, "claims"),
)
"""Told only of tokens whose signature holds; of all others, that they are not valid."""


class TokenKeys:
    """The public keys tokens may be signed by, each with the one algorithm it is for, by key id."""

    def __init__(self, keys: Mapping[str, tuple[PublicKey, str]], settings: Tokens) -> None:
        """Take tokens signed by one of ``keys``."""
        self._keys = keys
        self._settings = settings

    def subject_of(self, token: str) -> str:
        """Return the subject of ``token``. Raises UnauthenticatedError if it is not one of ours, or not valid now."""
        if len(token) > MAX_TOKEN_CHARACTERS:
            raise UnauthenticatedError("malformed")
        try:
            key_id = jwt.get_unverified_header(token).get("kid", "")
            if not key_id and len(self._keys) == 1:
                key_id = next(iter(self._keys))
            found = self._keys.get(key_id) if isinstance(key_id, str) else None
            if found is None:
                raise UnauthenticatedError("key")
            key, algorithm = found
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                leeway=self._settings.leeway_seconds,
                options={"require": list(_REQUIRED)},
            )
        except jwt.InvalidTokenError as error:
            why = next((word for kind, word in _REFUSED if isinstance(error, kind)), "invalid")
            raise UnauthenticatedError(why) from None
        except (ValueError, TypeError, OverflowError, RecursionError):  # claims that are no times, headers no objects
            raise UnauthenticatedError("invalid") from None
        return str(claims["sub"])


def read_keys(settings: Tokens, read: Read = Path.read_bytes) -> TokenKeys:
    """Read the keys: a JWKS file (.json), or a file with one public key (PEM), whose id is the file's name without end.

    Raises DiagnosticError with what is wrong, and OSError.
    """
    file = settings.keys
    data = read(file)
    keys: dict[str, tuple[PublicKey, str]] = {}
    if file.suffix == ".json":
        for index, (key_id, key) in enumerate(_of_set(file, data)):
            where = Position(str(file), heading=f"keys[{index}]")
            if key_id in keys:
                _refuse(where, f"kid「{key_id}」有两个", f"two keys have the kid {key_id!r}")
            keys[key_id] = _checked(where, key)
    else:
        try:
            key = load_pem_public_key(data)
        except (ValueError, UnsupportedAlgorithm):
            _refuse(Position(str(file)), "不是公钥（PEM，BEGIN PUBLIC KEY）", "no public key (PEM, BEGIN PUBLIC KEY)")
        keys[file.stem] = _checked(Position(str(file)), key)
    return TokenKeys(keys, settings)


def _of_set(file: Path, data: bytes) -> list[tuple[str, object]]:
    try:
        listed = json.loads(data)["keys"]
    except (ValueError, TypeError, KeyError, RecursionError):
        listed = None
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_KEYS:
        _refuse(
            Position(str(file)), f"不是一套 1 至 {MAX_KEYS} 个公钥（JWKS）", f"no set of 1 to {MAX_KEYS} keys (JWKS)"
        )
    found: list[tuple[str, object]] = []
    for index, each in enumerate(listed):
        where = Position(str(file), heading=f"keys[{index}]")
        if not isinstance(each, dict) or not isinstance(each.get("kid"), str) or not each["kid"]:
            _refuse(where, "没有 kid", "has no kid")
        if "d" in each or each.get("kty") == "oct":
            _refuse(where, "是私钥或共享密钥；这里只放公钥", "is a private or shared key; only public keys belong here")
        try:
            found.append((each["kid"], jwt.PyJWK(each, algorithm=_algorithm_of(each)).key))
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            _refuse(where, "不能读作公钥", "cannot be read as a public key")
    return found


def _algorithm_of(key: Mapping[str, object]) -> str | None:
    return {"OKP": "EdDSA", "EC": "ES256", "RSA": "RS256"}.get(str(key.get("kty")))


def _checked(where: Position, key: object) -> tuple[PublicKey, str]:
    """Return ``key`` with its algorithm; refuse one of a kind that is not taken."""
    if isinstance(key, Ed25519PublicKey):
        return key, "EdDSA"
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key, "ES256"
    if isinstance(key, RSAPublicKey) and key.key_size >= _MIN_RSA_BITS:
        return key, "RS256"
    return _refuse(
        where,
        f"要用 Ed25519、P-256 或至少 {_MIN_RSA_BITS} 位的 RSA 公钥",
        f"must be an Ed25519 or P-256 public key, or an RSA one of at least {_MIN_RSA_BITS} bits",
    )


def _refuse(where: Position, zh: str, en: str) -> NoReturn:
    raise DiagnosticError([Diagnostic(Code.BAD_SETTING, where, Text(zh, en))])
