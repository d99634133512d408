"""Certificates: the service's own, exchanged without a connection dropped, and what a client's says of whose it is."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Generic, NoReturn, TypeVar, cast

import grpc
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from chronicare.application.errors import UnauthenticatedError
from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.rpc.access.kept_files import NOTHING_KEPT, KeptFiles, Read
from chronicare.rpc.access.watched_files import WatchedFiles
from chronicare.rpc.settings import Tls

T = TypeVar("T")
Clock = Callable[[], float]
"""Seconds since 1970."""
_NAMES = {"peer_dns": "dns", "peer_uri": "uri", "x509_subject": "subject"}
"""What gRPC calls the names in a client certificate that it has verified, and what we do."""


def read_tls(tls: Tls, clock: Clock = time.time, read: Read = Path.read_bytes) -> grpc.ServerCertificateConfiguration:
    """Read certificate, key and roots. Raises DiagnosticError if they do not fit or are not valid now, and OSError."""
    certificate, key = read(tls.certificate), read(tls.key)
    chain = _certificates(tls.certificate, certificate)
    _check_dates(tls.certificate, chain[0], clock())
    try:
        own = load_pem_private_key(key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        _refuse(tls.key, "不是私钥（PEM，不加密码）", "no private key (PEM, without a passphrase)")
    if _bytes_of(own.public_key()) != _bytes_of(chain[0].public_key()):
        _refuse(tls.key, f"不是 {tls.certificate} 的私钥", f"is not the private key of {tls.certificate}")
    roots = None
    if tls.client_ca is not None:
        roots = read(tls.client_ca)
        for each in _certificates(tls.client_ca, roots):
            _check_dates(tls.client_ca, each, clock())
    return grpc.ssl_server_certificate_configuration([(key, certificate)], roots)


def server_credentials(tls: Tls, kept: KeptFiles = NOTHING_KEPT) -> grpc.ServerCredentials:
    """Return credentials that take the files as they are at each new connection. Raises as ``read_tls``.

    If they will not do at the beginning, those that are ``kept`` are taken.
    """
    files = WatchedFiles(
        (each for each in (tls.certificate, tls.key, tls.client_ca) if each),
        lambda: read_tls(tls),
        lambda: read_tls(tls, kept.clock, kept.read),
    )
    changed = Changes(files.value)
    # What ships the types leaves out that nothing may be given.
    fetch = cast("Callable[[], grpc.ServerCertificateConfiguration]", changed)
    return grpc.dynamic_ssl_server_credentials(changed.first, fetch, tls.client_ca is not None)


class Changes(Generic[T]):
    """Gives what ``value`` returns when that is another than it was, else nothing.

    gRPC exchanges what handshakes are made with as often as it is given anything, under those that are being made: of
    3000 connections broken off one crashed the process. Given nothing it leaves it alone.
    """

    def __init__(self, value: Callable[[], T]) -> None:
        """Begin with what it returns now, ``first``."""
        self._value = value
        self._asking = threading.Lock()
        self.first = self._last = value()

    def __call__(self) -> T | None:
        """Return what is new, to whoever asks first."""
        with self._asking:
            now = self._value()
            if now is self._last:
                return None
            self._last = now
            return now


def names_of(connection: Mapping[str, Iterable[bytes]], clock: Clock = time.time) -> tuple[str, ...]:
    """Return the names in the client certificate of a ``connection``, none if it has shown none.

    gRPC has verified it when the connection was made. Raises UnauthenticatedError if it has expired since.
    """
    shown = next(iter(connection.get("x509_pem_cert", ())), None)
    if shown is None:
        return ()
    if _last_second(shown) < clock():
        raise UnauthenticatedError("expired")
    return tuple(
        f"{ours}:{name.decode('utf-8', 'replace')}"
        for theirs, ours in _NAMES.items()
        for name in connection.get(theirs, ())
    )


@lru_cache(maxsize=1024)
def _last_second(certificate: bytes) -> float:
    return x509.load_pem_x509_certificate(certificate).not_valid_after_utc.timestamp()


def _certificates(file: Path, data: bytes) -> Sequence[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError:
        _refuse(file, "不是证书（PEM）", "no certificate (PEM)")


def _check_dates(file: Path, certificate: x509.Certificate, now: float) -> None:
    moment = datetime.fromtimestamp(now, UTC)
    if moment > certificate.not_valid_after_utc:
        day = certificate.not_valid_after_utc.isoformat()
        _refuse(file, f"证书已在 {day} 过期", f"the certificate has expired on {day}")
    if moment < certificate.not_valid_before_utc:
        day = certificate.not_valid_before_utc.isoformat()
        _refuse(file, f"证书自 {day} 起才有效", f"the certificate is valid only from {day}")


def _bytes_of(key: object) -> bytes:
    written: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return written


def _refuse(file: Path, zh: str, en: str) -> NoReturn:
    raise DiagnosticError([Diagnostic(Code.BAD_SETTING, Position(str(file)), Text(zh, en))])
