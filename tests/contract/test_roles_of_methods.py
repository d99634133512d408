"""Every method that can be called is in the table of roles; every request says by the rules of which area it asks."""

from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

from chronicare.rpc.access.areas import AREA_FREE
from chronicare.rpc.access.roles import NEEDED, OPEN
from chronicare.rpc.server import BENEFITS, RECOGNITION, RULE_SETS

OURS = (RECOGNITION, BENEFITS, RULE_SETS)
OTHERS = (
    health_pb2.DESCRIPTOR.services_by_name["Health"],
    reflection_pb2.DESCRIPTOR.services_by_name["ServerReflection"],
)
PROBED = {"/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"}


def test_the_table_holds_the_methods_there_are_and_no_other() -> None:
    known = {f"/{service.full_name}/{method.name}" for service in (*OURS, *OTHERS) for method in service.methods}
    # The standard health service has a method that ours does not answer.
    assert set(NEEDED) == known - {"/grpc.health.v1.Health/List"}


def test_nobody_is_asked_only_by_probes() -> None:
    assert {method for method, roles in NEEDED.items() if roles == OPEN} == PROBED


def test_every_request_names_its_area_where_it_is_looked_for() -> None:
    for service in OURS:
        for method in service.methods:
            asked = method.input_type
            inner = asked.fields_by_name.get("requests") or asked.fields_by_name.get("request")
            if method.client_streaming:  # each item is asked for as a call by itself
                continue
            about = asked if "area_code" in asked.fields_by_name or inner is None else inner.message_type
            assert about is not None
            assert ("area_code" in about.fields_by_name) != (asked.full_name in AREA_FREE), asked.full_name
