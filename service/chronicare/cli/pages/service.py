"""How a service is, written out for a terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

import click

from chronicare.cli.pages.layout import wrapped
from chronicare.cli.pages.parts import Parts
from chronicare.diagnostics import Language, Text
from chronicare.rpc.counts import CALLS, DECISIONS, DISAGREEMENTS, FAULTS, MISSING, SECONDS, SETTLEMENTS
from chronicare.rpc.state import ServiceState, WorkerPhase, WorkerState

_PHASES: Mapping[WorkerPhase, Text] = {
    WorkerPhase.LOADING: Text("正在装入规则", "loading rules"),
    WorkerPhase.LISTENING: Text("正常", "answering"),
    WorkerPhase.ENDED: Text("已中止，等待重启", "ended, to be started again"),
}
_OUTCOMES: Mapping[str, Text] = {
    "MEETS": Text("符合", "meets"),
    "DOES_NOT_MEET": Text("不符合", "does not meet"),
    "UNDECIDED": Text("尚不能认定", "undecided"),
    "SETTLED": Text("已结算", "settled"),
    "NOT_PAYABLE": Text("不予支付", "not payable"),
    "NOT_COVERED": Text("未收录", "not covered"),
}
_UNSETTLED = Text("尚不能结算", "undecided")
_MOST_MISSING = 5


class ServicePage:
    """Writes a state in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._language = language
        self._say = Parts(language).say

    def lines(self, state: ServiceState, at: datetime) -> Iterator[str]:
        """Yield the lines of ``state``, as it was ``at`` an instant."""
        whole = state.is_whole
        said = self._say("一切正常", "all is well") if whole else self._say("有异常", "something is not well")
        yield click.style(f"{state.address} {said}", bold=True, fg=None if whole else "red")
        running = self._since(state.started_at, at)
        yield from self._line(
            "程序：",
            "Program: ",
            self._say(f"版本 {state.version}，进程 {state.pid}", f"version {state.version}, process {state.pid}")
            + self._say("，已运行 ", ", up ")
            + running,
        )
        if state.http_address is not None:
            yield from self._line("HTTP：", "HTTP: ", state.http_address)
        yield from self._rules(state, at)
        for each in state.workers:
            yield from self._worker(each, at)
        yield from self._counts(dict(state.sums))

    def _rules(self, state: ServiceState, at: datetime) -> Iterator[str]:
        in_force = self._say("、", ", ").join(f"{each.area} {each.digest[:12]}" for each in state.releases)
        yield from self._line("规则：", "Rules: ", f"{state.rules} {in_force}".strip())
        reload = state.last_reload
        if reload is not None and not reload.in_force:
            since = self._since(reload.at, at)
            yield from self._fault(
                f"{since}前重新装入没有成功，仍用原来的规则；日志写明原因",
                f"rules read anew {since} ago were refused, those before stay in force: the log says why",
            )
        if state.refused_areas:
            areas = self._say("、", ", ").join(state.refused_areas)
            yield from self._fault(
                f"这些统筹区的表有错误：{areas}；用 chronicare check 查看",
                f"the tables of these areas are wrong: {areas}; see chronicare check",
            )

    def _worker(self, worker: WorkerState, at: datetime) -> Iterator[str]:
        phase = _PHASES[worker.phase].in_language(self._language)
        calls = sum(worker.in_progress.values())
        said = self._say(f"{phase} {self._since(worker.since, at)}", f"{phase} for {self._since(worker.since, at)}")
        said += self._say(f"，在办请求 {calls}", f", {calls} calls in progress")
        if worker.restarts:
            said += self._say(f"，重启过 {worker.restarts} 次", f", started again {worker.restarts} times")
        record = worker.record
        if record is not None and record.waiting:
            said += self._say(
                f"，留痕未写 {record.waiting} 条，最早的已等 {record.seconds:.1f} 秒",
                f", {record.waiting} entries of the record not written, the oldest for {record.seconds:.1f} s",
            )
        named = f"{worker.number} ({worker.pid})"
        yield from self._line(f"进程 {named}：", f"Worker {named}: ", said)
        if record is not None and record.is_failing:
            yield from self._fault(
                "留痕写不进去，在恢复之前不作任何认定与结算；日志写明原因",
                "the record cannot be written, and nothing is decided until it can be again: the log says why",
            )

    def _counts(self, sums: Mapping[tuple[str, ...], float]) -> Iterator[str]:
        calls, seconds, by_code = 0, 0.0, Counter[str]()
        for (name, *labels), amount in sums.items():
            if name == CALLS:
                calls += round(amount)
                by_code[labels[1]] += round(amount)
            elif name == SECONDS:
                seconds += amount
        told = self._say(f"{calls} 个请求", f"{calls} calls")
        if calls:
            mean = f"{seconds / calls * 1000:.1f}"
            told += self._say(f"，平均 {mean} 毫秒", f", {mean} ms on average")
        refused = [f"{code} {count}" for code, count in sorted(by_code.items()) if code != "OK"]
        if refused:
            told += self._say("；", "; ") + self._say("、", ", ").join(refused)
        yield from self._line("已答：", "Answered: ", told)
        yield from self._outcomes(DECISIONS, "认定：", "Decided: ", sums)
        yield from self._outcomes(SETTLEMENTS, "结算：", "Settled: ", sums)
        missing = Counter({f"{area} {name}": round(amount) for area, name, amount in _of(MISSING, sums)})
        if missing:
            most = self._say("、", ", ").join(f"{name} {count}" for name, count in missing.most_common(_MOST_MISSING))
            yield from self._line("最常缺：", "Missing most: ", most)
        for name, zh, en in (
            (DISAGREEMENTS, "两个评估器不一致", "disagreements of the two evaluators"),
            (FAULTS, "未预见的错误", "errors nobody foresaw"),
        ):
            count = round(sums.get((name,), 0))
            if count:
                yield from self._fault(f"{zh} {count} 次；日志写明", f"{count} {en}: the log says more")

    def _outcomes(self, name: str, zh: str, en: str, sums: Mapping[tuple[str, ...], float]) -> Iterator[str]:
        outcomes = Counter[str]()
        for _, outcome, amount in _of(name, sums):
            outcomes[outcome] += round(amount)
        if outcomes:
            yield from self._line(
                zh,
                en,
                self._say("、", ", ").join(f"{self._named(name, each)} {outcomes[each]}" for each in sorted(outcomes)),
            )

    def _named(self, name: str, outcome: str) -> str:
        text = _UNSETTLED if (name, outcome) == (SETTLEMENTS, "UNDECIDED") else _OUTCOMES.get(outcome)
        return outcome if text is None else text.in_language(self._language)

    def _since(self, instant: datetime, at: datetime) -> str:
        """Return how long it is ``at`` a later instant, in the two largest units."""
        seconds = max(round((at - instant).total_seconds()), 0)
        days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
        if days:
            return self._say(f"{days} 天 {hours} 小时", f"{days} d {hours} h")
        if hours:
            return self._say(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
        return self._say(f"{minutes} 分 {seconds % 60} 秒", f"{minutes} min {seconds % 60} s")

    def _line(self, zh: str, en: str, text: str) -> list[str]:
        return wrapped(text, "        ", f"  {self._say(zh, en)}")

    def _fault(self, zh: str, en: str) -> Iterator[str]:
        yield click.style(f"  {self._say(zh, en)}", fg="red")


def _of(name: str, sums: Mapping[tuple[str, ...], float]) -> Iterator[tuple[str, str, float]]:
    """Yield the two labels and the amount of each sum of ``name``."""
    for key, amount in sums.items():
        if key[0] == name:
            yield key[1], key[2], amount
