"""How property tests run: by default, where CI is set, and with ``--hypothesis-profile=fuzz`` as `make fuzz` does."""

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no failure, so nothing is held to a time.
patient = settings(settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", patient)
settings.register_profile("ci", patient, derandomize=True, database=None, print_blob=True)
settings.register_profile("fuzz", patient, max_examples=20_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--scale``: how many times the ordinary number of generated cases to go through."""
    parser.addoption("--scale", type=int, default=1)


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> int:
    """How many times the ordinary number of generated cases to go through."""
    return int(request.config.getoption("--scale"))
