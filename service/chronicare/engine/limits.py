"""The limits within which durable-rules 2.0.28 is right, and by how much they stay below what was measured.

"Measured" is where the engine was seen to hang, crash or answer wrongly, each on a process of its own. A limit is never
raised without measuring again.
"""

from dataclasses import dataclass

MEASURED_RELEASE = "2.0.28"
"""The release of durable-rules that was measured; none other is loaded."""

MAX_INTEGER = 2**53
"""Largest magnitude of a value, bound or tally. Beyond 2^63-1 the engine clamps silently (10^19 equals 10^20); 2^53 is
where it, and JSON elsewhere, stop telling integers from floats apart."""

MAX_NAME_LENGTH = 100
"""Characters in the name of a rule or property. Measured: strings of 65,536 bytes and more are compared by their length
modulo 65,536; a 4 MB session id overflows the stack."""

MAX_CONDITIONS = 60
"""Conditions tried on one fact. Measured: 64 terms matched and not yet followed are the engine's whole stack; the 65th
is error 303. Each such term leads to a condition of its own, so 60 conditions cannot leave more than 60 on it."""

MAX_TERMS_UNDER_PREFIX = 400
"""Different terms that follow the same beginning of a condition. Measured: 511; with 512 the first fact hangs the
process in C, holding the interpreter's lock, and with 513 so does creating the rules."""

MAX_SAME_LAST_TERM = 200
"""Conditions that end in the very same node. Measured: 255; 256 silently fire a rule of another list, 257 are error
108."""

MAX_TERMS_OF_CONDITION = 200
"""Terms joined in one condition, the tag among them. Measured: 200 are right; more was not tried."""

MAX_PROPERTIES = 200
"""Properties of one fact. Measured: 252 beside the two ids; more is error 302."""

MAX_SHARDS_OF_RULESET = 32
"""Facts of different kinds in one ruleset: each kind's tag is one term under the root, which every property of every
fact is looked up among. The measured limit is that of any prefix (511); this one is for speed."""

MAX_RULES_OF_RULESET = 600
"""Rules in one ruleset. Measured: 4096, more is error 106; each firing looks through all of them, so fewer are
faster."""

MAX_REBUILDS = 3
"""Times a process may discard rules after a failure and create them anew. What is discarded is not freed, because
freeing it after a failure can crash; and an engine that keeps failing is not to be trusted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The sizes that decide how a program is split, each a count of what the constant it defaults to counts.

    Smaller ones are as right; larger ones were not measured.
    """

    conditions: int = MAX_CONDITIONS
    terms_under_prefix: int = MAX_TERMS_UNDER_PREFIX
    same_last_term: int = MAX_SAME_LAST_TERM
    terms_of_condition: int = MAX_TERMS_OF_CONDITION
    properties: int = MAX_PROPERTIES
    shards_of_ruleset: int = MAX_SHARDS_OF_RULESET
    rules_of_ruleset: int = MAX_RULES_OF_RULESET


LIMITS = Limits()
"""The limits in force."""
