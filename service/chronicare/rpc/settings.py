"""What can be set about the server. The limits that callers must know stand in protos/README.md as well."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from chronicare.records.recorder import Bounds, Mode

_MEBIBYTE = 1024 * 1024

_Count = Annotated[int, Field(ge=1)]
_Seconds = Annotated[float, Field(gt=0)]


class Tls(BaseModel):
    """How the wire is encrypted. The files are read again at the next connection after they have changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    certificate: Path
    """The certificate of the service, with those that lead to its root (PEM)."""
    key: Path
    """Its private key, without a passphrase (PEM)."""
    client_ca: Path | None = None
    """Roots of client certificates (PEM): then every client must show one, probes too."""


class Tokens(BaseModel):
    """Which signed tokens (JWT) are taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keys: Path
    """Public keys they are signed by: a JWKS file (.json), or one key (PEM). Read again when the file changes."""
    issuer: Annotated[str, Field(min_length=1)]
    """Their ``iss``."""
    audience: Annotated[str, Field(min_length=1)]
    """Their ``aud``, or one of it."""
    leeway_seconds: Annotated[float, Field(ge=0, le=300)] = 30.0
    """By how much clocks may differ."""


class Access(BaseModel):
    """Who may call. Without it nobody is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    callers: Path
    """The file of callers. Read again when it changes."""
    tokens: Tokens | None = None
    """The tokens callers are known by; without it, only by their certificates."""


class Settings(BaseModel):
    """The settings of one service. Raises pydantic's ValidationError, naming each field, if one makes no sense."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Path
    """The rule directory: a folder for each area, and the layers they extend."""
    releases: Path | None = None
    """The store of signed releases: what is active there is served, and not the rule directory."""
    host: str = "127.0.0.1"
    """The address to listen on; one that other machines can reach asks for ``tls`` and ``access``."""
    port: Annotated[int, Field(ge=0, le=65535)] = 50051
    """The port to listen on; 0: a free one."""
    workers: _Count = 2
    """Worker processes. One that crashes or hangs takes only its own calls with it."""
    max_message_bytes: _Count = 4 * _MEBIBYTE
    """The longest message taken; a longer one is refused with RESOURCE_EXHAUSTED before it is read."""
    max_batch_requests: _Count = 1000
    """Requests in one batch."""
    max_batch_decisions: _Count = 10_000
    """Disease codes in one batch, all requests together."""
    max_held_bytes: _Count = 256 * _MEBIBYTE
    """Requests in one worker, waiting or in progress, all together; half of it for one caller. One that finds no room
    is refused with RESOURCE_EXHAUSTED."""
    max_response_bytes: _Count = 64 * _MEBIBYTE
    """The longest answer given; a longer one is refused with RESOURCE_EXHAUSTED before it is whole."""
    max_unsent_bytes: _Count = 64 * _MEBIBYTE
    """Answers one connection may leave waiting to be taken; with more, it is refused with RESOURCE_EXHAUSTED."""
    max_steps_at_once: _Count = 500
    """Steps of work after which a call that is tried in the event loop is handed to a thread."""
    quick_threads: _Count = 1
    """Threads of one worker for calls that take milliseconds."""
    max_quick_calls: _Count = 1000
    """Such calls in one worker, waiting or in progress; one more is refused with RESOURCE_EXHAUSTED."""
    short_threads: _Count = 1
    """Threads of one worker for calls that can take a second."""
    max_short_calls: _Count = 200
    """Such calls in one worker, waiting or in progress."""
    max_short_steps: _Count = 200_000
    """Steps of work (each about 8 microseconds) one such call, or a quick one, may take."""
    long_threads: _Count = 1
    """Threads of one worker for batches and years of bills."""
    max_long_calls: _Count = 16
    """Such calls in one worker, waiting or in progress."""
    max_long_steps: _Count = 500_000
    """Steps of work one such call may take."""
    max_connections: _Count = 1000
    """Connections to one worker; one more is closed at once."""
    max_streams: _Count = 256
    """Calls at once on one connection; the client's library holds back more. Idle ones count, so watch sparingly."""
    max_watches: _Count = 16
    """Watches of the service's health on one connection; one more is refused with RESOURCE_EXHAUSTED."""
    max_connection_seconds: _Seconds | None = None
    """How long a connection may last (a tenth more or less) before its client is asked to make another, which may lead
    to another worker or machine; calls in progress go on. Without it, as long as the client likes."""
    stream_idle_seconds: _Seconds = 300.0
    """How long a stream may wait for its client to send a request, or to take an answer, before it is ended."""
    drain_seconds: Annotated[float, Field(ge=0)] = 0.0
    """How long the service, told to stop, still takes calls while its health says that it is about to: clients and
    gateways that ask for the health leave meanwhile. A call sent in the moment in which it stops may be CANCELLED."""
    grace_seconds: Annotated[float, Field(ge=0)] = 10.0
    """How long calls in progress may go on after that."""
    reflection: bool = True
    """Whether tools such as grpcurl can ask what services there are."""
    probe_seconds: _Seconds = 60.0
    """How long the child process that tries compiled rules may take before they count as hanging."""
    heartbeat_seconds: _Seconds = 0.5
    """How often a worker says that it is alive."""
    silence_seconds: _Seconds = 10.0
    """After this long without a heartbeat a worker is taken for hanging and is killed."""
    startup_seconds: _Seconds = 180.0
    """How long a worker may take to load the rules and listen before it is taken for hanging."""

    tls: Tls | None = None
    """Encrypts the wire; without it what is sent can be read on the way."""
    access: Access | None = None
    """Asks callers who they are."""
    anyone_may_call: bool = False
    """Allows an address that other machines can reach without ``access``."""
    plain_text: bool = False
    """Allows an address that other machines can reach without ``tls``: a gateway before it encrypts."""
    metrics_host: str = "127.0.0.1"
    """The address of the metrics; they are in plain text, and anybody who reaches it can read them."""
    anyone_may_read_metrics: bool = False
    """Allows a ``metrics_host`` that other machines can reach."""
    metrics_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    """The port of the metrics, for Prometheus; 0: a free one; none: no metrics."""

    traces_endpoint: Annotated[str, Field(pattern="^https?://")] | None = None
    """Where traces are sent, by OTLP over HTTP, as ``http://127.0.0.1:4318/v1/traces``; none: no traces."""
    traces_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    """The share of the calls of which there is a trace, where their caller has not said whether there is to be one."""

    health_host: str = "127.0.0.1"
    """The address at which probes ask for the health."""
    health_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """A port with the standard health service alone, in plain text, for probes that cannot speak TLS; none: they ask at
    the port of calls."""

    http_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """The port, at the same address, where the same is asked as JSON over HTTP; none: over gRPC only."""

    proofs: Path | None = None
    """The folder that notes which rules have passed their checks and cases, so that the next start need not go through
    them again; it belongs to the user of the service, and nobody else may write to it. ``None``: where that user keeps
    what can be made again, below XDG_CACHE_HOME."""
    quarantine_seconds: _Seconds = 600.0
    """How long a request that a worker ended over is refused."""
    record: str | None = None
    """Where decisions are recorded: a folder, or the URL of a PostgreSQL database. ``None``: nowhere."""
    record_mode: Mode = Mode.DURABLE
    """Whether an answer is given when it is on the disk, or within the bounds below before that."""
    record_entries: _Count = Bounds().entries
    """Decisions that batched mode may lose at most."""
    record_milliseconds: _Count = Bounds().milliseconds
    """Within how long all those that it may lose were given."""
    record_keys: Path | None = None
    """The file of the keys that pseudonyms are made with; ``None``: they are in CHRONICARE_RECORD_KEYS."""
    record_policy: Path | None = None
    """The file that says which fields are kept, replaced by pseudonyms, or left out; ``None``: the usual ones."""

    @model_validator(mode="after")
    def _is_guarded(self) -> "Settings":
        """Refuse what leaves the service open where nobody has said so in words, and access nobody could have."""
        if self.access and not self.access.tokens and not (self.tls and self.tls.client_ca):
            raise _refusal(
                "access",
                "没有人能证明自己是谁：写 [access.tokens] 或 tls.client_ca",
                "nobody could prove who they are: write [access.tokens] or tls.client_ca",
            )
        _refuse_shared_ports(
            {
                "port": self.port,
                "http_port": self.http_port,
                "health_port": self.health_port,
                "metrics_port": self.metrics_port,
            }
        )
        if self.metrics_port is not None and not is_loopback(self.metrics_host) and not self.anyone_may_read_metrics:
            raise _refusal(
                "metrics_host",
                f"别的机器连得到 {self.metrics_host}，指标是明文，谁都能读：只给抓取的机器开放，并写 "
                "anyone_may_read_metrics = true",
                f"other machines can reach {self.metrics_host}, and anybody there can read the metrics: let none but "
                "the one that collects them through, and write anyone_may_read_metrics = true",
            )
        if not is_loopback(self.host) and not self.access and not self.anyone_may_call:
            raise _refusal(
                "host",
                f"别的机器连得到 {self.host}，又不问是谁在调用：写 [access]；确实谁都可以调用的，"
                "写 anyone_may_call = true（--anyone-may-call）",
                f"other machines can reach {self.host}, and nobody is asked who they are: write [access], or "
                "anyone_may_call = true (--anyone-may-call) if that is meant",
            )
        if not is_loopback(self.host) and not self.tls and not self.plain_text:
            raise _refusal(
                "host",
                f"别的机器连得到 {self.host}，传输又不加密：写 [tls]；前面有网关加密的，"
                "写 plain_text = true（--plain-text）",
                f"other machines can reach {self.host}, and what is sent can be read on the way: write [tls], or "
                "plain_text = true (--plain-text) if a gateway before it encrypts",
            )
        return self

    @property
    def stopping_seconds(self) -> float:
        """How long a worker may take to stop."""
        return self.drain_seconds + self.grace_seconds

    @property
    def health_address(self) -> str:
        """Where probes ask, as gRPC writes it."""
        return _address(self.health_host, self.health_port or 0)

    @property
    def http_address(self) -> str:
        """Where the same is asked over HTTP."""
        return _address(self.host, self.http_port or 0)

    @property
    def threads(self) -> int:
        """How many threads of one worker work on calls: those of the lanes, and the event loop."""
        return self.quick_threads + self.short_threads + self.long_threads + 1

    @property
    def address(self) -> str:
        """The host and port as gRPC writes them."""
        return _address(self.host, self.port)


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _refuse_shared_ports(ports: Mapping[str, int | None]) -> None:
    taken: dict[int, str] = {}
    for key, port in ports.items():
        if port and port in taken:
            raise _refusal(
                key,
                f"和 {taken[port]} 是同一个端口 {port}：接口、HTTP、探针、指标各用各的",
                f"is the port {port} of {taken[port]}: gRPC, HTTP, probes and metrics need one each",
            )
        if port:
            taken[port] = key


def _refusal(key: str, zh: str, en: str) -> PydanticCustomError:
    return PydanticCustomError("settings", "{en}", {"key": key, "zh": zh, "en": en})


def is_loopback(host: str) -> bool:
    """Whether no other machine can reach ``host``; a name other than ``localhost`` may lead anywhere."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
