"""What pages are made of: headings, lists, quoted clauses, readings; on benefits also amounts, rows, assumptions."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Protocol

import click

from chronicare.api.v1 import benefit_pb2, decision_pb2, finding_pb2, recognition_service_pb2
from chronicare.benefits.amount_texts import per_cent_text
from chronicare.benefits.money import fen_text, round_to_fen
from chronicare.cli.pages.layout import amounts_in_line, columns, wrapped
from chronicare.diagnostics import Language, Text, unused_text

NOTHING = "—"
"""In a table: there is none, or it is not known."""
_BASIS_POINTS = 100
_MAX_UNUSED = 10
"""Items not used that are named; the message has up to 100."""


def site_text(reported: str, asked: str) -> Text:
    """Say of which site a value was ``reported``: nothing where that is the site ``asked`` about by a criterion."""
    if reported == asked:
        return Text("", "")
    return Text(reported, reported) if reported else Text("未写部位", "its site is not given")


class Assuming(Protocol):
    """An alternative: what it assumes of facts and of switches."""

    @property
    def assumed_facts(self) -> Iterable[benefit_pb2.TermValue]:
        """Values of facts nobody stated."""
        ...

    @property
    def assumed_readings(self) -> Iterable[benefit_pb2.ReadingUsed]:
        """Readings of open switches."""
        ...


class _Case:
    """What is assumed: by the name, as it stands before them, one or several values."""

    def __init__(self, alternative: Assuming, indifferent: Container[str]) -> None:
        self.values = {f"{each.name} ": [each.text] for each in alternative.assumed_facts}
        self.values |= {
            each.switch_name: [f"「{each.reading}」"]
            for each in alternative.assumed_readings
            if each.switch_name not in indifferent
        }

    def take(self, other: "_Case") -> bool:
        """Whether ``other`` differs in the values of one name at most; they are taken in if so."""
        if self.values.keys() != other.values.keys():
            return False
        differing = [name for name, texts in self.values.items() if texts != other.values[name]]
        if len(differing) == 1:
            self.values[differing[0]] += other.values[differing[0]]
        return len(differing) <= 1

    def leave_out(self, others: Sequence["_Case"]) -> None:
        """Leave out what need not be assumed: without it no case of ``others``, which come to something else, fits."""
        for name in list(self.values):
            rest = {each: texts for each, texts in self.values.items() if each != name}
            if not any(_fit(rest, other.values) for other in others):
                self.values = rest

    def holds(self, other: "_Case") -> bool:
        """Whether whatever ``other`` assumes is assumed here as well, or more."""
        return all(set(other.values.get(name, ())) <= set(texts) for name, texts in self.values.items()) and (
            self.values.keys() <= other.values.keys()
        )


def _fit(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
    return all(not set(one[name]).isdisjoint(other[name]) for name in one.keys() & other.keys())


class Parts:
    """Writes what every page has, in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self.language = language

    def say(self, zh: str, en: str) -> str:
        """Return the one in the page's language."""
        return Text(zh, en).in_language(self.language)

    def listed(self, words: Iterable[str]) -> str:
        """Write a list."""
        return self.say("、", ", ").join(words)

    def bracketed(self, text: str) -> str:
        """Write ``text`` in brackets, nothing if it is empty."""
        return self.say(f"（{text}）", f" ({text})") if text else ""

    def section(self, zh: str, en: str) -> Iterator[str]:
        """Yield a heading."""
        yield ""
        yield click.style(self.say(zh, en), bold=True)

    def unused(self, items: Iterable[finding_pb2.IgnoredItem], total: int) -> Iterator[str]:
        """Yield that, and which, reported items were not used; nothing if all were."""
        if not total:
            return
        shown = [f"{each.name}{self.bracketed(each.path)}" for each in items][:_MAX_UNUSED]
        more = self.say(" 等", ", …") if total > len(shown) else ""
        yield ""
        yield from wrapped(unused_text(total).in_language(self.language), "")
        yield from wrapped(f"{self.listed(shown)}{more}", "  ")

    def clause(self, source: decision_pb2.Source, indent: str, beside: str = "") -> Iterator[str]:
        """Yield the lines of a quoted clause: its place, how it is read if corrected, what stands ``beside`` it."""
        text = f"{source.citation}「{source.clause}」"
        if source.correction:
            text += self.say(f"，读作「{source.correction}」", f", read as 「{source.correction}」")
        for line in wrapped(f"{text} {beside}".rstrip(), indent):
            yield click.style(line, dim=True)

    def points(
        self,
        notes: Iterable[decision_pb2.PolicyReading],
        said: Callable[[decision_pb2.ReadingOutcome], str],
        beside: Callable[[decision_pb2.PolicyReading], str],
    ) -> Iterator[str]:
        """Yield the points that can be read in more than one way: what is ``beside`` each, its readings as ``said``."""
        for number, note in enumerate(notes):
            if not number:
                yield from self.section("原文可有不同读法之处", "Points that can be read in more than one way")
            yield f"  {note.name}{self.bracketed(note.anomaly_id)}{beside(note)}"
            if note.HasField("ruling"):
                yield from self.rulings([note.ruling], "    ")
            for each in note.readings:
                taken = self.say("采用", "taken") if each.id == note.in_force else self.say("另一", "other")
                mark = taken if note.in_force else self.say("未定", "open")
                yield from wrapped(said(each), "           ", f"    [{mark}] ")

    def rulings(self, rulings: Iterable[decision_pb2.Ruling], indent: str = "  ") -> Iterator[str]:
        """Yield what authorities have decided that the answer rests on."""
        for each in rulings:
            text = self.say(
                f"依裁定「{each.subject}」取「{each.taken}」：", f"By ruling, {each.subject!r} is {each.taken!r}: "
            )
            by = f"{each.decided_by} {each.document_number}{self.bracketed(each.dated)}"
            yield from wrapped(f"{text}{by}", f"{indent}  ", indent)

    def anomalies(self, anomalies: Iterable[decision_pb2.Anomaly]) -> Iterator[str]:
        """Yield the places of the source that are in doubt."""
        for number, each in enumerate(anomalies):
            if not number:
                yield from self.section("原文存疑之处", "Places of the source in doubt")
            yield from wrapped(f"{each.id} {each.reading}", "    ", "  ")

    def release(self, release: recognition_service_pb2.ReleaseInfo) -> Iterator[str]:
        """Yield what the answer was made with."""
        yield from self.section("规则", "Rules")
        yield f"  {release.name}{self.say(f'，版本 {release.version}', f', version {release.version}')}"
        yield f"  sha256 {release.digest}"


class BenefitParts(Parts):
    """Writes what pages about benefits have besides."""

    def fen(self, fen: int) -> str:
        """Write an amount: ``7440.00 元``."""
        return self.say(f"{fen_text(fen)} 元", f"{fen_text(fen)} yuan")

    def plain_fen(self, fen: int) -> str:
        """Write an amount without its unit, as in a table."""
        return fen_text(fen)

    def yuan(self, exact: str) -> str:
        """Write an exact amount of yuan with two decimals, marked if it is not that exactly."""
        fen = Fraction(exact) * 100
        return f"{'' if fen.denominator == 1 else '≈ '}{self.fen(round_to_fen(Fraction(exact)))}"

    def ratio(self, basis_points: int) -> str:
        """Write a ratio: ``80%``."""
        return per_cent_text(Fraction(basis_points, _BASIS_POINTS))

    def source(self, source: decision_pb2.Source, anomalies: Iterable[str], indent: str) -> Iterator[str]:
        """Yield the lines of a quoted clause, its row in the tables and the doubts about it beside it."""
        yield from self.clause(source, indent, self.listed([*filter(None, [source.row]), *anomalies]))

    def determination(self, row: benefit_pb2.Determination, indent: str) -> Iterator[str]:
        """Yield the lines of a row that gave values: the table, the values, the clause."""
        # A table that puts out one thing is often called as that is: it is named once.
        outputs = self.listed(each.text if each.name == row.table else self.value(each) for each in row.outputs)
        yield from wrapped(self.say(f"{row.table}：{outputs}", f"{row.table}: {outputs}"), indent + "  ", indent)
        yield from self.source(row.source, row.anomaly_ids, indent + "  ")

    def value(self, value: benefit_pb2.TermValue) -> str:
        """Write a term and its value: ``起付标准 700.00 元``."""
        return f"{value.name} {value.text}"

    def cases(
        self, cases: Iterable[Assuming], indifferent: Container[str] = (), others: Iterable[Assuming] = ()
    ) -> str:
        """Write under which of ``cases`` it is so; those that differ in one thing together: ``甲 一或二；或丙 否``.

        Switches that are ``indifferent`` are not told, nor what is not needed to tell them from the ``others``: with
        those, there are no cases more.
        """
        told = [_Case(each, indifferent) for each in cases]
        elsewhere = [_Case(each, indifferent) for each in others]
        for each in told if elsewhere else ():
            each.leave_out(elsewhere)
        for each in list(told):
            if any(other is not each and other.holds(each) for other in told):
                told.remove(each)
        while taken := next((other for one, other in combinations(told, 2) if one.take(other)), None):
            told.remove(taken)
        either = self.say("或", " or ")
        words = (self.listed(f"{name}{either.join(texts)}" for name, texts in each.values.items()) for each in told)
        return self.say("；或", "; or ").join(each or self.say("按已知", "as stated") for each in words)

    def readings(self, readings: Iterable[benefit_pb2.ReadingUsed]) -> Iterator[str]:
        """Yield the readings in force that the answer rests on."""
        lines = [self._reading(each) for each in readings]
        if lines:
            yield from self.section("所依的读法（原文可有不同读法之处）", "Readings it rests on")
            for line in lines:
                yield from wrapped(line, "    ", "  ")

    def _reading(self, reading: benefit_pb2.ReadingUsed) -> str:
        name = f"{reading.switch_name}{self.bracketed(reading.anomaly_id)}"
        return self.say(
            f"{name}：取「{reading.reading}」，{reading.text}", f"{name}: {reading.reading!r}, {reading.text}"
        )

    def missing(self, terms: Iterable[benefit_pb2.Term]) -> Iterator[str]:
        """Yield the facts that are wanted, with the questions that ask for them."""
        for number, each in enumerate(terms):
            if not number:
                yield from self.section("还需要知道", "Still needed")
            asked = each.question != each.name and each.question
            text = self.say(f"{each.name}：{asked}", f"{each.name}: {asked}") if asked else each.name
            yield from wrapped(text, "    ", "  ")

    def usual(self, facts: Iterable[benefit_pb2.TermValue]) -> Iterator[str]:
        """Yield the usual values that were taken of facts nobody stated."""
        said = self.listed(map(self.value, facts))
        if said:
            yield from wrapped(
                self.say(f"没有写明、按惯常取的：{said}", f"Not stated, taken as usual: {said}"), "  ", ""
            )

    def open_switches(self, switches: Iterable[benefit_pb2.OpenSwitch]) -> Iterator[str]:
        """Yield the points of the source that are open, each with its readings."""
        for number, each in enumerate(switches):
            if not number:
                yield from self.section("政策未定", "Left open by the policy")
            yield f"  {each.name}{self.bracketed(each.anomaly_id)}"
            for reading in each.readings:
                yield from wrapped(reading.text, "        ", f"    [{reading.reading}] ")

    def put_in_force(self, readings: Iterable[decision_pb2.ReadingPutInForce]) -> Iterator[str]:
        """Yield, before anything else, that the request put readings in force: the answer is a what-if."""
        for each in readings:
            text = self.say(
                f"【假设】按请求指定的读法：「{each.switch_name}」取「{each.reading}」，不是现行规则的结论",
                f"[What if] by the reading the request puts in force, {each.reading!r} of {each.switch_name!r}",
            )
            yield click.style(text, fg="yellow", bold=True)

    def provisional(self, figures: Iterable[benefit_pb2.ProvisionalFigure]) -> Iterator[str]:
        """Yield the figures of an earlier year that the answer rests on."""
        for each in figures:
            text = self.say(
                f"暂定：{each.figure.name}沿用 {each.published_for_year} 年度的 {each.figure.text}，公布后须重算",
                f"Provisional: {each.figure.name} is that of {each.published_for_year}, {each.figure.text}",
            )
            yield from wrapped(text, "    ", "  ")

    def amounts(self, rows: Iterable[tuple[str, int]]) -> Iterator[str]:
        """Yield amounts below each other, their ends in line."""
        listed = list(rows)
        amounts = amounts_in_line([[self.fen(fen)] for _, fen in listed])
        yield from (
            f"  {line}" for line in columns([[name, *cells] for (name, _), cells in zip(listed, amounts, strict=True)])
        )

    def sums_headings(self) -> list[str]:
        """Return the headings of a table of bills."""
        return [self.say("总费用", "total"), self.say("基金支付", "funds"), self.say("个人负担", "person")]
