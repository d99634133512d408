"""The document of what is answered over HTTP: it is right by OpenAPI, and what it shows is what the service does."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from over_http import ask, free_port

from chronicare.rpc.http.openapi import document
from chronicare.rpc.server import BENEFITS, RECOGNITION, RULE_SETS

if TYPE_CHECKING:
    from acceptance.conftest import Live, Serve

DOCUMENT: Any = json.loads(document())
EXAMPLES = {each.stem: json.loads(each.read_text("utf-8")) for each in Path("protos/examples").glob("*.json")}
METHODS = [
    (service, method)
    for service in (RECOGNITION, BENEFITS, RULE_SETS)
    for method in service.methods
    if not method.client_streaming
]
PATHS = {method.name: f"/{service.full_name}/{method.name}" for service, method in METHODS}


def answers_to(name: str) -> OAS31Validator:
    """Return what holds something to the schema called ``name``, in which nothing may stand that it does not name."""
    schemas = {key: strict(each) for key, each in DOCUMENT["components"]["schemas"].items()}
    return OAS31Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})


def strict(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**schema, "additionalProperties": False} if "properties" in schema else schema


def test_the_document_is_right_by_the_specification() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    validate(DOCUMENT)


def test_every_method_has_a_path_with_words_and_only_safe_ones_a_get() -> None:
    assert set(DOCUMENT["paths"]) == set(PATHS.values())
    safe = {"ListDiseases", "DescribeDisease", "ListTerms", "ListAreas"}
    for name, path in PATHS.items():
        assert set(DOCUMENT["paths"][path]) == {"post", "get"} if name in safe else {"post"}
        assert DOCUMENT["paths"][path]["post"]["summary"]
    assert DOCUMENT["paths"][PATHS["ListAreas"]]["post"]["tags"] == ["RuleSetService"]


def test_schemas_are_those_of_the_contract() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    check = schemas["CheckRecognitionRequest"]
    assert check["required"] == ["areaCode", "asOfDate"]
    assert check["properties"]["diseaseCodes"] == {
        "type": "array",
        "items": {"type": "string"},
        "description": "The entries to decide, by code or alias, each once; at most 100. Required, except in "
        "ScreenRecognition, which decides all of them.",
    }
    assert check["properties"]["readings"]["additionalProperties"] == {"type": "string"}
    assert schemas["Outcome"]["enum"][1:] == ["OUTCOME_MEETS", "OUTCOME_DOES_NOT_MEET", "OUTCOME_UNDECIDED"]
    assert "- `ERROR_REASON_BUSY`: RESOURCE_EXHAUSTED. Too many calls at once;" in schemas["ErrorReason"]["description"]
    for schema in schemas.values():
        assert schema["description"]
        for name, field in schema.get("properties", {}).items():
            assert field.get("description"), name


def shown() -> Iterator[tuple[str, Any]]:
    for path, operations in DOCUMENT["paths"].items():
        yield path, operations["post"]["requestBody"]["content"]["application/json"]["example"]


@pytest.mark.parametrize(("path", "example"), list(shown()))
def test_what_it_shows_can_be_asked_and_is_answered_as_it_says(real: "Live", path: str, example: Any) -> None:  # noqa: ANN401
    asked, answered = f"{path.rpartition('/')[2]}Request", f"{path.rpartition('/')[2]}Response"
    assert not list(answers_to(asked).iter_errors(example))
    reply = ask(real.http_port, path, example)
    assert reply.status == 200, reply.body.decode()
    assert reply.json
    assert not list(answers_to(answered).iter_errors(reply.json))
    for item in reply.json.get("items", ()):
        assert "error" not in item
    wrong = ask(real.http_port, path, {**example, "nowhere": 1})
    assert wrong.violations == [("nowhere", "E0811")]
    assert not list(answers_to("Error").iter_errors(wrong.json))


def test_it_is_served_where_reflection_is(real: "Live", serve: "Serve") -> None:
    reply = ask(real.http_port, "/openapi.json", verb="GET")
    assert (reply.status, reply.headers["content-type"], reply.json) == (200, "application/json", DOCUMENT)
    port = free_port()
    with serve(load=False, http_port=port, reflection=False):
        assert ask(port, "/openapi.json", verb="GET").status == 404


def test_examples_are_those_of_methods() -> None:
    assert set(EXAMPLES) == set(PATHS)
