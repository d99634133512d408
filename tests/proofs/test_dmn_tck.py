"""Held to a peer's tests: the compatibility kit of DMN, level 2, by the engine and the reference evaluator."""

import csv
import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from chronicare.authoring.dmn.feel import FeelValue, evaluate, parse_expression
from chronicare.authoring.dmn.kit import is_as_expected, read_cases
from chronicare.authoring.dmn.model import Written
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.running import RunnableModel
from chronicare.authoring.dmn.translation import Translation, translate
from chronicare.cli.__main__ import main
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine

KIT = Path(os.environ.get("CHRONICARE_DMN_TCK") or Path(__file__).parents[3] / "shared" / "dmn-tck")
APART = {
    "0001-input-data-string Greeting Message",
    "0003-input-data-string-allowed-values Employment Status Statement",
    "0008-LX-arithmetic payment",
    "0009-invocation-arithmetic MonthlyPayment",
}
"""What tables cannot say: strings that are joined, and powers. These are worked out as FEEL has them."""


@pytest.fixture(scope="module")
def models() -> list[tuple[Path, Translation]]:
    """Read and translate the kit, if it is at hand."""
    if not KIT.is_dir():
        pytest.skip(f"the DMN kit is not at hand in {KIT} (set CHRONICARE_DMN_TCK to its directory)")
    return [(file, _translated(file)) for file in sorted(KIT.rglob("*.dmn"))]


def _translated(file: Path) -> Translation:
    diagnostics = Diagnostics()
    model = read_model(file.read_bytes(), file.name, diagnostics)
    assert model is not None
    made = translate(model, "", diagnostics)
    assert [each.render() for each in diagnostics.sorted()] == []
    return made


@pytest.mark.usefixtures("models")
def test_every_case_comes_out_as_the_kit_expects(tmp_path: Path) -> None:
    out = tmp_path / "tck_results.csv"
    told = CliRunner().invoke(main, ["dmn", "tck", str(KIT), "--out", str(out)])
    assert told.exit_code == 0, told.output
    with out.open(encoding="utf-8", newline="") as stream:
        results = list(csv.reader(stream))
    assert {(verdict, comment) for *_, verdict, comment in results} == {("SUCCESS", "")}
    cases = {
        (f"compliance-level-2/{file.parent.name}", file.stem, case.id)
        for file in KIT.rglob("*-test-*.xml")
        for case in read_cases(file.read_bytes())
    }
    assert {tuple(each[:3]) for each in results} == cases
    assert len(results) == len(cases) == 116


def test_all_but_a_few_expressions_are_tables(models: list[tuple[Path, Translation]]) -> None:
    apart = {f"{file.stem} {name}" for file, made in models for name in made.apart}
    assert apart == APART
    assert sum(len(made.tables) for _, made in models) == 66
    assert len(models) == 28


def test_what_tables_say_of_expressions_is_what_feel_says(models: list[tuple[Path, Translation]]) -> None:
    compared = 0
    for file, made in models:
        runnable = RunnableModel(made, InterpretingEngine(), Diagnostics())
        for inputs in _inputs(file):
            found = runnable.decide(inputs)
            for decision in made.model.decisions:
                if isinstance(decision.logic, Written) and decision.name in made.tables:
                    node = parse_expression(decision.logic.text, made.model.names)
                    assert is_as_expected(found[decision.name], evaluate(node, inputs)), (file, decision.name)
                    compared += 1
    assert compared > 50


def test_a_case_that_comes_out_otherwise_is_told(models: list[tuple[Path, Translation]], tmp_path: Path) -> None:
    file, _ = models[1]
    (cases,) = file.parent.glob("*-test-*.xml")
    text = cases.read_text(encoding="utf-8")
    expected = next(iter(read_cases(cases.read_bytes()))).expected["Yearly Salary"]
    assert isinstance(expected, Decimal)
    (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / cases.name).write_text(text.replace(f">{expected}<", f">{expected + 1}<"), encoding="utf-8")
    told = CliRunner().invoke(main, ["dmn", "tck", str(tmp_path)])
    assert told.exit_code == 1
    assert "001: ERROR Yearly Salary: " in told.output
    assert "案例 1：符合 0，不符 1，没有运行 0" in told.output


def _inputs(file: Path) -> Iterator[Mapping[str, FeelValue]]:
    for cases in file.parent.glob(f"{file.stem}-test-*.xml"):
        for case in read_cases(cases.read_bytes()):
            yield case.inputs
