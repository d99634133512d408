"""What answers about benefits are made of: terms and their values, the rows that gave them, readings of switches."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from google.protobuf import struct_pb2
from google.protobuf.internal.containers import RepeatedCompositeFieldContainer

from chronicare.api.v1 import benefit_pb2, decision_pb2
from chronicare.benefits.absence_texts import absence_text, absence_word
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.carried_figures import CarriedFigure
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.unknowns import possible_values
from chronicare.cells.printing import print_amount
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given, Value
from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Ruling, Switch
from chronicare.program.formula import NoValue
from chronicare.program.national_interface import InterfaceField
from chronicare.program.vocabulary import Finding
from chronicare.recognition.value_wording import canonical_value
from chronicare.rpc.rule_parts import write_put_in_force, write_ruling, write_source

_REASONS: Mapping[NoValue | None, benefit_pb2.NoValueReason] = {
    NoValue.NO_ENTITLEMENT: benefit_pb2.NO_VALUE_REASON_NO_ENTITLEMENT,
    NoValue.NOT_PUBLISHED: benefit_pb2.NO_VALUE_REASON_NOT_PUBLISHED,
    NoValue.UNLIMITED: benefit_pb2.NO_VALUE_REASON_UNLIMITED,
    None: benefit_pb2.NO_VALUE_REASON_NO_ROW,
}


_BASIS_POINTS_A_PER_CENT = 100


_ACCUMULATED = Text(
    "就诊之前，本年度已累计多少？（本年度第一次就医写 first_of_year: true）",
    "how much before this visit in the year? (for the first visit of the year first_of_year: true)",
)


class PartWriter:
    """Writes the parts of answers given by the rules of one period, in one language."""

    def __init__(self, model: BenefitModel, language: Language) -> None:
        """Use the names of ``model``."""
        self.model = model
        self.language = language
        self._colon = Text("：", ": ").in_language(language)

    def term(self, code: str, message: benefit_pb2.Term) -> None:
        """Write which term ``code`` is. Raises KeyError for one that the vocabulary lacks."""
        finding = self.model.vocabulary.findings[code]
        message.code = code
        message.name = finding.name.in_language(self.language)
        question = finding.question
        if question == finding.name and code in self.model.rules.accumulators:
            question = _ACCUMULATED
        message.question = question.in_language(self.language)

    def terms(self, codes: Iterable[str], messages: RepeatedCompositeFieldContainer[benefit_pb2.Term]) -> None:
        """Write which terms ``codes`` are; a formula that failed on no term in particular has an empty code."""
        for code in codes:
            if code:
                self.term(code, messages.add())

    def value(self, code: str, value: Given | None, message: benefit_pb2.TermValue) -> None:
        """Write the ``value`` of the term ``code``, a number in its canonical unit; ``None`` is no value.

        In ``text`` a number is exact; the plain value is a double.
        """
        finding = self.model.vocabulary.findings[code]
        message.code = code
        message.name = finding.name.in_language(self.language)
        message.unit = unit_of(finding)
        message.text = self.text(finding, value)
        if value is None:
            message.value.null_value = struct_pb2.NULL_VALUE
        elif finding.repeated or isinstance(value, tuple):
            message.value.list_value.SetInParent()
            for each in value if isinstance(value, tuple) else (value,):
                _write_plain(each, finding, message.value.list_value.values.add())
        else:
            _write_plain(value, finding, message.value)

    def values(
        self,
        values: Mapping[str, Given | None],
        messages: RepeatedCompositeFieldContainer[benefit_pb2.TermValue],
        absences: Mapping[str, Absence] = MappingProxyType({}),
    ) -> None:
        """Write ``values``, by code of their terms, in their order; ``absences`` say why there is none."""
        for code, value in values.items():
            message = messages.add()
            self.value(code, value, message)
            if value is None and code in absences:
                self.absence(absences[code], message.no_value)
                message.text = message.no_value.text.removeprefix(f"{message.name}{self._colon}")

    def assumed(
        self, values: Mapping[str, Given], messages: RepeatedCompositeFieldContainer[benefit_pb2.TermValue]
    ) -> None:
        """Write values that are assumed; of several, those left out if these are fewer."""
        for code, value in values.items():
            message, finding = messages.add(), self.model.vocabulary.findings[code]
            self.value(code, value, message)
            if isinstance(value, tuple) and not finding.repeated:
                others = tuple(each for each in possible_values(self.model.vocabulary, code) if each not in value)
                if len(others) < len(value):
                    words = self.text(finding, others)
                    message.text = Text(f"不是{words}", f"not {words}").in_language(self.language)

    def text(self, finding: Finding, value: Given | None) -> str:
        """Return a value as people read it, numbers exactly, with the canonical unit of ``finding``."""
        if value is None:
            return Text("没有值", "no value").in_language(self.language)
        if isinstance(value, tuple):
            texts = [self.text(finding, each) for each in value]
            are_sentences = all(each.endswith(("。", ".")) for each in texts)
            between = Text("", " ") if are_sentences else Text("、", ", ")
            return between.in_language(self.language).join(texts)
        if finding.type.kind is ValueKind.NUMBER and isinstance(value, Fraction | int):
            return print_amount(exact_text(Fraction(value)), unit_of(finding))
        return canonical_value(value, finding, self.language)

    def readings(
        self,
        readings: Mapping[str, str],
        messages: RepeatedCompositeFieldContainer[benefit_pb2.ReadingUsed],
        others: Mapping[str, Switch] = MappingProxyType({}),
    ) -> None:
        """Write which reading of each switch was taken, of these rules or of ``others``."""
        for name, reading in readings.items():
            switch = others[name] if name in others else self.model.rules.switches[name]
            messages.add(
                switch_name=name,
                reading=reading,
                text=_reading_text(switch, reading, self.language),
                anomaly_id=switch.anomaly,
            )
            if switch.ruling is not None and switch.ruling.taken == reading:
                write_ruling(switch.ruling, messages[-1].ruling)

    def put_in_force(self, messages: RepeatedCompositeFieldContainer[decision_pb2.ReadingPutInForce]) -> None:
        """Write the readings that the request put in force."""
        write_put_in_force(self.model.rules.switches.values(), self.language, messages)

    def rulings(
        self, rulings: Iterable[Ruling], messages: RepeatedCompositeFieldContainer[decision_pb2.Ruling]
    ) -> None:
        """Write what authorities have decided."""
        for each in rulings:
            write_ruling(each, messages.add())

    def provisional(
        self,
        figures: Iterable[CarriedFigure],
        messages: RepeatedCompositeFieldContainer[benefit_pb2.ProvisionalFigure],
    ) -> None:
        """Write the figures of an earlier year that carry on, each with the year it was published for and its row."""
        for each in figures:
            message = messages.add(published_for_year=each.year)
            self.value(each.term, each.value, message.figure)
            write_source(each.row.clause, each.row.position, message.source)

    def absence(self, absence: Absence, message: benefit_pb2.NoValue) -> None:
        """Write why there is no value: which of the words, the term whose table says so, the row if there is one."""
        message.reason = _REASONS[absence.word]
        message.text = absence_text(absence, self.model.vocabulary).in_language(self.language)
        if absence.term:
            self.term(absence.term, message.term)
        if absence.row is not None:
            write_source(absence.row.clause, absence.row.position, message.source)

    def readings_in_force(
        self, readings: Mapping[str, str], messages: RepeatedCompositeFieldContainer[benefit_pb2.ReadingUsed]
    ) -> None:
        """Write those of ``readings`` that are in force, not those only tried."""
        switches = self.model.rules.switches
        self.readings({name: each for name, each in readings.items() if switches[name].default == each}, messages)

    def open_switches(
        self, switches: Iterable[Switch], messages: RepeatedCompositeFieldContainer[benefit_pb2.OpenSwitch]
    ) -> None:
        """Write ``switches`` with all their readings."""
        for switch in switches:
            message = messages.add(name=switch.name, anomaly_id=switch.anomaly)
            for each in switch.readings:
                message.readings.add(reading=each.id, text=each.name.in_language(self.language))

    def determinations(
        self, applied_rows: Iterable[AppliedRow], messages: RepeatedCompositeFieldContainer[benefit_pb2.Determination]
    ) -> None:
        """Write ``applied_rows``, with what they put out, except that none of the words of a list applies."""
        for each in applied_rows:
            message = messages.add(table=each.table, row=each.row.id, anomaly_ids=each.row.anomalies)
            told = {code: value for code, value in each.outputs.items() if not self._says_none(code, value)}
            self.values(told or each.outputs, message.outputs, each.absences)
            for output in message.outputs:
                if output.code in each.absences and output.HasField("no_value"):
                    word = absence_word(each.absences[output.code], output.code, self.model.vocabulary)
                    output.text = word.in_language(self.language)
            write_source(each.row.clause, each.row.position, message.source)

    def _says_none(self, code: str, value: Given | None) -> bool:
        """Whether ``value`` is the word of its list that goes with no other (没有不予支付的情形)."""
        levels = self.model.vocabulary.findings[code].type.levels
        return levels is not None and any(each.exclusive and each.value == value for each in levels.levels)


def shared_readings(alternatives: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the readings, by switch, that are taken in all ``alternatives``."""
    if not alternatives:
        return {}
    return {
        name: each
        for name, each in alternatives[0].items()
        if all(alternative.get(name) == each for alternative in alternatives[1:])
    }


def exact_text(number: Fraction) -> str:
    """Write a number exactly: its decimal digits, or ``a/b`` if it has no finite decimal."""
    rest, places = number.denominator, {2: 0, 5: 0}
    for factor in places:
        while rest % factor == 0:
            rest //= factor
            places[factor] += 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = max(places.values())
    sign = "-" if number < 0 else ""
    whole, part = divmod(abs(number.numerator) * 10**digits // number.denominator, 10**digits)
    return f"{sign}{whole}.{part:0{digits}}" if digits else f"{sign}{whole}"


def basis_points(per_cent: Fraction) -> int:
    """Return ``per_cent`` in basis points; what a hundredth of a per cent does not show is rounded, half to even."""
    return round(per_cent * _BASIS_POINTS_A_PER_CENT)


def unit_of(finding: Finding) -> str:
    """Return the canonical unit of a number, empty for whatever has none."""
    return finding.type.quantity.canonical if finding.type.quantity is not None else ""


def write_interface_field(field: InterfaceField, value: str, message: benefit_pb2.InterfaceField) -> None:
    """Write a field of the national platform's interface and what it holds."""
    message.field = field.field
    message.name = field.name
    message.value = value


def _write_plain(value: Value, finding: Finding, message: struct_pb2.Value) -> None:
    """Write one value as JSON has it: a level by its word, a number as a double."""
    if isinstance(value, bool):
        message.bool_value = value
    elif finding.type.kind is ValueKind.LEVEL and isinstance(value, int) and finding.type.levels is not None:
        message.string_value = finding.type.levels.levels[value].value
    elif isinstance(value, int | Fraction):
        message.number_value = float(value)
    else:
        message.string_value = str(value)


def _reading_text(switch: Switch, reading: str, language: Language) -> str:
    return next((each.name.in_language(language) for each in switch.readings if each.id == reading), "")
