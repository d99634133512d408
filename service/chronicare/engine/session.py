"""One ruleset in the engine, with its one session: facts go in one at a time, what fires comes out."""

import weakref
from collections.abc import Sequence

from chronicare.engine.errors import EngineFailureError
from chronicare.engine.native import OK, NativeEngine
from chronicare.engine.rulesets import RETRACTION, SESSION_ID, Sheet


class Session:
    """A ruleset that has been warmed up. Its caller lets one thread at a time in and abandons it after any exception.

    Freed when no longer referred to, unless abandoned.
    """

    def __init__(self, native: NativeEngine, name: str, ruleset: str, sheets: Sequence[Sheet]) -> None:
        """Create ``ruleset``, give it one bare fact of each kind, and see that just the unconditional rules fire.

        Freeing a session in which nothing ever fired would crash, hence the warm-up at once.
        """
        self._native = native
        self._handle = native.create_ruleset(name, ruleset)
        for sheet in sheets:
            fired = self.fire(sheet, sheet.opening + "}")
            expected = [condition.rule for condition in sheet.shard.conditions if not condition.terms]
            if fired != expected:
                raise EngineFailureError(f"{name}: a bare fact fires {fired} instead of {expected}")
        self._finalizer = weakref.finalize(self, _free, native, self._handle)
        self._finalizer.atexit = False

    def abandon(self) -> None:
        """Never free it: after a failure the engine may crash on that."""
        self._finalizer.detach()

    def fire(self, sheet: Sheet, fact: str) -> list[str]:
        """Return the rules whose conditions hold for ``fact``, in order, one for each such condition.

        The fact is put in and taken out again. Raises EngineFailureError if the engine does anything unexpected.
        """
        handle, rules = self._handle, sheet.rules
        complete_and_start = self._native.complete_and_start_action
        code, offset = self._native.assert_fact(handle, fact)
        if code != OK:
            raise EngineFailureError(f"a fact was answered with code {code}")
        started = self._native.start_action_for_state(handle, offset)
        firing = started[1] if started else None
        fired: list[str] = []
        for _ in range(len(rules) + 1):
            if firing is None:
                raise EngineFailureError("the catch-all rule did not fire")
            name = firing.split('"', 2)[1]  # a firing reads {"name":…
            rule = rules.get(name)
            if rule is None:
                break
            fired.append(rule)
            firing = complete_and_start(handle, offset)
        else:
            raise EngineFailureError(f"more than {len(rules)} rules fired")
        if name != sheet.catch_all:
            raise EngineFailureError(f"rule {name} fired for a fact of another kind")
        if complete_and_start(handle, offset) is not None:
            raise EngineFailureError("a rule fired after the catch-all rule")
        code, _ = self._native.retract_fact(handle, RETRACTION)
        if code != OK:
            raise EngineFailureError(f"taking a fact back was answered with code {code}")
        return fired


def _free(native: NativeEngine, handle: int) -> None:
    native.delete_state(handle, SESSION_ID)
    native.delete_ruleset(handle)
