"""The names in a report: what they are called where one is not known, and what it may have meant."""

from difflib import get_close_matches
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Where
from chronicare.program.vocabulary import Vocabulary

MAX_GUESSES = 20
"""Looking for names like a wrong one takes milliseconds: after so many errors it is no longer done."""


class Subject(NamedTuple):
    """What the reported is called where something is wrong, and where its names are listed."""

    name: Text
    listed: Text


FINDING = Subject(
    Text("临床所见", "finding"), Text("所见的代码与名称见 DescribeDisease", "DescribeDisease lists codes and names")
)
FACT = Subject(
    Text("待遇事项", "fact"),
    Text("事项的代码与名称见 ListTerms 或 `chronicare ask`", "ListTerms and `chronicare ask` list codes and names"),
)


def tell_unknown(
    name: str, path: str, vocabulary: Vocabulary, where: Where, diagnostics: Diagnostics, subject: Subject
) -> None:
    """Tell of a name that is missing or not in the vocabulary, and of those like it."""
    if not name:
        diagnostics.add(
            Code.REQUIRED_FIELD,
            where(path),
            Text(f"没有写是哪个{subject.name.zh}", f"no {subject.name.en} is named"),
            Text(f"写{subject.name.zh}的代码或名称", f"give the {subject.name.en}'s code or name"),
        )
        return
    if diagnostics.unused.take_unknown(name, where(path), vocabulary.names):
        return
    near = get_close_matches(name, vocabulary.names, 3) if diagnostics.count < MAX_GUESSES else ()
    diagnostics.add(
        Code.UNKNOWN_CODE,
        where(path),
        Text(f"没有{subject.name.zh}「{name}」", f"no {subject.name.en} {name!r}"),
        Text(f"是否 {'、'.join(near)}？", f"did you mean {', '.join(near)}?") if near else subject.listed,
    )
