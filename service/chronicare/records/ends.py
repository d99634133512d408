"""The ends of chains, written out to be kept elsewhere, signed if one likes: they show later what was cut off since.

One JSON document; signed, it is the payload of a DSSE envelope, as signatures on releases are.
"""

import json
from collections.abc import Iterable, Sequence

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import FormatError, VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

from chronicare.diagnostics import Text
from chronicare.records.chain import Head

_PAYLOAD = "application/vnd.chronicare.record-ends+json"


class EndsError(Exception):
    """The ends cannot be read, or are not signed as they must be; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


def write_ends(ends: Iterable[Head], at: str, signer: CryptoSigner | None = None) -> bytes:
    """Write ``ends``, which the record had ``at`` a time (UTC, ISO 8601), signed by ``signer`` if there is one."""
    said = {"at": at, "ends": [{"chain": each.chain, "seq": each.seq, "hash": each.hash.hex()} for each in ends]}
    payload = json.dumps(said, sort_keys=True).encode() + b"\n"
    if signer is None:
        return payload
    envelope = Envelope(payload, _PAYLOAD, {})
    envelope.sign(signer)
    return json.dumps(envelope.to_dict(), sort_keys=True, indent=1).encode() + b"\n"


def read_ends(data: bytes, trusted: Sequence[SSlibKey] = ()) -> tuple[Head, ...]:
    """Read ends; if any keys are ``trusted``, one of them must have signed. Raises EndsError."""
    try:
        said = json.loads(data)
        if "payload" in said:
            envelope = Envelope.from_dict(said)
            if trusted:
                envelope.verify(list(trusted), 1)
            said = json.loads(envelope.payload)
        elif trusted:
            raise EndsError(Text("没有签名", "they are not signed"))
        return tuple(Head(each["chain"], each["seq"], bytes.fromhex(each["hash"])) for each in said["ends"])
    except VerificationError as error:
        raise EndsError(Text("签名不是所信任的", "the signature is not a trusted one")) from error
    except (ValueError, KeyError, TypeError, FormatError) as error:
        raise EndsError(Text("不是链末端的文件", "it is no file of ends")) from error
