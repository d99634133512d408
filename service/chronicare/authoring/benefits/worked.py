"""The worked examples of the book: those of each formula once, where it stands first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chronicare.authoring.benefits.chains import limit_text, ratio_text
from chronicare.authoring.benefits.formula_examples import WorkedExample, formula_examples
from chronicare.authoring.benefits.sample_values import SampleValues
from chronicare.authoring.benefits.step_examples import step_examples
from chronicare.authoring.benefits.tables import HeldRow, all_rows, rows_held
from chronicare.program.decision_table import BenefitRules
from chronicare.program.formula import Operation
from chronicare.program.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Worked:
    """The examples of what stands in ``rows`` of a file: ``name`` is what it gives, ``formula`` how it is written.

    ``anchor`` is where they are printed; ``is_again``: that is an earlier place. ``unseen`` counts the ways it can be
    taken of which none is an example.
    """

    anchor: str
    name: str
    formula: str
    rows: tuple[int, ...]
    examples: tuple[WorkedExample, ...]
    unseen: int = 0
    is_again: bool = False


class WorkedExamples:
    """All of one area's, by file."""

    def __init__(self, periods: Sequence[BenefitRules], vocabulary: Vocabulary) -> None:
        """Work through every formula of the tables, and every step of the cards."""
        self._vocabulary = vocabulary
        self._samples = {id(each): SampleValues(each, vocabulary) for each in periods}
        self._anchors: dict[tuple[str, ...], str] = {}
        self._of_file: dict[str, list[Worked]] = {}
        chains = [(rules, rules.chain) for rules in periods if rules.chain is not None]
        for held in rows_held(periods, chains):
            self._add(held, self._of_step(held))
        for held in all_rows(periods):
            for each in self._of_outputs(held):
                self._add(held, each)

    def of(self, file: str) -> tuple[Worked, ...]:
        """Return those of the table in ``file``."""
        return tuple(self._of_file.get(file, ()))

    def _of_step(self, held: HeldRow) -> Worked:
        step = held.rules.steps[held.row.id]
        formulas = (("基数", step.base), ("起点", step.start), ("起付", step.deductible))
        parts = [f"{name} {formula.text}" for name, formula in formulas if formula is not None]
        parts += [f"比例 {ratio_text(step)}"] if step.segments else []
        written = "，".join((*parts, f"封顶 {limit_text(step)}"))
        examples = step_examples(step, held.row, self._samples[id(held.rules)], self._vocabulary)
        return Worked("", step.name.zh, written, (), examples)

    def _of_outputs(self, held: HeldRow) -> Iterator[Worked]:
        for code, formula in held.row.outputs.items():
            if code in held.table.headings and isinstance(formula.expression, Operation):
                finding = self._vocabulary.findings[code]
                found = formula_examples(formula, finding, self._samples[id(held.rules)], self._vocabulary)
                yield Worked("", finding.name.zh, formula.text, (), found.examples, found.unseen)

    def _add(self, held: HeldRow, worked: Worked) -> None:
        if not worked.examples and not worked.unseen:
            return
        number, listed = held.row.position.row, self._of_file.setdefault(held.row.position.file, [])
        for place, each in enumerate(listed):
            if (each.name, each.formula) == (worked.name, worked.formula):
                rows = tuple(dict.fromkeys((*each.rows, number)))
                listed[place] = replace(each, rows=rows)
                return
        key = (worked.name, worked.formula)
        is_again = key in self._anchors
        anchor = self._anchors.setdefault(key, f"worked-{len(self._anchors) + 1}")
        shown = replace(worked, examples=(), unseen=0) if is_again else worked
        listed.append(replace(shown, anchor=anchor, rows=(number,), is_again=is_again))
