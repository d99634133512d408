"""A call that came over HTTP, as handlers and the gate know one that came over gRPC."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

import grpc
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

Metadata = Sequence[tuple[str, str | bytes]]


class AbortedError(Exception):
    """The call has ended with a status, and details in its metadata."""

    def __init__(self, code: grpc.StatusCode, message: str, metadata: Metadata) -> None:
        """Keep how it ended."""
        super().__init__(code.name)
        self.code, self.message, self.metadata = code, message, metadata


class Exchange:
    """One call: whose it is, how long it has, and what is to be done when it has ended."""

    def __init__(self, client: str, certificate: bytes | None, seconds: float | None) -> None:
        """Begin a call of ``seconds`` from the address ``client``, which may have shown a ``certificate`` (DER)."""
        self._client, self._certificate = client, certificate
        self._until = None if seconds is None else time.monotonic() + seconds
        self._callbacks: list[Callable[[object], None]] = []
        self.trailing: Metadata = ()

    def peer(self) -> str:
        """Return where it came from: the machine, since over HTTP each has many connections, one for each call."""
        return f"{'ipv6' if ':' in self._client else 'ipv4'}:{self._client}:http"

    def auth_context(self) -> Mapping[str, Iterable[bytes]]:
        """Return what the client's certificate says, as gRPC names it."""
        return {} if self._certificate is None else _names(x509.load_der_x509_certificate(self._certificate))

    def time_remaining(self) -> float | None:
        """Return the seconds it still has; ``None``: as many as it likes."""
        return None if self._until is None else self._until - time.monotonic()

    def set_trailing_metadata(self, metadata: Metadata) -> None:
        """Send ``metadata`` with the answer."""
        self.trailing = metadata

    def add_done_callback(self, callback: Any) -> None:  # noqa: ANN401 - as gRPC has it
        """Have ``callback`` called when the answer has been taken, or nobody waits for it any more."""
        self._callbacks.append(callback)

    async def abort(self, code: grpc.StatusCode, details: str = "", trailing_metadata: Metadata = ()) -> NoReturn:
        """End it with a status."""
        raise AbortedError(code, details, trailing_metadata)

    def end(self) -> None:
        """Tell whoever wants to know that it has ended."""
        for each in self._callbacks:
            each(self)


def _names(certificate: x509.Certificate) -> Mapping[str, Iterable[bytes]]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        names = x509.SubjectAlternativeName([])
    return {
        "x509_pem_cert": (certificate.public_bytes(Encoding.PEM),),
        "x509_subject": (certificate.subject.rfc4514_string().encode(),),
        "peer_dns": tuple(each.encode() for each in names.get_values_for_type(x509.DNSName)),
        "peer_uri": tuple(each.encode() for each in names.get_values_for_type(x509.UniformResourceIdentifier)),
    }
