"""Which findings matter: those asked for, those that imply one of them, those that report the same quantity."""

from dataclasses import replace

from unit.compiler.written import vocabulary

from chronicare.cells.typed import Compare, Operator, View
from chronicare.compiler.partition import make_predicate
from chronicare.diagnostics import Diagnostics, FieldPath, Unused
from chronicare.judging.relevant_findings import leading_to, note_unused
from chronicare.judging.report import ReportedFinding
from chronicare.program.vocabulary import Implication, Vocabulary

YES_NO = ("symptom", "rash", "fever")


def code(name: str) -> str:
    """Return the code of the finding called ``name`` in the vocabulary of the tests."""
    found = vocabulary().find(name)
    assert found is not None
    return found.code


def with_alternatives(*names: str) -> Vocabulary:
    """Return the vocabulary of the tests in which the findings called ``names`` report the same quantity."""
    made = vocabulary()
    findings = dict(made.findings)
    for name in names:
        findings[code(name)] = replace(findings[code(name)], alternative="同一量")
    return replace(made, findings=findings)


def test_what_is_not_asked_for_does_not_matter() -> None:
    assert leading_to(vocabulary(), [code("血糖")]) == {code("血糖")}


def test_the_same_quantity_matters_too() -> None:
    made = with_alternatives("血糖", "体温")
    assert leading_to(made, [code("血糖")]) == {code("血糖"), code("体温")}


def test_what_implies_it_matters_too_over_any_number_of_steps() -> None:
    made = vocabulary()
    yes = {name: make_predicate(made.findings[name].type, View.VALUE, Compare(Operator.EQ, True)) for name in YES_NO}
    first, second, third = YES_NO
    implications = (Implication(first, yes[first], second, True), Implication(second, yes[second], third, True))
    made = replace(made, implications=implications)
    assert leading_to(made, [third]) == {first, second, third}
    assert leading_to(made, [first]) == {first}


def noted(*reported: ReportedFinding) -> list[tuple[str, str]]:
    diagnostics = Diagnostics(Unused(known=True, unknown=True))
    note_unused(reported, vocabulary(), frozenset({code("症状")}), FieldPath, diagnostics)
    assert all(each.is_known for each in diagnostics.unused.items)
    return [(each.name, str(each.where)) for each in diagnostics.unused.items]


def test_known_findings_that_are_not_used_are_listed_unknown_ones_are_the_intakes() -> None:
    assert noted(ReportedFinding("症状", True), ReportedFinding("血糖", 7), ReportedFinding("什么", 7)) == [
        ("血糖", "findings[1].finding")
    ]


def test_of_several_together_one_that_is_used_is_enough() -> None:
    both, neither = ReportedFinding(any_of=("症状", "血糖"), value=True), ReportedFinding(any_of=("体温", "血糖"))
    assert noted(both, neither, ReportedFinding("体温或血糖", False), ReportedFinding("体温或症状", False)) == [
        ("体温或血糖", "findings[1].any_of"),
        ("体温或血糖", "findings[2].finding"),
    ]
