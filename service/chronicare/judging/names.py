"""The names in a report: what they are called where one is not known, and what it may have meant."""

from difflib import get_close_matches
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Where
from chronicare.program.vocabulary import Vocabulary

MAX_GUESSES = 20
"""Looking for names like a wrong one takes milliseconds: after so many errors it is no longer done."""

_GUESSES = 3


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
    diagnostics.add(
        Code.UNKNOWN_CODE,
        where(path),
        Text(f"没有{subject.name.zh}「{name}」", f"no {subject.name.en} {name!r}"),
        _instead(name, vocabulary, guess=diagnostics.count < MAX_GUESSES) or subject.listed,
    )


def _instead(name: str, vocabulary: Vocabulary, *, guess: bool) -> Text | None:
    """Return what may have been meant: the finding it is a component of, or names written much like it, each once.

    A name with another word before it is another thing, and no guess: 肺动脉收缩压 is not 收缩压.
    """
    component = vocabulary.find_component(name)
    if component is not None:
        whole, _ = component
        return Text(
            f"它是「{whole.name.zh}」的组成部分，报「{whole.name.zh}」，值写 {{{name}: …}}",
            f"it is a component of {whole.name.en}: report that, with the value {{{name}: …}}",
        )
    near = get_close_matches(name, vocabulary.names, _GUESSES) if guess else ()
    guesses = [each for each in near if not (each.endswith(name) or name.endswith(each))]
    firsts: dict[str, str] = {}
    for each in guesses:
        firsts.setdefault(vocabulary.names[each], each)
    likely = list(firsts.values())
    return Text(f"是否 {'、'.join(likely)}？", f"did you mean {', '.join(likely)}?") if likely else None
