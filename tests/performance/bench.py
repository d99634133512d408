"""Measures how fast decisions are: in one process, over gRPC, and at the start. Nothing is asserted.

Run by ``make bench``. Figures depend on the machine; the ratios to what else was measured in the same run do less so.
"""

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from in_process import measure_decisions, measure_reports
from page import print_machine, print_section
from persons import DISEASE, draw_persons, open_release, tables_alone

from chronicare.engine import DurableEngine


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: rough figures")
    parser.parse_args()


if __name__ == "__main__":
    main()
