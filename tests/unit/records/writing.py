"""A process that records decisions one after the other, each durable, and tells which have been acknowledged.

Run as ``python writing.py PLACE FIRST COUNT``; what is acknowledged goes to standard output, a number a line.
"""

import sys

from unit.records.made import decision

from chronicare.records.opening import open_store
from chronicare.records.recorder import Recorder


def main() -> None:
    """Record them in groups of three, as several calls at once would."""
    place, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    recorder = Recorder(open_store(place), {})
    recorder.start()
    for number in range(first, first + count, 3):
        waiting = [(each, recorder.put([decision(each)])) for each in range(number, number + 3)]
        for each, written in waiting:
            if written is not None:
                written.result()
            print(each, flush=True)  # noqa: T201 - read by the test
    recorder.close()


if __name__ == "__main__":
    main()
