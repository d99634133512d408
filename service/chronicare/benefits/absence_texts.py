"""Why a term has no value, in a word and with the clause that says so."""

from chronicare.benefits.formula_evaluation import Absence
from chronicare.diagnostics import Text
from chronicare.program.formula import NoValue
from chronicare.program.vocabulary import Vocabulary

_WORDS = {
    NoValue.NO_ENTITLEMENT: Text("无此待遇", "no entitlement"),
    NoValue.NOT_PUBLISHED: Text("未公布", "not published"),
    NoValue.UNLIMITED: Text("不限", "no limit"),
}
_NO_ROW = Text("没有符合的规则行", "no row applies")


def absence_word(absence: Absence, code: str, vocabulary: Vocabulary) -> Text:
    """Say in a word why the term ``code`` has no value; of another term that it rests on, with its name."""
    finding = vocabulary.findings.get(absence.term)
    word = _NO_ROW if absence.word is None else _WORDS[absence.word]
    if absence.fault is not None:
        word = Text("算不出来", "cannot be worked out")
    if finding is None or absence.term == code:
        return word
    return Text(f"{finding.name.zh}{word.zh}", f"{finding.name.en}: {word.en}")


def absence_text(absence: Absence, vocabulary: Vocabulary) -> Text:
    """Say why there is no value: the word, and the place and clause of the row that has it."""
    finding = vocabulary.findings.get(absence.term)
    if absence.fault is not None:
        what, place = absence.fault, f"{absence.row.position}" if absence.row else ""
        name = Text(f"「{finding.name.zh}」的", f"{finding.name.en}: ") if finding else Text("", "")
        return Text(f"{place} {name.zh}{what.zh}".strip(), f"{place} {name.en}{what.en}".strip())
    zh, en = (finding.name.zh, finding.name.en) if finding is not None else ("", "")
    if absence.word is None or absence.row is None:
        why = absence.gap.reason if absence.gap is not None else ""
        return Text(f"{zh}：{_NO_ROW.zh}{why and f'（{why}）'}", f"{en}: {_NO_ROW.en}{why and f' ({why})'}")
    clause, word = absence.row.clause, _WORDS[absence.word]
    place = f"{clause.document} {clause.source}"
    return Text(f"{zh}：{word.zh}（{place}「{clause.text}」）", f"{en}: {word.en} ({place}: {clause.text!r})")
