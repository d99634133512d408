"""Many errors of one request: in the order of its fields, each with the name of what it is about."""

from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text

WRONG = Text("没有写单位", "the unit is missing")


def test_the_tenth_item_comes_after_the_second() -> None:
    diagnostics = Diagnostics()
    for path in (
        "findings[10].unit",
        "findings[2].value",
        "documents[0]",
        "findings[2].unit",
        "findings[0].reference_range.low",
    ):
        diagnostics.add(Code.BAD_UNIT, FieldPath(path), WRONG)
    assert [str(each.where) for each in diagnostics.sorted()] == [
        "documents[0]",
        "findings[0].reference_range.low",
        "findings[2].unit",
        "findings[2].value",
        "findings[10].unit",
    ]


def test_a_message_names_what_it_is_about() -> None:
    diagnostics, about = Diagnostics(), Diagnostics()
    about.add(Code.BAD_UNIT, FieldPath("findings[3].unit"), WRONG, Text("可用单位：mmol/L", "accepted units: mmol/L"))
    diagnostics.extend_about(Text("随机血糖", "random plasma glucose"), about)
    (told,) = diagnostics.sorted()
    assert told.render() == "findings[3].unit: E0804 随机血糖：没有写单位 → 可用单位：mmol/L"
    assert told.message.en == "random plasma glucose: the unit is missing"
