import time
from datetime import timedelta
from pathlib import Path

import pytest
from credentials import DAY, certificate, put, server_certificate

from chronicare.application.errors import UnauthenticatedError
from chronicare.diagnostics import DiagnosticError
from chronicare.rpc.access.certificates import Changes, names_of, read_tls
from chronicare.rpc.settings import Tls

ROOT = certificate("root")


def told(tls: Tls, now: float | None = None) -> str:
    clock = time.time if now is None else lambda: now
    with pytest.raises(DiagnosticError) as refused:
        read_tls(tls, clock)
    return str(refused.value)


def test_certificate_key_and_roots_that_fit_are_read(tmp_path: Path) -> None:
    own, key = put(tmp_path, "server", server_certificate(ROOT))
    roots, _ = put(tmp_path, "root", ROOT)
    read_tls(Tls(certificate=own, key=key, client_ca=roots))


def test_the_key_of_another_is_told(tmp_path: Path) -> None:
    own, _ = put(tmp_path, "server", server_certificate(ROOT))
    _, key = put(tmp_path, "other", server_certificate(ROOT))
    assert told(Tls(certificate=own, key=key)) == f"{key}: E1001 is not the private key of {own}"


def test_a_certificate_out_of_its_time_is_told_with_the_time(tmp_path: Path) -> None:
    made = server_certificate(ROOT)
    own, key = put(tmp_path, "server", made)
    last = made.certificate.not_valid_after_utc
    first = made.certificate.not_valid_before_utc
    after, before = (last + timedelta(seconds=1)).timestamp(), (first - timedelta(seconds=1)).timestamp()
    assert told(Tls(certificate=own, key=key), after).endswith(f"has expired on {last.isoformat()}")
    assert told(Tls(certificate=own, key=key), before).endswith(f"is valid only from {first.isoformat()}")


def test_roots_that_have_expired_are_told(tmp_path: Path) -> None:
    own, key = put(tmp_path, "server", server_certificate(ROOT))
    roots, _ = put(tmp_path, "old", certificate("old", begins=-2 * DAY, ends=-DAY))
    assert told(Tls(certificate=own, key=key, client_ca=roots)).startswith(
        f"{roots}: E1001 the certificate has expired"
    )


def test_what_is_no_certificate_or_key_is_told(tmp_path: Path) -> None:
    own, key = put(tmp_path, "server", server_certificate(ROOT))
    assert told(Tls(certificate=key, key=key)) == f"{key}: E1001 no certificate (PEM)"
    assert told(Tls(certificate=own, key=own)) == f"{own}: E1001 no private key (PEM, without a passphrase)"


def test_names_of_a_certificate_say_of_which_kind_they_are() -> None:
    shown = {
        "x509_pem_cert": [certificate("centre", ROOT).pem],
        "x509_subject": [b"CN=centre"],
        "peer_dns": [b"settle.example"],
        "peer_uri": [b"spiffe://fund/centre"],
        "peer_email": [b"dns:other.example"],
        "x509_common_name": [b"centre"],
    }
    assert names_of(shown) == ("dns:settle.example", "uri:spiffe://fund/centre", "subject:CN=centre")
    assert names_of({"transport_security_type": [b"insecure"], "peer_dns": [b"settle.example"]}) == ()


def test_a_certificate_that_expires_while_the_connection_stands_is_no_longer_good() -> None:
    made = certificate("centre", ROOT)
    end = made.certificate.not_valid_after_utc
    shown = {"x509_pem_cert": [made.pem], "x509_subject": [b"CN=centre"]}
    assert names_of(shown, end.timestamp) == ("subject:CN=centre",)
    with pytest.raises(UnauthenticatedError):
        names_of(shown, lambda: end.timestamp() + 1)


def test_what_has_not_changed_is_not_handed_over_again() -> None:
    held = ["one"]
    changes = Changes(lambda: held[0])
    assert (changes.first, changes(), changes()) == ("one", None, None)
    held[0] = "two"
    assert (changes(), changes()) == ("two", None)
