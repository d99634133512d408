"""Runs a decision so that neither a disagreement of the evaluators nor a fault of the engine becomes an answer."""

from collections.abc import Callable
from typing import TypeVar

from chronicare.application.errors import (
    EngineFailedError,
    EvaluatorsDisagreeError,
    NoBenefitsError,
    TooMuchError,
)
from chronicare.application.ports import DisagreementLog
from chronicare.diagnostics import Text
from chronicare.engine import EngineBrokenError, EngineError
from chronicare.judging.agreement import DisagreementError
from chronicare.judging.budget import BudgetSpentError
from chronicare.program.roles import RoleUnboundError
from chronicare.program.truth import Judgement

Result = TypeVar("Result")


class Guard:
    """Records disagreements; calls ``on_broken`` when the engine should not be trusted in this process any more."""

    def __init__(self, disagreements: DisagreementLog, on_broken: Callable[[], None] = lambda: None) -> None:
        """Keep both."""
        self._disagreements = disagreements
        self._on_broken = on_broken

    def run(self, decide: Callable[[], Result], subject: str, value: str) -> Result:
        """Return what ``decide`` returns, about the ``subject`` (its name in an error's metadata) called ``value``.

        Raises EvaluatorsDisagreeError, EngineFailedError, NoBenefitsError if no term plays a role it needs, or
        TooMuchError.
        """
        try:
            return decide()
        except DisagreementError as disagreement:
            self._disagreements.record(
                disagreement.entry, disagreement.engine, disagreement.reference, disagreement.firings
            )
            raise EvaluatorsDisagreeError(
                Text(
                    f"{disagreement.entry} 两个判定程序结论不一，不予作答",
                    f"evaluators disagree on {disagreement.entry}",
                ),
                {subject: disagreement.entry},
            ) from disagreement
        except BudgetSpentError as spent:
            raise TooMuchError from spent
        except RoleUnboundError as unbound:
            role = unbound.role
            raise NoBenefitsError(
                Text(
                    f"本地区不提供「{role.value}」：词表里没有担任这一角色的事项",
                    f"the area does not provide {role.name.lower()}: no term of its vocabulary has that role",
                ),
                {subject: value},
            ) from unbound
        except EngineError as failure:
            if isinstance(failure, EngineBrokenError):
                self._on_broken()
            raise EngineFailedError(
                Text(f"{value} 规则引擎出错，请重试", f"the rule engine failed on {value}; try again"), {subject: value}
            ) from failure


class Unrecorded:
    """Keeps no record of disagreements: whoever asked is told of each, and that is enough where one person asks."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Do nothing."""
