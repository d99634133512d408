"""The engine is as right when freed and fresh memory is filled with rubbish: nothing uninitialised is relied upon."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_under_malloc_perturb() -> None:
    suite = str(Path(__file__).with_name("test_conformance.py"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "fires or agree", suite]
    environment = os.environ | {"MALLOC_PERTURB_": "165", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
