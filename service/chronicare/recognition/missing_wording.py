"""What is missing, told as sets of which each would do: the alike brought together, with what of each is lacking."""

from collections.abc import Sequence
from dataclasses import replace
from math import comb, prod

from chronicare.cells.types import ValueKind
from chronicare.cells.words import yes_or_no
from chronicare.diagnostics import Language, Text
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.condensing import Pick, condensed
from chronicare.recognition.criterion_wording import (
    COMPARING,
    as_statement,
    asked_name,
    bounds_text,
    test_text,
    truth_word,
    use_text,
)
from chronicare.recognition.joining import enclosed, listed
from chronicare.recognition.lacks import Lack, LackKind
from chronicare.recognition.missing_sets import Choice, MissingSets

_MAX_SETS = 3
"""Sets of missing findings named in a summary; the decision holds more."""


def missing_text(missing: MissingSets, vocabulary: Vocabulary, language: Language, goal: str) -> str:
    """Say which findings could bring the outcome called ``goal``: the smallest sets, the first few of them by name."""
    sets = [
        tuple(
            Pick(each.count, tuple(_lacking_name(missing, each, code, vocabulary, language) for code in each.findings))
            for each in choices
        )
        for choices in missing.sets
    ]
    texts = sets_texts(sets, missing.total, language, more_than_total=missing.more_than_total)
    if not texts:
        return ""
    if len(texts) == 1:
        return Text(
            f"尚缺：{texts[0]}；补充后可能{goal}。", f"Missing: {texts[0]}; with it the outcome may be '{goal}'."
        ).in_language(language)
    listed = [
        Text(f"（{number}）{text}", f"({number}) {text}").in_language(language)
        for number, text in enumerate(texts[:_MAX_SETS], 1)
    ]
    more = Text("", "")
    if len(texts) > len(listed) or missing.more_than_total:
        least = Text("不止", "more than ") if missing.more_than_total else Text("共", "")
        more = Text(f"……{least.zh} {missing.total} 种", f"; {least.en}{missing.total} ways in all")
    return Text(
        f"补充下列任意一组后可能{goal}：{'；'.join(listed)}{more.zh}。",
        f"With any one of these the outcome may be '{goal}': {'; '.join(listed)}{more.en}.",
    ).in_language(language)


def _lacking_name(missing: MissingSets, choice: Choice, code: str, vocabulary: Vocabulary, language: Language) -> str:
    return lacking_text(missing.lack(choice, code), vocabulary.findings[code], language)


def lacking_text(lack: Lack, finding: Finding, language: Language) -> str:
    """Say what of ``finding`` is lacking; see ``lack_text``."""
    name, is_date = finding.name.in_language(language), finding.type.kind is ValueKind.DATE
    asked = asked_name(name, lack.wanted, language, is_date=is_date)
    if lack.test is not None and yes_or_no(lack.wanted) is None:
        lack = replace(lack, wanted=test_text(lack.test, finding, language))
    return lack_text(lack, asked, language, finding.question.zh)


def sets_texts(sets: Sequence[Sequence[Pick]], total: int, language: Language, *, more_than_total: bool) -> list[str]:
    """Write each of the ``sets`` of missing findings, alike ones as one if the list, ``total`` in all, is whole."""
    whole = (
        not more_than_total
        and sum(prod(comb(len(each.members), each.count) for each in picks) for picks in sets) == total
    )
    return [choices_text(each, language) for each in (condensed(sets) if whole else sets)]


def lack_text(lack: Lack, name: str, language: Language, question: str = "") -> str:
    """Say what of the finding called ``name`` is lacking: ``血清球蛋白的参考范围``, ``「青春期：否」``.

    The Chinese ``question`` that asks for a yes/no finding says in which words it is answered.
    """
    count, truth, passing = lack.count, yes_or_no(lack.wanted), Text("", "")
    if truth is not None:
        passing = Text(f"为「{truth_word(question, truth=truth)}」", f" that are {'yes' if truth else 'no'}")
    elif lack.wanted:
        wanted = bounds_text(lack.wanted, language)
        passing = Text(f"达到「{wanted}」", f" that pass {wanted}")
    return {
        LackKind.VALUE: _value_lacking(lack, name, question),
        LackKind.TIMES: Text(f"另外 {count} 次的{name}{passing.zh}", f"{count} more of {name}{passing.en}"),
        LackKind.DAYS: Text(
            f"另外 {count} 天的{name}{passing.zh}", f"{name} on {count} more different days{passing.en}"
        ),
        LackKind.DATE: Text(f"{name}的日期", f"the date of {name}"),
        LackKind.REFERENCE_RANGE: Text(f"{name}的参考范围", f"the reference range of {name}"),
        LackKind.SITE: Text(f"{name}（所报的没有写部位）", f"{name} (reported without its site)"),
        LackKind.COMPLETENESS: Text(
            f"{name}的记录已完整的声明", f"the declaration that the record of {name} is complete"
        ),
    }[lack.kind].in_language(language)


def _value_lacking(lack: Lack, name: str, question: str) -> Text:
    """Name a finding never reported, or reported too early; of a yes or no say which would help."""
    if lack.since is not None:
        return Text(
            f"{name}（{use_text(None, Language.ZH, lack.since)}{'后' if lack.since.lasts else ''}的）",
            f"{name} ({use_text(None, Language.EN, lack.since)})",
        )
    if lack.count > 1:
        if lack.by_days:
            return Text(f"{name}（{lack.count} 个不同日）", f"{name} (on {lack.count} different days)")
        return Text(f"{name}（{lack.count} 次）", f"{name} ({lack.count} measurements)")
    if lack.part.zh:
        return Text(f"{name}的{lack.part.zh}", f"{lack.part.en} of {name}")
    if lack.narrower:
        return Text(f"{name}的确切值（所报的范围还不能判定）", f"a narrower value of {name} than the range reported")
    if lack.either:
        yes, no = (truth_word(question, truth=each) for each in (True, False))
        return Text(f"「{name}：{yes}或{no}」", f"{name} (yes or no)")
    truth = yes_or_no(lack.wanted)
    if truth is None:
        return _number_lacking(name, lack.wanted)
    stated = as_statement(name, truth=truth) or f"{name}：{truth_word(question, truth=truth)}"
    return Text(f"「{stated}」", f"{name} ({'yes' if truth else 'no'})")


def _number_lacking(name: str, wanted: str) -> Text:
    """Name a value never reported with the test that it would have to pass, if it is one: ``「射血分数 < 50%」``."""
    if not wanted:
        return Text(name, name)
    zh, en = bounds_text(wanted, Language.ZH), bounds_text(wanted, Language.EN)
    return Text(f"「{name}{' ' if zh[0] in COMPARING else '：'}{zh}」", f"{name} ({en})")


def choices_text(choices: Sequence[Pick], language: Language) -> str:
    """Write a set of missing findings, all of it needed: ``抗SSA抗体，另加（唾液流率、腮腺造影阳性任选其一）``."""
    plain = [name for each in choices if each.count == len(each.members) for name in each.members]
    picks = [_pick_text(each, language) for each in choices if each.count < len(each.members)]
    if not plain and len(picks) == 1:
        return picks[0]
    parts = [_together(plain, language)] if plain else []
    return Text("，另加", ", plus ").in_language(language).join([*parts, *(enclosed(each, language) for each in picks)])


def _pick_text(pick: Pick, language: Language) -> str:
    names, count = listed(pick.members, language), pick.count
    chosen = "任选其一" if count == 1 else f"任选 {count} 项"
    return Text(f"{names}{chosen}", f"any {count} of: {names}").in_language(language)


def _together(names: Sequence[str], language: Language) -> str:
    """Write names of which all are needed: ``甲、乙和丙``."""
    *others, last = names
    if not others:
        return last
    return f"{listed(others, language)}{Text('和', ' and ').in_language(language)}{last}"
