"""Answers of a size that can be read: what is left out is said, and how to have it."""

from collections.abc import Iterable

MOST_CHARACTERS = 12_000
_LONGEST_LINE = 2_000


def bounded(lines: Iterable[str], rest: str) -> str:
    """Join ``lines`` as far as they fit; then say how many are left out, and by ``rest`` how to have them."""
    taken: list[str] = []
    size = 0
    left = 0
    for line in lines:
        shown = line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…（这一行共 {len(line)} 字）"
        size += len(shown) + 1
        if size > MOST_CHARACTERS:
            left += 1
        else:
            taken.append(shown)
    if left:
        taken.append(f"……还有 {left} 行没有列出：{rest}")
    return "\n".join(taken)
