import os
from datetime import timedelta
from pathlib import Path

import pytest
from credentials import certificate, put, server_certificate

from chronicare.diagnostics import DiagnosticError
from chronicare.rpc.access.certificates import read_tls, server_credentials
from chronicare.rpc.access.files import keep_files
from chronicare.rpc.access.gate import Gate
from chronicare.rpc.access.kept_files import KeptFiles, from_memory
from chronicare.rpc.access.quotas import Quotas
from chronicare.rpc.counts import Counts
from chronicare.rpc.http.serving import make_context
from chronicare.rpc.settings import Access, Settings, Tls

CALLERS = '[[callers]]\nname = "a"\nroles = ["decide"]\nareas = ["*"]\ncertificates = ["dns:a.example"]\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings whose files will do."""
    root = certificate("root")
    own, key = put(tmp_path, "server", server_certificate(root))
    roots, _ = put(tmp_path, "roots", root)
    callers = tmp_path / "callers.toml"
    callers.write_text(CALLERS, encoding="utf-8")
    return Settings(rules=tmp_path, tls=Tls(certificate=own, key=key, client_ca=roots), access=Access(callers=callers))


def test_what_is_kept_is_handed_on_in_memory(settings: Settings) -> None:
    kept = keep_files(settings)
    memory = kept.to_memory()
    handed = from_memory(memory)
    os.close(memory)
    assert handed == kept
    assert settings.tls is not None
    assert handed.read(settings.tls.key) == settings.tls.key.read_bytes()
    assert settings.access is not None
    assert handed.read(settings.access.callers) == CALLERS.encode()
    with pytest.raises(FileNotFoundError, match="not kept"):
        handed.read(Path("other"))


def test_nothing_is_kept_of_files_one_of_which_will_not_do(settings: Settings) -> None:
    assert settings.access is not None
    settings.access.callers.write_text("[[callers]]\n", encoding="utf-8")
    with pytest.raises(DiagnosticError):
        keep_files(settings)


def test_who_starts_while_the_files_will_not_do_starts_with_what_is_kept(settings: Settings) -> None:
    tls, access = settings.tls, settings.access
    assert tls is not None
    assert access is not None
    kept = keep_files(settings)
    tls.certificate.write_text("spoilt", encoding="utf-8")
    access.callers.unlink()
    server_credentials(tls, kept)
    Gate(access, Quotas(-1, 1), Counts(), kept)
    (root,) = make_context(tls, kept).get_ca_certs()
    assert root["subject"] == ((("commonName", "root"),),)
    with pytest.raises(DiagnosticError, match="no certificate"):
        server_credentials(tls)
    with pytest.raises(DiagnosticError, match="no certificate"):
        make_context(tls)
    with pytest.raises(FileNotFoundError):
        Gate(access, Quotas(-1, 1), Counts())


def test_what_was_valid_when_it_was_kept_is_not_asked_about_again(tmp_path: Path) -> None:
    made = server_certificate(certificate("root"), ends=-timedelta(hours=1))
    own, key = put(tmp_path, "server", made)
    tls = Tls(certificate=own, key=key)
    with pytest.raises(DiagnosticError, match="expired"):
        read_tls(tls)
    before = made.certificate.not_valid_after_utc.timestamp() - 60
    kept = KeptFiles(before, {str(each): each.read_bytes() for each in (own, key)})
    server_credentials(tls, kept)
