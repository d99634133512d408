"""What a caller may do, and which role each method needs: the one table. A method that is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Something a caller may be allowed to do."""

    DECIDE = "decide"
    """Have persons judged."""
    SETTLE = "settle"
    """Have bills settled, and what comes before and after them."""
    READ_RULES = "read-rules"
    """Ask what the rules ask for and put out; no person is in it."""
    PUBLISH = "publish"
    """Put rules in force."""
    READ_RECORD = "read-record"
    """Read what was decided of whom."""
    OPERATE = "operate"
    """See how the service does."""


OPEN: frozenset[Role] = frozenset()
"""Nobody is asked: what a probe needs to know, and no more."""
ANY = frozenset(Role)
"""Whoever is known."""


def _one(role: Role) -> frozenset[Role]:
    return frozenset((role,))


_RECOGNITION = "/chronicare.api.v1.RecognitionService"
_BENEFITS = "/chronicare.api.v1.BenefitService"

NEEDED: Mapping[str, frozenset[Role]] = {
    f"{_RECOGNITION}/CheckRecognition": _one(Role.DECIDE),
    f"{_RECOGNITION}/ScreenRecognition": _one(Role.DECIDE),
    f"{_RECOGNITION}/BatchCheckRecognition": _one(Role.DECIDE),
    f"{_RECOGNITION}/StreamCheckRecognition": _one(Role.DECIDE),
    f"{_RECOGNITION}/ReviewRecognition": _one(Role.DECIDE),
    f"{_RECOGNITION}/DescribeDisease": _one(Role.READ_RULES),
    f"{_RECOGNITION}/ListDiseases": _one(Role.READ_RULES),
    f"{_BENEFITS}/SettleBill": _one(Role.SETTLE),
    f"{_BENEFITS}/BatchSettleBills": _one(Role.SETTLE),
    f"{_BENEFITS}/StreamSettleBills": _one(Role.SETTLE),
    f"{_BENEFITS}/SettleYear": _one(Role.SETTLE),
    f"{_BENEFITS}/ListEntitlements": _one(Role.SETTLE),
    f"{_BENEFITS}/LookUpTerms": _one(Role.SETTLE),
    f"{_BENEFITS}/PrepareFiling": _one(Role.SETTLE),
    f"{_BENEFITS}/ListTerms": _one(Role.READ_RULES),
    "/chronicare.api.v1.RuleSetService/ListAreas": _one(Role.READ_RULES),
    "/grpc.health.v1.Health/Check": OPEN,
    "/grpc.health.v1.Health/Watch": OPEN,
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": ANY,
}
"""Of each method the roles of which one is needed."""
