"""How property tests run: by default, where CI is set, and with ``--hypothesis-profile=fuzz`` as `make fuzz` does."""

from hypothesis import HealthCheck, settings

# A slow machine is no failure, so nothing is held to a time.
patient = settings(settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", patient)
settings.register_profile("ci", patient, derandomize=True, database=None, print_blob=True)
settings.register_profile("fuzz", patient, max_examples=20_000)
