"""Removes what is old enough: whole segments at the front of chains, and says so in the record itself.

From where each chain goes on, and the hash before that, is an entry; so what is left can be verified, and nobody can
cut off a front without its showing. It is written before anything is removed; what was not finished is the next time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from chronicare.loaders.clock import now
from chronicare.records.chain import Head, link
from chronicare.records.entry import Entry, Kind, head_of, write_time
from chronicare.records.store import RecordStore
from chronicare.records.verification import fronts_of


def removable(store: RecordStore, before: str) -> Mapping[int, Head]:
    """Return, by chain, the last link of the segments at its front in which all is from ``before`` a time (UTC).

    Raises RecordError.
    """
    found: dict[int, Head] = {}
    for chain in store.chains():
        last, end = None, None
        for each in store.read(chain):
            if each.reference == Kind.OPENED:
                last = end
            if each.recorded_at >= before:
                break
            end = each.end
        else:
            last = end
        if last is not None:
            found[chain] = last
    return found


def remove_before(store: RecordStore, before: datetime, clock: Callable[[], datetime] = now) -> Mapping[int, Head]:
    """Remove what is ``removable``; return it. Others may go on writing. Raises RecordError."""
    limit = write_time(before)
    found, fronts = removable(store, limit), dict(fronts_of(store))
    if found:
        fronts |= found
        said = {str(chain): {"seq": end.seq, "hash": end.hash.hex()} for chain, end in sorted(fronts.items())}
        entry = Entry(head_of(Kind.REMOVED, clock(), before=limit, chains=sorted(found), fronts=said))
        writer = store.claim()
        try:
            writer.append(link([entry], writer.end))
        finally:
            writer.close()
    for chain, end in fronts.items():
        store.remove(chain, end.seq)
    return found
