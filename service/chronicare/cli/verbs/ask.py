"""``chronicare ask``: looks up what decision tables put out, with the sentences that say so, or lists what there is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from chronicare.api.v1.benefit_service_pb2 import ListTermsResponse, LookUpTermsResponse
from chronicare.application.benefits.requests import ListTermsRequest, LookUpRequest
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.benefits.model import BenefitModel
from chronicare.cells.types import ValueKind
from chronicare.cli.answers import answer_or_refuse, plain, with_defaults
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.options import (
    area_option,
    assuming_options,
    day_option,
    equated,
    json_option,
    language_option,
    rules_option,
)
from chronicare.cli.output import echo_json
from chronicare.cli.pages.askable import AskablePage
from chronicare.cli.pages.look_up import LookUpPage
from chronicare.cli.problems import ProblemsError
from chronicare.cli.requests.askable import Askable
from chronicare.cli.requests.benefits import read_look_up
from chronicare.cli.requests.files import language_of, read_files
from chronicare.cli.requests.question import Question
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Language, Text
from chronicare.formats.yaml_document import YamlDocument
from chronicare.judging.report import ReportedFinding
from chronicare.rpc.benefits.responses import respond_look_up, respond_terms

_FILES = ("-", ".json", ".yaml", ".yml")
"""How an argument that is a file ends: no term does."""
_BIRTH_DATE = f"{__name__}.birth_date"
_CARE_AREA = f"{__name__}.care_area"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_AND_UNIT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(.*)")


@click.command(
    help="查询由规则表得出的事项 TERM（待遇起始日、认定机构、缴费标准……），或一件事（异地备案、医保码……），"
    "说明是哪一行、哪一句给出的。末尾可写 FILE（JSON 或 YAML，形状同 LookUpTermsRequest；- 为标准输入）。"
    "什么都不写，就列出可以问的一切。"
)
@click.argument("words", nargs=-1, metavar="[TERM… [FILE]]")
@click.option(
    "--birth-date",
    default="",
    metavar="年-月-日",
    help="出生日期：年龄由它算出",
    expose_value=False,
    callback=lambda context, _option, given: context.meta.update({_BIRTH_DATE: given}),
)
@click.option(
    "--fact", "facts", multiple=True, callback=equated("名称=值"), metavar="名称=值", help="已知的事项，可写多个"
)
@click.option(
    "--care-area",
    default="",
    metavar="代码",
    help="就医地的统筹区代码：异地直接结算按它的医保目录",
    expose_value=False,
    callback=lambda context, _option, given: context.meta.update({_CARE_AREA: given}),
)
@assuming_options
@area_option
@day_option
@json_option
@language_option
@rules_option
def ask(
    words: tuple[str, ...],
    facts: list[tuple[str, str]],
    readings: list[tuple[str, str]],
    area: str,
    as_of: date | None,
    language: Language,
    rules: Path,
    *,
    assume_usual: bool,
    as_json: bool,
) -> None:
    """Look the terms up, from the facts given and those of the file, if there is one; without terms, list them all."""
    opened = open_rules(rules, language)
    terms, file = (words[:-1], words[-1]) if words and words[-1].endswith(_FILES) else (words, "")
    question = _read(file, language)
    spoken = language_of(question, language)
    request = question.addressed(lambda: opened.area("", language), spoken, area, readings)
    if care_area := click.get_current_context().meta[_CARE_AREA]:
        request = replace(request, care=replace(request.care, code=care_area))
    request = with_defaults(question, request, opened, language, as_of, assume_usual=assume_usual)
    if born := click.get_current_context().meta[_BIRTH_DATE]:
        request = replace(request, person=replace(request.person, birth_date=born))
    if not words:
        _list(opened, question, request, as_json=as_json)
        return
    release = opened.release(request.header.area_code)
    meant, stated = _understood(terms, release, question, request)
    reported = _reported([*stated, *facts], release)
    request = replace(request, terms=[*request.terms, *meant], facts=[*request.facts, *reported])
    response = answer_or_refuse(question, spoken, respond_look_up, opened.runtime, request, LookUpTermsResponse())
    if as_json:
        echo_json([plain(response)])
    else:
        click.echo("\n".join(LookUpPage(spoken).lines(response)))


def _list(opened: OpenedRules, question: Question[LookUpRequest], request: LookUpRequest, *, as_json: bool) -> None:
    """Write everything that can be asked."""
    listing = ListTermsRequest(request.header, request.as_of_date)
    language = request.header.language
    response = answer_or_refuse(
        question, language, respond_terms, opened.runtime, listing, ListTermsResponse(), with_settings=as_json
    )
    if as_json:
        echo_json([plain(response)])
    else:
        model = _model(opened.release(request.header.area_code), request.as_of_date)
        assert model is not None  # noqa: S101 - it has answered
        click.echo("\n".join(AskablePage(Askable(model), language).lines(response)))


def _understood(
    words: Sequence[str], release: Release, question: Question[LookUpRequest], request: LookUpRequest
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the terms that ``words`` ask for and the facts they state. Raises ProblemsError for those without meaning.

    Without rules in force on the day the words are taken for terms: what follows says that there are none.
    """
    language, day = request.header.language, request.as_of_date
    model = _model(release, day)
    if model is None:
        return list(words), []
    askable = Askable(model)
    terms: list[str] = []
    stated: list[tuple[str, str]] = []
    diagnostics = Diagnostics()
    for index, word in enumerate(words):
        meaning = askable.meaning(word)
        if meaning is None:
            told = _no_term(word, askable)
            diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"terms[{index}]"), *told)
            continue
        terms += meaning.terms
        if meaning.stated is not None:
            name, value = meaning.stated
            stated.append(meaning.stated)
            taken = Text(f"「{word}」按「{name}={value}」查", f"{word!r} is taken for {name}={value}")
            click.secho(taken.in_language(language), dim=True, err=True)
    if diagnostics.has_errors:
        raise ProblemsError(question.place(diagnostics.sorted()), language)
    return list(dict.fromkeys(terms)), stated


def _model(release: Release, day: str) -> BenefitModel | None:
    """Return the rules in force on ``day``, written ISO; ``None`` if there are none or it is no day."""
    return release.benefits_on(date.fromisoformat(day)) if _DAY.fullmatch(day) else None


def _no_term(word: str, askable: Askable) -> tuple[Text, Text]:
    """Say that ``word`` is nothing that tables put out, and what is near it; of a value, what it is a value of."""
    resting, stated = askable.resting(word), askable.stated(word)
    if stated is None or not resting:
        return Text(f"没有规则表给出「{word}」", f"no table puts out {word!r}"), _near(askable.near(word))
    name, value = stated
    message = Text(
        f"「{word}」是「{name}」的一种，要问它的什么没有写", f"{word!r} is a {name}; what of it is asked is missing"
    )
    hint = Text(
        f"写 ask 事项 --fact {name}={value}，事项如{'、'.join(resting)}；这个人有哪些待遇，看 entitlements",
        f"write ask TERM --fact {name}={value}, TERM such as {', '.join(resting)}; for all a person has: entitlements",
    )
    return message, hint


def _near(words: Sequence[str]) -> Text:
    all_of_it = Text("不写事项，就列出可以问的一切", "without a term, all that can be asked is listed")
    if not words:
        return all_of_it
    return Text(f"相近的有：{'、'.join(words)}；{all_of_it.zh}", f"near it: {', '.join(words)}; {all_of_it.en}")


def _read(file: str, language: Language) -> Question[LookUpRequest]:
    """Return the request in ``file``, an empty one if there is none."""
    if not file:
        name = Text("命令行", "command line").in_language(language)
        return Question(name, LookUpRequest(Header()), "", "", YamlDocument(name, None, {}))
    return read_files([file], read_look_up, language)[0]


def _reported(facts: Sequence[tuple[str, str]], release: Release) -> list[ReportedFinding]:
    """Return facts as a request to the rules of ``release`` reports them: a number's unit apart."""
    reported = []
    for name, value in facts:
        finding = release.vocabulary.find(name)
        number = _NUMBER_AND_UNIT.fullmatch(value)
        measured = finding is not None and finding.type.kind is ValueKind.NUMBER and number is not None
        text, unit = number.groups() if measured and number is not None else (value, "")
        reported.append(ReportedFinding(name, text, unit))
    return reported
