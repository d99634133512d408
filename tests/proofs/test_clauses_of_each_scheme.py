"""The manual has rules for employees in chapter 2, for residents in chapter 3: nobody is cited the other chapter."""

import csv

from published import RULES

OTHER_CHAPTER = {"职工": "3-", "居民": "2-"}
MEANT = {
    ("applied_benefit.csv", "居民", "2-9"),  # the spouse of an employee
    ("deductible.csv", "职工", "3-12"),  # A-BZ-73: what a referral leaves of the deductible stands in chapter 3 alone
    ("serious_premium.csv", "职工", "3-20"),  # that it is the residents'
    ("general_fee.csv", "职工", "3-27"),  # that it is the residents'
}
"""Rows that cite the other chapter for a reason."""


def test_a_row_of_one_scheme_cites_no_clause_of_the_other() -> None:
    found, rows = set[tuple[str, str, str]](), 0
    for file in (RULES / "511900-bazhong").rglob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                scheme, place = row.get("入：险种") or "", row.get("出处") or ""
                rows += scheme in OTHER_CHAPTER
                if scheme in OTHER_CHAPTER and place.startswith(OTHER_CHAPTER[scheme]):
                    found.add((file.name, scheme, place))
    assert rows > 100
    assert found == MEANT
