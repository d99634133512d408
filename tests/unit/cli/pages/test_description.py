"""What an entry asks for on a terminal: each group is written out once, each reading with whether it is taken."""

import click
import pytest

from chronicare.api.v1 import decision_pb2, disease_pb2
from chronicare.cli.pages.description import DescriptionPage
from chronicare.diagnostics import Language


def written(in_force: str) -> list[str]:
    groups = [
        ("前提", "病程", ["1"], "4周"),
        ("前提", "病程", ["2"], "6周"),
        ("R1", "", ["前提", "3"], ""),
        ("R2", "", ["前提"], ""),
    ]
    description = disease_pb2.DiseaseDescription(
        criteria=[disease_pb2.CriterionDescription(id=each, description=f"依据{each}") for each in "123"],
        groups=[
            disease_pb2.GroupDescription(
                id=name, name=title, needs="全部", members=members, switch="下限" if reading else "", reading=reading
            )
            for name, title, members, reading in groups
        ],
        policy_readings=[decision_pb2.PolicyReading(name="下限", in_force=in_force)],
    )
    lines = click.unstyle("\n".join(DescriptionPage(description, Language.ZH).lines())).splitlines()
    tree = lines[lines.index("路径、排除与终止") + 1 : lines.index("临床所见")]
    return [line for line in tree if line and not line.strip().startswith("「")]


@pytest.mark.parametrize(
    ("in_force", "said"), [("4周", ("采用", "另一")), ("6周", ("另一", "采用")), ("", ("未定", "未定"))]
)
def test_a_group_is_written_out_once_under_each_of_its_readings(in_force: str, said: tuple[str, str]) -> None:
    assert written(in_force) == [
        "  R1：全部",
        f"    前提 病程：全部，读法「4周」（{said[0]}）",
        "      1  依据1",
        f"    前提 病程：全部，读法「6周」（{said[1]}）",
        "      2  依据2",
        "    3  依据3",
        "  R2：全部",
        "    前提 病程（见上）",
    ]
