import base64
import hashlib
import hmac
import json
from pathlib import Path

import jwt
import pytest
from credentials import AUDIENCE, ISSUER, claims, key_set, public_pem, token
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as make_ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as make_rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chronicare.application.errors import UnauthenticatedError
from chronicare.diagnostics import DiagnosticError
from chronicare.rpc.access.tokens import MAX_TOKEN_CHARACTERS, TokenKeys, read_keys
from chronicare.rpc.settings import Tokens

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
HOUR = 3600


def settings(file: Path) -> Tokens:
    return Tokens(keys=file, issuer=ISSUER, audience=AUDIENCE)


@pytest.fixture
def keys(tmp_path: Path) -> TokenKeys:
    return read_keys(settings(key_set(tmp_path / "keys.json", k1=KEY)))


def refusal(keys: TokenKeys, shown: str) -> str:
    with pytest.raises(UnauthenticatedError) as refused:
        keys.subject_of(shown)
    return refused.value.metadata["why"]


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_valid_token_says_whose_it_is(keys: TokenKeys) -> None:
    assert keys.subject_of(token(KEY, "centre")) == "centre"
    assert keys.subject_of(token(KEY, "centre", {"aud": ["elsewhere", AUDIENCE]})) == "centre"
    unnamed = jwt.encode(claims("centre"), KEY, "EdDSA")
    assert keys.subject_of(unnamed) == "centre"  # there is only one key it can be


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"exp": 1}, "expired"),
        ({"nbf": 2**40}, "not_yet_valid"),
        ({"aud": "elsewhere"}, "audience"),
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"exp": None}, "claims"),
        ({"sub": None}, "claims"),
        ({"aud": None}, "claims"),
        ({"iss": None}, "claims"),
        ({"exp": "soon"}, "invalid"),
        ({"exp": [1]}, "invalid"),
        ({"exp": 1e400}, "invalid"),
        ({"nbf": {}}, "invalid"),
        ({"sub": 7}, "invalid"),
        ({"aud": {"a": 1}}, "audience"),
    ],
)
def test_a_token_that_is_ours_but_not_valid_is_refused_by_what_is_wrong(
    keys: TokenKeys, changes: dict[str, object], why: str
) -> None:
    assert refusal(keys, token(KEY, "centre", changes)) == why


def test_a_token_of_another_key_is_refused(keys: TokenKeys) -> None:
    assert refusal(keys, token(OTHER, "centre")) == "invalid"
    assert refusal(keys, token(KEY, "centre", {}, "k2")) == "key"
    # What it claims is not judged before its signature: nobody learns of it by asking.
    assert refusal(keys, token(OTHER, "centre", {"exp": 1})) == "invalid"


def test_no_token_chooses_how_it_is_checked(keys: TokenKeys) -> None:
    body = part(claims("centre"))
    assert refusal(keys, f"{part({'alg': 'none', 'kid': 'k1'})}.{body}.") == "invalid"
    for secret in (public_pem(KEY), KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)):
        head = part({"alg": "HS256", "kid": "k1"})
        made = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
        assert refusal(keys, f"{head}.{body}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}") == "invalid"
    elliptic = jwt.encode(claims("centre"), make_ec_key(SECP256R1()), "ES256", headers={"kid": "k1"})
    assert refusal(keys, elliptic) == "invalid"


@pytest.mark.parametrize(
    "shown",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "eyJhbGciOiJFZERTQSJ9..",
        f"{part([])}.{part({})}.x",
        f"{part({'alg': 'EdDSA', 'kid': ['k1']})}.{part({})}.x",
        f"{part({'alg': 'EdDSA', 'kid': 'k1', 'crit': ['exp']})}.{part({})}.x",
        "\x00.\ud800.é",
        "x" * (MAX_TOKEN_CHARACTERS + 1),
        f"{base64.urlsafe_b64encode(b'[' * 3000).decode()}.{part({})}.x",
    ],
)
def test_what_is_no_token_is_refused(keys: TokenKeys, shown: str) -> None:
    assert refusal(keys, shown) in {"malformed", "invalid", "key"}


def test_keys_are_exchanged_by_their_id(tmp_path: Path) -> None:
    both = read_keys(settings(key_set(tmp_path / "keys.json", k1=KEY, k2=OTHER)))
    assert both.subject_of(token(KEY, "centre", {}, "k1")) == "centre"
    assert both.subject_of(token(OTHER, "centre", {}, "k2")) == "centre"
    assert refusal(both, token(KEY, "centre", {}, "k2")) == "invalid"
    assert refusal(both, jwt.encode(claims("centre"), KEY, "EdDSA")) == "key"


@pytest.mark.parametrize(
    ("key", "algorithm"), [(make_ec_key(SECP256R1()), "ES256"), (make_rsa_key(65537, 2048), "RS256")]
)
def test_each_kind_of_key_has_its_one_algorithm(tmp_path: Path, key: object, algorithm: str) -> None:
    file = tmp_path / "login.pem"
    file.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))  # type: ignore[attr-defined]
    keys = read_keys(settings(file))
    assert keys.subject_of(jwt.encode(claims("a"), key, algorithm, headers={"kid": "login"})) == "a"  # type: ignore[arg-type]
    if algorithm == "RS256":
        assert refusal(keys, jwt.encode(claims("a"), key, "RS512")) == "invalid"  # type: ignore[arg-type]
        assert refusal(keys, jwt.encode(claims("a"), key, "PS256")) == "invalid"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("k.json", b"{}", "JWKS"),
        ("k.json", b'{"keys": []}', "JWKS"),
        ("k.json", b"\xff", "JWKS"),
        ("k.json", b'{"keys": [{"kty": "OKP"}]}', "no kid"),
        ("k.json", b'{"keys": [{"kid": "a", "kty": "oct", "k": "c2VjcmV0"}]}', "only public keys"),
        ("k.json", b'{"keys": [{"kid": "a", "kty": "OKP", "crv": "Ed25519", "d": "x", "x": "y"}]}', "only public keys"),
        ("k.json", b'{"keys": [{"kid": "a", "kty": "OKP", "crv": "Ed25519", "x": "y"}]}', "as a public key"),
        ("k.json", b'{"keys": [{"kid": "a", "kty": "what"}]}', "as a public key"),
        ("k.pem", b"secret", "no public key"),
        (
            "k.pem",
            KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "no public key",
        ),
        (
            "k.pem",
            make_rsa_key(65537, 1024)  # noqa: S505 - that is why
            .public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            "at least 2048 bits",
        ),
        (
            "k.pem",
            make_ec_key(SECP384R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            "P-256",
        ),
    ],
)
def test_keys_that_will_not_do_are_told_by_file_and_what_would(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(DiagnosticError) as refused:
        read_keys(settings(file))
    assert str(refused.value).startswith(str(file))
    assert told in str(refused.value)
    assert "secret" not in str(refused.value).replace("shared", "")


def test_two_keys_of_one_id_are_refused(tmp_path: Path) -> None:
    file = key_set(tmp_path / "keys.json", k1=KEY)
    listed = json.loads(file.read_text())
    listed["keys"] *= 2
    file.write_text(json.dumps(listed))
    with pytest.raises(DiagnosticError, match="k1"):
        read_keys(settings(file))
