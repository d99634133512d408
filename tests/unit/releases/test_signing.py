import base64
import json
from pathlib import Path

import pytest
from unit.releases.made import key_file, keys, signed

from chronicare.releases.signing import (
    SignatureRefusedError,
    TrustedKey,
    make_keys,
    read_private_key,
    read_public_key,
    verify,
)

DIGEST, OTHER = "a" * 64, "b" * 64


def trusted(*names: str) -> list[TrustedKey]:
    return [TrustedKey(name, read_public_key(keys(name).public)) for name in names]


def test_a_trusted_signature_is_found_good(tmp_path: Path) -> None:
    assert verify(DIGEST, signed(DIGEST, tmp_path, "甲"), trusted("甲", "乙"), 1) == ("甲",)


def test_as_many_as_are_asked_for_must_have_signed(tmp_path: Path) -> None:
    one = signed(DIGEST, tmp_path, "甲")
    with pytest.raises(SignatureRefusedError, match="1 trusted signatures of 2"):
        verify(DIGEST, one, trusted("甲", "乙"), 2)
    both = signed(DIGEST, tmp_path, "乙", one)
    assert verify(DIGEST, both, trusted("甲", "乙"), 2) == ("甲", "乙")
    twice = signed(DIGEST, tmp_path, "甲", one)
    with pytest.raises(SignatureRefusedError):
        verify(DIGEST, twice, trusted("甲", "乙"), 2)


def test_an_unknown_key_is_not_trusted(tmp_path: Path) -> None:
    with pytest.raises(SignatureRefusedError, match="1 signatures by unknown keys"):
        verify(DIGEST, signed(DIGEST, tmp_path, "丙"), trusted("甲"), 1)


def test_the_signature_of_another_release_is_none(tmp_path: Path) -> None:
    with pytest.raises(SignatureRefusedError, match="another release"):
        verify(OTHER, signed(DIGEST, tmp_path, "甲"), trusted("甲"), 1)
    with pytest.raises(SignatureRefusedError, match="another release"):
        signed(OTHER, tmp_path, "甲", signed(DIGEST, tmp_path, "乙"))


def test_a_payload_that_was_changed_after_signing_is_refused(tmp_path: Path) -> None:
    envelope = json.loads(signed(OTHER, tmp_path, "甲"))
    payload = base64.b64decode(envelope["payload"]).replace(OTHER.encode(), DIGEST.encode())
    envelope["payload"] = base64.b64encode(payload).decode()
    with pytest.raises(SignatureRefusedError, match="0 trusted signatures"):
        verify(DIGEST, json.dumps(envelope).encode(), trusted("甲"), 1)


@pytest.mark.parametrize("envelope", [b"", b"[]", b"{}", b'{"payload": "e30=", "payloadType": "a", "signatures": []}'])
def test_what_is_no_envelope_is_refused(envelope: bytes) -> None:
    with pytest.raises(SignatureRefusedError):
        verify(DIGEST, envelope, trusted("甲"), 1)


def test_a_key_with_a_passphrase_needs_it(tmp_path: Path) -> None:
    made = make_keys(b"open sesame")
    path = tmp_path / "key.pem"
    path.write_bytes(made.private)
    assert b"ENCRYPTED" in made.private
    assert read_private_key(path, b"open sesame").public_key == read_public_key(made.public)
    for wrong in (None, b"sesame"):
        with pytest.raises(SignatureRefusedError):
            read_private_key(path, wrong)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(b"no key")
    with pytest.raises(SignatureRefusedError):
        read_private_key(path, None)
    with pytest.raises(SignatureRefusedError):
        read_public_key(key_file(tmp_path).read_bytes())
