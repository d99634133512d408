"""A small area with benefits to run cases on: a deductible by level, 80 % to a cap, a supplement under a switch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from unit.benefits.written import Written, chain_of, model_of, rules_of
from unit.compiler.written import codes, switches

from chronicare.benefits.intake import BillIntake
from chronicare.benefits.model import BenefitModel
from chronicare.checks.benefits.expectations import BenefitAnswer
from chronicare.checks.benefits.questions import BenefitCases, BenefitQuestion
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.diagnostics import Diagnostics
from chronicare.formats import BenefitCaseFile, read_cases
from chronicare.judging.intake import Intake
from chronicare.program.decision_table import BenefitRules

NO_MORE: Mapping[str, Written] = MappingProxyType({})
TABLES = {
    "起付": Written("UNIQUE", "入：机构等级,出：起付标准\n三级,700 元\n二级,400 元\n一级,未公布\n"),
    "限额": Written("FIRST", "入：险种,入：参保年数,出：年度限额\n职工,-,10 万元\n居民,≥ 5,6 万元\n-,-,5 万元\n"),
    "等待": Written("UNIQUE", "入：公务员,出：等待月数,出：待遇起始\n是,3 个月,参保日 + 3 个月\n否,无此待遇,参保日\n"),
    "各处": Written("COLLECT", "入：险种,出：各处\n职工,住院\n-,门诊\n"),
}
CHAIN = chain_of(
    "basic,基本医保,报销,合规费用,,起付标准,80%,年度限额 − 统筹累计,统筹累计 += 本步支付,住院",
    "more,补充,报销,合规余额,,,50%,,补充累计 += 本步支付,住院,职工,开,甲",
    "more,补充,报销,合规余额,,,60%,,补充累计 += 本步支付,住院,职工,开,乙",
    "gift,基本医保,补助,,,,,300 元,,门诊",
)
HEAD = """\
benefits: 试验
as_of_date: 2025-06-01
bases:
  职工:
    person: {birth_date: 1980-01-01}
    facts: {险种: 职工, 机构等级: 三级, 结算类别: 住院}
    readings: {开: 甲}
cases:
"""


@dataclass(frozen=True)
class OnePeriod:
    """Rules that are in force from 2025 on."""

    model: BenefitModel
    intake: BillIntake

    def benefits_on(self, day: date) -> BenefitModel | None:
        """Return the rules, from 2025 on."""
        return self.model if self.model.rules.in_force(day) else None

    def bill_intake(self, model: BenefitModel) -> BillIntake:
        """Return the one intake."""
        assert model is self.model
        return self.intake


def area(default: str = "", scope: str = "", more: Mapping[str, Written] = NO_MORE) -> OnePeriod:
    """Return the area, with ``more`` tables.

    ``default`` is the reading of its switch in force, ``scope`` what it covers if it says so.
    """
    model = model_of({**TABLES, **more}, CHAIN, {**switches(开=default), **({"scope": scope} if scope else {})})
    return OnePeriod(model, BillIntake(model, Intake(model.vocabulary, ())))


def file_of(*cases: str, head: str = HEAD) -> BenefitCaseFile:
    """Read a file of ``cases``, each on one line; all must be well."""
    diagnostics = Diagnostics()
    read = read_cases((head + "".join(f"- {case}\n" for case in cases)).encode(), "b.yaml", diagnostics)
    assert isinstance(read, BenefitCaseFile)
    assert codes(diagnostics) == []
    return read


def run(*cases: str, rules: OnePeriod | None = None) -> CaseRun[BenefitQuestion, BenefitAnswer]:
    """Run ``cases`` on the area."""
    return run_cases([file_of(*cases)] if cases else [], BenefitCases(rules or area()))


def rules_with(hit: str, text: str, *chain: str) -> BenefitRules:
    """Compile a period of one table, called 表, and the steps of a ``chain``; all must be well."""
    (rules,), found = rules_of({"表": Written(hit, text)}, chain_of(*chain) if chain else "", switches(开=""))
    assert found == []
    return rules
