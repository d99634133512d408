"""The command ``chronicare``: one verb for each job."""

import click

from chronicare.cli.output import Commands
from chronicare.cli.verbs.areas import areas
from chronicare.cli.verbs.ask import ask
from chronicare.cli.verbs.assistant import assistant
from chronicare.cli.verbs.book import book
from chronicare.cli.verbs.cases import cases
from chronicare.cli.verbs.check import check
from chronicare.cli.verbs.cite import cite
from chronicare.cli.verbs.config import config
from chronicare.cli.verbs.decide import decide
from chronicare.cli.verbs.demo import demo
from chronicare.cli.verbs.describe import describe
from chronicare.cli.verbs.diff import diff
from chronicare.cli.verbs.diseases import diseases
from chronicare.cli.verbs.dmn import dmn
from chronicare.cli.verbs.entitlements import entitlements
from chronicare.cli.verbs.fmt import fmt
from chronicare.cli.verbs.impact import impact
from chronicare.cli.verbs.new_area import new_area
from chronicare.cli.verbs.new_case import new_case
from chronicare.cli.verbs.population import population
from chronicare.cli.verbs.record import record
from chronicare.cli.verbs.release import release
from chronicare.cli.verbs.review import review
from chronicare.cli.verbs.serve import serve
from chronicare.cli.verbs.settle import settle
from chronicare.cli.verbs.sheet import sheet
from chronicare.cli.verbs.status import status
from chronicare.cli.verbs.workbench import workbench


@click.group(
    cls=Commands,
    help="门诊慢特病认定与待遇结算：规则写在表里，结论带着理由。",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="chronicare")
def main() -> None:
    """Gather the verbs."""


for _verb in (
    decide,
    review,
    settle,
    ask,
    entitlements,
    areas,
    diseases,
    describe,
    check,
    cases,
    new_case,
    diff,
    impact,
    population,
    book,
    fmt,
    dmn,
    sheet,
    workbench,
    assistant,
    new_area,
    cite,
    release,
    serve,
    config,
    status,
    record,
    demo,
):
    main.add_command(_verb)

if __name__ == "__main__":
    main(prog_name="chronicare")
