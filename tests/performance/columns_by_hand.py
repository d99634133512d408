"""The logic of DISEASE over whole columns, written by hand: in NumPy, in SQL for DuckDB, as variables of OpenFisca.

Each is given ``numbers`` (ten times the value) and ``answers`` by the ASCII name of ``persons``, and of whom they are
known; each returns of whom the criteria are met. OpenFisca knows no unknown: it is given persons all of whom is known.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Columns = Mapping[str, Column]
Mask = NDArray[np.bool_]

TESTS = {"schirmer": ("<=", 50), "vb": (">=", 40), "foci": (">=", 10), "flow": ("<=", 15)}
"""The tests on numbers: ten times their bounds."""
ANSWERS = ("symptoms", "sialo", "scinti", "ssa", "ssb")


def with_numpy(columns: Columns, known: Mapping[str, Mask]) -> tuple[Mask, Mask]:
    """Return of whom the criteria are met, and of whom they are not, the unknown being neither."""
    true: dict[str, Mask] = {}
    false: dict[str, Mask] = {}
    for name, (sign, bound) in TESTS.items():
        passes = columns[name] <= bound if sign == "<=" else columns[name] >= bound
        true[name], false[name] = passes & known[name], ~passes & known[name]
    for name in ANSWERS:
        true[name], false[name] = columns[name] & known[name], ~columns[name] & known[name]
    eyes = true["schirmer"] | true["vb"], false["schirmer"] & false["vb"]
    glands = (
        true["flow"] | true["sialo"] | true["scinti"],
        false["flow"] & false["sialo"] & false["scinti"],
    )
    antibodies = true["ssa"] | true["ssb"], false["ssa"] & false["ssb"]
    four = ((true["symptoms"], false["symptoms"]), eyes, (true["foci"], false["foci"]), glands)
    are, are_not = (sum(each[side].view(np.uint8) for each in four) for side in (0, 1))
    return (are >= 3) & antibodies[0], (are_not >= 2) | antibodies[1]


def with_duckdb(columns: Columns, known: Mapping[str, Mask]) -> Callable[[], tuple[Mask, Mask]]:
    """Return what asks it of a table in one thread, in SQL, whose truths are three as well."""
    import duckdb  # noqa: PLC0415 - only the benchmark has it

    connection = duckdb.connect(config={"threads": 1})
    given = {name: np.ma.MaskedArray(column, ~known[name]) for name, column in columns.items()}
    connection.register("given", given)
    connection.execute("CREATE TABLE persons AS SELECT * FROM given")
    tests = {name: f"{name} {sign} {bound}" for name, (sign, bound) in TESTS.items()}
    four = (
        "symptoms",
        f"({tests['schirmer']} OR {tests['vb']})",
        tests["foci"],
        f"({tests['flow']} OR sialo OR scinti)",
    )
    are = " + ".join(f"coalesce(({each})::int, 0)" for each in four)
    are_not = " + ".join(f"coalesce((NOT ({each}))::int, 0)" for each in four)
    three = f"CASE WHEN {are} >= 3 THEN true WHEN {are_not} >= 2 THEN false END"
    query = f"SELECT ({three}) AND (ssa OR ssb) AS met FROM persons"  # noqa: S608 - of nothing from outside

    def ask() -> tuple[Mask, Mask]:
        met = connection.execute(query).fetchnumpy()["met"]
        missing = np.ma.getmaskarray(met)
        truths = np.ma.getdata(met).astype(np.bool_)
        return truths & ~missing, ~truths & ~missing

    return ask


def with_openfisca(columns: Columns) -> Callable[[], Mask]:
    """Return what asks it of a new simulation of persons, who are all known."""
    from openfisca_core.entities import build_entity  # noqa: PLC0415 - only the benchmark has it
    from openfisca_core.periods import DateUnit  # noqa: PLC0415
    from openfisca_core.simulation_builder import SimulationBuilder  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    person = build_entity("person", "persons", "a person", is_person=True)
    system = TaxBenefitSystem([person])
    common = {"entity": person, "definition_period": DateUnit.DAY}
    for name in TESTS:
        system.add_variable(type(name, (Variable,), {**common, "value_type": int}))
    for name in ANSWERS:
        system.add_variable(type(name, (Variable,), {**common, "value_type": bool}))

    def passes(given: Any, name: str, period: Any) -> Any:  # noqa: ANN401 - what the library hands over
        sign, bound = TESTS[name]
        return given(name, period) <= bound if sign == "<=" else given(name, period) >= bound

    def met(given: Any, period: Any) -> Any:  # noqa: ANN401
        eyes = passes(given, "schirmer", period) | passes(given, "vb", period)
        glands = passes(given, "flow", period) | given("sialo", period) | given("scinti", period)
        are = given("symptoms", period) * 1 + eyes + passes(given, "foci", period) + glands
        return (are >= 3) & (given("ssa", period) | given("ssb", period))

    system.add_variable(type("met", (Variable,), {**common, "value_type": bool, "formula": met}))
    count = next(iter(columns.values())).size

    def ask() -> Mask:
        simulation = SimulationBuilder().build_default_simulation(system, count)
        for name, column in columns.items():
            simulation.set_input(name, "2025-12-01", column)
        found: Mask = simulation.calculate("met", "2025-12-01")
        return found

    return ask
