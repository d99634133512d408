import pytest

from chronicare.checks.case_words import in_words


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("payments 应为 {basic: 150.00}，得 {basic: 165.00}", "各方支付 应为 basic: 150.00，得 basic: 165.00"),
        ("outcome 应为 MEETS，得 DOES_NOT_MEET", "结果 应为 符合，得 不符合"),
        ("outcome 应为 settled，得 not_payable", "结果 应为 已结算，得 不予支付"),
        ("起付标准 应为 700，得 800", "起付标准 应为 700，得 800"),
    ],
)
def test_what_case_files_write_is_said_in_chinese(problem: str, said: str) -> None:
    assert in_words(problem) == said
