"""The check of a program before any engine sees it. What gets past it neither hangs nor crashes nor confuses one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from chronicare.engine.conditions import conditions_of, excess
from chronicare.engine.hashing import engine_hash
from chronicare.engine.limits import LIMITS, MAX_INTEGER, MAX_NAME_LENGTH, Limits
from chronicare.engine.problem import Problem, exceeds, refuses
from chronicare.program.rules import RuleProgram, Stratum, Tally

TAG = "t"
"""The property every fact carries to say what kind it is."""

OWN_PROPERTIES = frozenset({"id", "sid", TAG})
"""Properties the engine, or this room, gives a meaning of their own."""

_OPERATORS = (
    "$lt $lte $gt $gte $eq $neq $mt $imt $iall $iany $ex $nex $or $and $m $add $sub $mul $div $l $r $forward $i $s"
)
_TAKEN_NAMES = (*sorted(OWN_PROPERTIES), *_OPERATORS.split())
_PLAIN = re.compile(r'[^"\\]*')


def check_program(program: RuleProgram, limits: Limits = LIMITS) -> list[Problem]:
    """Return everything wrong with ``program``; nothing if it can be loaded.

    More rules in a stratum than one fact may meet are no problem, they are split; one alternative beyond the limits is.
    """
    return [
        *_names(program),
        *_collisions(_properties(program)),
        *(problem for stratum in program.strata for problem in _integers(stratum)),
        *_references(program),
        *(
            problem
            for stratum in program.strata
            for condition in conditions_of(stratum)
            for problem in excess(condition.rule, (condition,), limits)
        ),
    ]


def tested_properties(stratum: Stratum) -> frozenset[str]:
    """Return the properties that the rules of ``stratum`` test."""
    return frozenset(test.property for rule in stratum.rules for tests in rule.alternatives for test in tests)


def is_integer(value: object) -> bool:
    """Whether ``value`` is an ``int`` proper, not a ``bool``, that the engine holds exactly."""
    return type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER


def _tallies(program: RuleProgram) -> Iterator[Tally]:
    return (tally for stratum in program.strata for tally in stratum.tallies)


def _properties(program: RuleProgram) -> list[str]:
    """Return all property names, each once, in the order they come up."""
    tested = (
        test.property
        for stratum in program.strata
        for rule in stratum.rules
        for tests in rule.alternatives
        for test in tests
    )
    return list(dict.fromkeys((*tested, *(tally.property for tally in _tallies(program)))))


def _names(program: RuleProgram) -> Iterator[Problem]:
    rules = [rule.name for stratum in program.strata for rule in stratum.rules]
    for name in dict.fromkeys(rules):
        yield from _plain(name)
    for name in _properties(program):
        yield from _plain(name)
        if name in OWN_PROPERTIES:
            yield refuses(name, f"属性名 {name} 另有用途", f"the property name {name} has a meaning of its own")
        if name.startswith("$") or "." in name:
            yield refuses(name, "属性名不能以 $ 开头或含「.」", "a property name cannot begin with $ or contain a dot")
    yield from _repeated(rules, "规则名重复", "two rules have this name")
    inputs = tested_properties(program.strata[0]) if program.strata else frozenset()
    tallied = [tally.property for tally in _tallies(program)]
    yield from _repeated((*inputs, *tallied), "两处用了同一个属性名", "two properties have this name")


def _plain(name: str) -> Iterator[Problem]:
    if not name:
        yield refuses('""', "名称为空", "a name is empty")
    elif not (name.isascii() and name.isprintable() and _PLAIN.fullmatch(name)):
        yield refuses(
            name,
            "名称只能用可见的 ASCII 字符，不能有引号和反斜线",
            "a name is printable ASCII without quotation marks and backslashes",
        )
    if len(name) > MAX_NAME_LENGTH:
        yield exceeds(
            f"{name[:20]}…",
            f"名称有 {len(name)} 个字符，至多 {MAX_NAME_LENGTH} 个",
            f"the name has {len(name)} characters, at most {MAX_NAME_LENGTH} are allowed",
        )


def _repeated(names: Iterable[str], zh: str, en: str) -> Iterator[Problem]:
    for name, times in sorted(Counter(names).items()):
        if times > 1:
            yield refuses(name, zh, en)


def _collisions(names: Sequence[str]) -> Iterator[Problem]:
    """Find names the engine could not tell from each other, or from its own words."""
    for signed in (True, False):
        seen = {engine_hash(name, signed=signed): name for name in _TAKEN_NAMES}
        for name in names:
            other = seen.setdefault(engine_hash(name, signed=signed), name)
            if other != name:
                yield refuses(
                    name,
                    f"引擎分不清属性名 {name} 和 {other}（散列值相同），请换一个",
                    f"the engine cannot tell the property name {name} from {other} (same hash): rename one",
                )
        if all(name.isascii() for name in names):
            return  # both kinds of ``char`` agree


def _integers(stratum: Stratum) -> Iterator[Problem]:
    bounds = (
        (rule.name, bound)
        for rule in stratum.rules
        for tests in rule.alternatives
        for test in tests
        for bound in (test.low, test.high)
        if bound is not None
    )
    points = ((tally.property, term.points) for tally in stratum.tallies for item in tally.items for term in item)
    wrong = [(place, number) for place, number in (*bounds, *points) if not is_integer(number)]
    for place, number in wrong:
        yield refuses(
            place,
            f"{number!r} 不是绝对值不超过 2^53 的整数",
            f"{number!r} is not an integer of at most 2^53 either way",
        )
    for tally in stratum.tallies if not wrong else ():
        if sum(max((abs(term.points) for term in item), default=0) for item in tally.items) > MAX_INTEGER:
            yield exceeds(tally.property, "合计可能超过 2^53", "the sum can go beyond 2^53")


def _references(program: RuleProgram) -> Iterator[Problem]:
    """Check that each stratum looks only at what its fact holds and at what has fired before."""
    earlier: set[str] = set()
    for number, stratum in enumerate(program.strata):
        if number == 0:
            for tally in stratum.tallies:
                yield refuses(
                    tally.property,
                    "第一层的事实就是输入，不能有合计",
                    "the first stratum's fact is the input: no tally",
                )
        else:
            held = {tally.property for tally in stratum.tallies}
            for name in sorted(tested_properties(stratum) - held):
                yield refuses(name, "这一层没有这个合计", "the stratum tests a property that none of its tallies gives")
        named = {term.rule for tally in stratum.tallies for item in tally.items for term in item}
        for name in sorted(named - earlier):
            yield refuses(name, "合计引用的规则不在更早的层里", "a tally counts a rule that no earlier stratum has")
        earlier.update(rule.name for rule in stratum.rules)
