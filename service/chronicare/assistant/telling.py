"""What an assistant is told, line by line: rows, and what changes that were tried would do."""

from collections.abc import Iterator

from chronicare.analysis.comparison import Difference
from chronicare.analysis.impact import Effect
from chronicare.assistant.desk import Tried
from chronicare.benefits.money import fen_text
from chronicare.diagnostics import Language
from chronicare.tables import Row, Table


def row_line(table: Table, row: Row) -> str:
    """Write a row with its number, each cell below its heading; empty ones are left out."""
    columns = {each.name: each.heading for each in (*table.kind.columns, *table.own)}
    cells = [f"{columns.get(name, name)}：{cell.text}" for name, cell in row.cells.items() if cell]
    return f"第 {row.position.row} 行｜{'｜'.join(cells)}"


def outcome_lines(tried: Tried) -> Iterator[str]:
    """Show the patch, and say what the changes would do."""
    yield from tried.patch.splitlines() or ["没有改动"]
    yield ""
    yield from effect_lines(tried)


def effect_lines(tried: Tried) -> Iterator[str]:
    """Say what the changes would do."""
    trial = tried.trial
    errors = [each for each in trial.problems if each.is_error]
    yield f"检查：新出现的错误 {len(errors)} 个，提醒 {len(trial.problems) - len(errors)} 个"
    yield from (each.render(Language.ZH) for each in trial.problems)
    for area, differences in trial.differences.items():
        yield f"{area}：规则的说法有 {len(differences)} 处不同"
        yield from (f"  {difference_line(each)}" for each in differences)
    yield f"案例：跑了 {trial.cases.done} 个，变了 {len(trial.changes)} 个"
    for change in trial.changes:
        problems = "；".join(each.zh for each in change.after.problems) or "现在通过"
        where = change.after.position
        yield f"  {where.file}:{where.row} {change.after.name}：{problems}"
    for area, impact in trial.impacts.items():
        counts = "，".join(f"{each.value.zh} {impact.count(each)}" for each in Effect)
        yield f"{area} 样本 {impact.asked} 例：{counts}"
        for each in (*impact.of(Effect.GAINS), *impact.of(Effect.LOSES))[:20]:
            gain = f"{'多' if each.gain_fen > 0 else '少'}付 {fen_text(abs(each.gain_fen))} 元" if each.gain_fen else ""
            yield f"  {each.name}（{each.day}）：{each.before.outcome.zh} → {each.after.outcome.zh} {gain}".rstrip()


def difference_line(difference: Difference) -> str:
    """Write a difference on a line: what was said and is said, and the row."""
    place = f"{difference.key.subject} {difference.key.place} {difference.key.aspect}".replace("  ", " ").strip()
    days = "".join(
        (
            f"自 {difference.since} 起 " if difference.since else "",
            f"至 {difference.until} 前 " if difference.until else "",
        )
    )
    where = difference.stands or difference.stood
    before, after = difference.before or "（没有）", difference.after or "（没有）"
    return f"{days}{place}：{before} → {after}（{where}）"
