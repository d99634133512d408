"""Finds what has been changed in a record: every link is summed anew and held against the one before it.

An entry that was changed, removed, moved or put in shows by itself. That the last entries were cut off, or a chain was
written anew from some entry on, shows by the ends that were taken down elsewhere before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chronicare.diagnostics import Text
from chronicare.records.chain import Head, Link
from chronicare.records.entry import Kind
from chronicare.records.store import Column, RecordError, RecordStore


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: at the place ``seq`` of ``chain``, -1 for the whole of it.

    ``id`` is the entry's that stands there, if one does.
    """

    chain: int
    seq: int
    reason: Text
    id: str = ""


@dataclass(slots=True)
class Verified:
    """What was found: how many entries are good, the end of every chain, of each chain the first that is wrong.

    ``removed`` is how many were removed by retention, as the record itself says.
    """

    entries: int = 0
    removed: int = 0
    ends: list[Head] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def verify(store: RecordStore, known: Iterable[Head] = ()) -> Verified:
    """Go through the whole of ``store``, which must still have the ends that are ``known`` from before.

    Raises RecordError if it cannot be read at all.
    """
    verified, chains = Verified(), store.chains()
    fronts = fronts_of(store)
    expected: dict[int, dict[int, bytes]] = {}
    for head in known:
        expected.setdefault(head.chain, {})[head.seq] = head.hash
    for chain in range(max([*chains, *expected], default=-1) + 1):
        if chain not in chains:
            verified.faults.append(Fault(chain, -1, Text("这一链不见了", "this chain is missing")))
            continue
        front = fronts.get(chain, Head(chain))
        fault = _verify_chain(store, front, expected.get(chain, {}), verified)
        if fault is not None:
            verified.faults.append(fault)
    seen = {fault.chain for fault in verified.faults}
    verified.faults += [Fault(-1, -1, told) for told in store.check() if not seen]
    return verified


def fronts_of(store: RecordStore) -> Mapping[int, Head]:
    """Return after what each chain begins, of those whose front has been removed: what the record says of that last."""
    said: Link | None = None
    try:
        for each in store.find(Column.REFERENCE, Kind.REMOVED):
            if said is None or each.recorded_at >= said.recorded_at:
                said = each
        fronts = said.entry().head["fronts"] if said else {}
        return {
            int(chain): Head(int(chain), each["seq"], bytes.fromhex(each["hash"])) for chain, each in fronts.items()
        }
    except (RecordError, ValueError, KeyError, TypeError):
        return {}  # a chain that cannot be read, or does not begin where it should, is told when its turn comes


def _verify_chain(store: RecordStore, front: Head, known: Mapping[int, bytes], verified: Verified) -> Fault | None:
    """Return the first fault of a chain that begins after ``front``; what is good of it goes to ``verified``."""
    chain, end = front.chain, front
    verified.removed += front.seq + 1
    try:
        before = store.end(chain)  # others may write meanwhile: what they add is there, what they had is not less
        for link in store.read(chain):
            if link.seq <= front.seq:
                continue  # a remover ended before it was done
            reason = _look_at(link, end, known)
            if reason is not None:
                return Fault(chain, link.seq, reason, link.id)
            end = link.end
            verified.entries += 1
        after = store.end(chain)
    except RecordError as error:
        return Fault(chain, end.seq + 1, Text(f"读不出来：{error.reason.zh}", f"it cannot be read: {error.reason.en}"))
    verified.ends.append(end)
    lost = max([before.seq, *known])
    if lost > end.seq:
        return Fault(chain, end.seq + 1, Text(f"缺到 {lost} 为止的条目", f"the entries up to {lost} are missing"))
    if after.seq < end.seq or (after.seq == end.seq and after.hash != end.hash):
        return Fault(chain, end.seq, Text("不是写入者记下的末端", "it is not the end that the writer left"))
    return None


def _look_at(link: Link, end: Head, known: Mapping[int, bytes]) -> Text | None:
    """Say what is wrong with ``link``, which must come after ``end`` and be what is ``known`` of its place."""
    if link.seq != end.seq + 1:
        return Text(f"前面缺 {end.seq + 1} 起的条目", f"the entries from {end.seq + 1} on are missing before it")
    if link.previous != end.hash:
        return Text("不接在前一条之后", "it does not come after the one before it")
    if link.sum() != link.hash:
        return Text("内容被改动过", "it has been changed")
    try:
        entry = link.entry()
        repeated = (entry.id, entry.recorded_at, entry.reference)
    except (ValueError, KeyError, TypeError):
        return Text("内容读不出来", "it cannot be read")
    if repeated != (link.id, link.recorded_at, link.reference):
        return Text("索引列与内容不符", "its columns are not what it says")
    if known.get(link.seq, link.hash) != link.hash:
        return Text("与以前记下的不同：从前面某处起改写过", "it is not what was taken down before: written anew")
    return None
