"""How property tests run: by default, where CI is set, and as `make test-quick` and `make fuzz` do it.

The latter two give ``--hypothesis-profile=quick`` and ``--hypothesis-profile=fuzz``.
"""

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no failure, so nothing is held to a time.
patient = settings(settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", patient)
settings.register_profile("ci", patient, derandomize=True, database=None, print_blob=True)
settings.register_profile("quick", patient, max_examples=10)
settings.register_profile("fuzz", patient, max_examples=20_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--scale``: how many times the ordinary number of generated cases to go through."""
    parser.addoption("--scale", type=int, default=1)


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> int:
    """How many times the ordinary number of generated cases to go through."""
    return int(request.config.getoption("--scale"))
