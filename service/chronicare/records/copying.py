"""Copies a record to another place, as it is: a backup, the way back from one, the way from files into a database.

What the target has already is not copied again, so that a backup takes as long as what is new in it.
"""

from itertools import islice

from chronicare.diagnostics import Text
from chronicare.records.chain import Head, Link
from chronicare.records.store import ChainWriter, RecordError, RecordStore

_GROUP = 500


def copy_record(source: RecordStore, target: RecordStore) -> int:
    """Copy every chain of ``source`` that ``target`` does not have all of; return how many entries were copied.

    What others write meanwhile may be left for the next time. Raises RecordError, also if a link is not as it was
    written, or if the target has entries that the source never had.
    """
    copied = 0
    for chain in source.chains():
        writer = target.claim(chain)
        try:
            copied += _copy_chain(source, chain, writer)
        finally:
            writer.close()
    return copied


def _copy_chain(source: RecordStore, chain: int, writer: ChainWriter) -> int:
    end, stated = writer.end, source.end(chain)
    links = iter(source.read(chain, max(end.seq - 1, -1)))
    first = next(links, None)
    if first is not None and first.seq == end.seq:
        if first.hash != end.hash:
            raise _foreign(chain)
        first = next(links, None)
    elif end.seq > stated.seq:
        raise _foreign(chain)
    if end.seq < 0:
        begin = Head(chain, first.seq - 1, first.previous) if first else stated
        if begin.seq >= 0:
            writer.begin_after(begin)
    count = 0
    waiting = [first] if first else []
    while waiting:
        _check(waiting, writer.end)
        writer.append(waiting)
        count += len(waiting)
        waiting = list(islice(links, _GROUP))
    return count


def _check(links: list[Link], end: Head) -> None:
    for each in links:
        if each.previous != end.hash or each.sum() != each.hash or each.seq != end.seq + 1:
            where = f"{each.chain}/{each.seq}"
            raise RecordError(
                Text(
                    f"条目 {where} 不是写入时的样子，先 verify", f"entry {where} is not as it was written: verify first"
                )
            )
        end = each.end


def _foreign(chain: int) -> RecordError:
    return RecordError(
        Text(
            f"目标里链 {chain} 的内容不是这个库的早先部分", f"chain {chain} of the target is not an earlier part of it"
        )
    )
