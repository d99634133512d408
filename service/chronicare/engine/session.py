"""One ruleset in the engine, with its one session: facts go in one at a time, what fires comes out."""

import weakref
from collections.abc import Sequence
from functools import partial
from itertools import islice

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
        code, offset = self._native.assert_fact(handle, fact)
        if code != OK:
            raise EngineFailureError(f"a fact was answered with code {code}")
        started = self._native.start_action_for_state(handle, offset)
        if started is None:
            raise EngineFailureError("the catch-all rule did not fire")
        following = iter(partial(self._native.complete_and_start_action, handle, offset), None)
        firings = [started[1], *islice(following, len(rules) + 1)]
        names = [firing[2 : firing.index('"', 2)] for firing in firings]  # a firing reads {"name":…
        try:
            fired = [rules[name] for name in names[:-1]]
        except KeyError:
            fired = None
        if fired is None or names[-1] != sheet.catch_all:
            raise EngineFailureError(_what_is_wrong(names, sheet))
        code, _ = self._native.retract_fact(handle, RETRACTION)
        if code != OK:
            raise EngineFailureError(f"taking a fact back was answered with code {code}")
        return fired


def _what_is_wrong(names: Sequence[str], sheet: Sheet) -> str:
    """Say in what way the rules called ``names`` are not the sheet's, the catch-all rule last."""
    if len(names) > len(sheet.rules) + 1:
        return f"more than {len(sheet.rules)} rules fired"
    if sheet.catch_all in names[:-1]:
        return "a rule fired after the catch-all rule"
    foreign = next((name for name in names if name not in sheet.rules), None)
    return f"rule {foreign} fired for a fact of another kind" if foreign else "the catch-all rule did not fire"


def _free(native: NativeEngine, handle: int) -> None:
    native.delete_state(handle, SESSION_ID)
    native.delete_ruleset(handle)
