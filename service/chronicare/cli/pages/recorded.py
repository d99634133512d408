"""Entries of the record as pages: what was asked and by whom, and the decision as it was given."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from google.protobuf import json_format

from chronicare.cli.pages.decision import DecisionPage
from chronicare.cli.pages.entitlements import EntitlementsPage
from chronicare.cli.pages.look_up import LookUpPage
from chronicare.cli.pages.review import ReviewPage
from chronicare.cli.pages.settlement import SettlementPage
from chronicare.diagnostics import Language, Text
from chronicare.records.chain import Link
from chronicare.records.entry import Entry, Kind
from chronicare.rpc.recording.messages import read_answer, read_request
from chronicare.rpc.recording.replay import Replayed, ReplayOutcome


def entry_lines(link: Link, language: Language) -> Iterator[str]:
    """Yield the page of an entry: its head, then what was decided as it was given. Raises ValueError."""
    entry = link.entry()
    for label, value in _labelled(link, entry):
        yield f"{label.in_language(language)}  {value}"
    if entry.kind is not Kind.DECISION:
        return
    yield ""
    yield from _PAGES.get(entry.head["method"], _as_json)(read_answer(entry), language)


def plain_entry(link: Link) -> dict[str, Any]:
    """Return an entry as JSON has it: its head, its place, its request and its answer. Raises ValueError."""
    entry = link.entry()
    plain: dict[str, Any] = {**entry.head, "chain": link.chain, "seq": link.seq, "hash": link.hash.hex()}
    if entry.kind is Kind.DECISION:
        plain["request"] = _plain(read_request(entry))
        plain["answer"] = _plain(read_answer(entry))
    return plain


_OUTCOMES = {
    ReplayOutcome.SAME: Text("相同，逐字节", "the same, to the byte"),
    ReplayOutcome.REWORDED: Text("决定相同，说法不同", "the same decision in other words"),
    ReplayOutcome.DIFFERENT: Text("不同", "different"),
    ReplayOutcome.IMPOSSIBLE: Text("不能再算", "it cannot be answered again"),
}
_MOST_DIFFERENCES = 50


def replay_lines(link: Link, replayed: Replayed, language: Language) -> Iterator[str]:
    """Yield what answering an entry again came to, and the fields that differ."""
    reason = "" if replayed.reason is None else f"：{replayed.reason.in_language(language)}"
    yield f"{link.id}  {_OUTCOMES[replayed.outcome].in_language(language)}{reason}"
    for each in replayed.differences[:_MOST_DIFFERENCES]:
        yield f"  {each.path}：{_shown(each.before)} → {_shown(each.after)}"
    if len(replayed.differences) > _MOST_DIFFERENCES:
        more = len(replayed.differences) - _MOST_DIFFERENCES
        yield Text(f"  还有 {more} 处", f"  and {more} more").in_language(language)


def plain_replay(link: Link, replayed: Replayed, language: Language) -> dict[str, Any]:
    """Return the same as JSON has it."""
    return {
        "id": link.id,
        "outcome": replayed.outcome.value,
        "reason": "" if replayed.reason is None else replayed.reason.in_language(language),
        "differences": [
            {"path": each.path, "before": each.before, "after": each.after, "is_wording": each.is_wording}
            for each in replayed.differences
        ],
    }


def _shown(value: object) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)


def _labelled(link: Link, entry: Entry) -> Iterator[tuple[Text, object]]:
    head = entry.head
    yield Text("条目", "entry"), entry.id
    yield Text("位置", "place"), f"{link.chain}/{link.seq}"
    yield Text("时间", "time"), f"{entry.recorded_at} ({head.get('area_day', entry.kind.value)})"
    if entry.kind is not Kind.DECISION:
        said = {name: each for name, each in head.items() if name not in ("id", "kind", "recorded_at")}
        yield Text("内容", "content"), said
        return
    yield Text("方法", "method"), head["method"]
    yield Text("请求号", "request"), entry.reference or "—"
    yield Text("来自", "from"), head["caller"] or "—"
    for each in head["releases"]:
        yield Text("规则", "rules"), f"{each['name']} {each['version']} {each['digest']}"
    yield Text("程序", "program"), "、".join(f"{name} {each}" for name, each in head["versions"].items())
    if head["masked"]:
        yield Text("没有留的", "not kept"), "、".join(head["masked"])


def _plain(message: Any) -> dict[str, Any]:  # noqa: ANN401 - any message of the contract
    plain: dict[str, Any] = json_format.MessageToDict(message, preserving_proto_field_name=True)
    return plain


def _as_json(response: Any, _language: Language) -> Iterator[str]:  # noqa: ANN401
    yield json_format.MessageToJson(response, preserving_proto_field_name=True, ensure_ascii=False)


def _decisions(response: Any, language: Language) -> Iterator[str]:  # noqa: ANN401
    page = DecisionPage(language)
    for number, decision in enumerate(response.decisions):
        if number:
            yield ""
        yield from page.lines(decision, response)


_PAGES: Mapping[str, Callable[[Any, Language], Iterator[str]]] = {
    "CheckRecognition": _decisions,
    "ScreenRecognition": _decisions,
    "ReviewRecognition": lambda response, language: ReviewPage(language).lines(response),
    "SettleBill": lambda response, language: SettlementPage(language).lines(response),
    "SettleYear": lambda response, language: SettlementPage(language).lines(response),
    "ListEntitlements": lambda response, language: EntitlementsPage(language).lines(response),
    "LookUpTerms": lambda response, language: LookUpPage(language).lines(response),
}
