"""The contract as an OpenAPI document, for those who come by HTTP: made of the protos, with their comments.

Run by ``make protos``: reads what protoc writes of the protos (``--include_source_info``) and a folder of examples, one
for each method; writes the document.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
    MethodOptions,
)

from chronicare.rpc.http.connect import HTTP_STATUS, code_of

Json = dict[str, Any]

_PACKAGE = "chronicare.api.v1"
_REQUIRED = "Required."
_MESSAGES, _ENUMS, _SERVICES = 4, 5, 6
_PARTS = 2
"""Where fields, values and methods stand in a message, an enum and a service; and messages and so on in a file."""
_JSON: Mapping[str, Json] = {
    ".google.protobuf.Value": {"description": "Any JSON value."},
    ".google.protobuf.Struct": {"type": "object"},
    ".google.protobuf.ListValue": {"type": "array"},
}
_SCALARS: Mapping[int, Json] = {
    FieldDescriptorProto.TYPE_STRING: {"type": "string"},
    FieldDescriptorProto.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptorProto.TYPE_INT32: {"type": "integer", "format": "int32"},
    FieldDescriptorProto.TYPE_INT64: {"type": ["string", "integer"], "format": "int64"},
    FieldDescriptorProto.TYPE_DOUBLE: {"type": "number", "format": "double"},
}
_ERROR: Json = {
    "type": "object",
    "description": "Why a call has no answer. `message` begins with the first violation; `details` hold all.",
    "required": ["code"],
    "properties": {
        "code": {
            "type": "string",
            "enum": sorted(code_of(each) for each in HTTP_STATUS),
            "description": "The status, as Connect names it.",
        },
        "message": {"type": "string", "description": "For people, in the language asked for."},
        "details": {
            "type": "array",
            "description": "For programs.",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {
                        "type": "string",
                        "description": "google.rpc.ErrorInfo (its `reason` is an ErrorReason), google.rpc.BadRequest "
                        "or google.rpc.RetryInfo.",
                    },
                    "value": {"type": "string", "description": "The detail's bytes in base64, without padding."},
                    "debug": {"description": "The same as JSON."},
                },
            },
        },
    },
}


def document() -> bytes:
    """Return the document of this version of the contract."""
    return (files(_PACKAGE.rpartition(".")[0]) / "v1" / "openapi.json").read_bytes()


def describe(protos: FileDescriptorSet, examples: Mapping[str, Json]) -> Json:
    """Return the document of ``protos``; ``examples`` are requests by the name of their method."""
    ours = [each for each in protos.file if each.package == _PACKAGE]
    paths: Json = {}
    schemas: Json = {"Error": _ERROR}
    for file in ours:
        said = _comments(file)
        for index, message in enumerate(file.message_type):
            schemas[message.name] = _message(message, said, (_MESSAGES, index))
        for index, enum in enumerate(file.enum_type):
            schemas[enum.name] = _enum(enum, said, (_ENUMS, index))
        for index, service in enumerate(file.service):
            for number, method in enumerate(service.method):
                if not (method.client_streaming or method.server_streaming):
                    comment = said.get((_SERVICES, index, _PARTS, number), "")
                    path = f"/{file.package}.{service.name}/{method.name}"
                    paths[path] = dict(_operations(service.name, method, comment, examples[method.name]))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "chronicare",
            "version": _PACKAGE.rpartition(".")[2],
            "description": "Decides who qualifies for outpatient chronic and special disease benefits (门诊慢特病) and "
            "settles bills, as Connect's unary calls in JSON. Answers leave out fields that have their default value.",
        },
        "security": [{}, {"token": []}, {"certificate": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "certificate": {"type": "mutualTLS"},
            },
            "responses": {
                "Error": {
                    "description": "No answer: the code says which kind, the details why.",
                    "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}, **_ID},
                    "content": {"application/json": {"schema": _reference("Error")}},
                }
            },
        },
    }


_ID: Json = {
    "X-Request-Id": {"schema": {"type": "string"}, "description": "The id of the call, the caller's if it sent one."}
}
_HEADERS: list[Json] = [
    {"name": "Connect-Protocol-Version", "in": "header", "schema": {"type": "string", "enum": ["1"]}},
    {
        "name": "Connect-Timeout-Ms",
        "in": "header",
        "schema": {"type": "integer", "minimum": 0, "maximum": 9_999_999_999},
        "description": "After so many milliseconds nobody waits for the answer.",
    },
    {"name": "X-Request-Id", "in": "header", "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,128}$"}},
]


def _operations(service: str, method: MethodDescriptorProto, comment: str, example: Json) -> Iterator[tuple[str, Json]]:
    """Yield what can be done at the path of ``method``."""
    request, response = (each.rpartition(".")[2] for each in (method.input_type, method.output_type))
    answers = {
        "200": {
            "description": "The answer.",
            "headers": _ID,
            "content": {"application/json": {"schema": _reference(response)}},
        },
        "default": {"$ref": "#/components/responses/Error"},
    }
    common = {"tags": [service], "summary": comment.partition(". ")[0].rstrip("."), "description": comment}
    content = {"application/json": {"schema": _reference(request), "example": example}}
    yield (
        "post",
        {
            **common,
            "operationId": method.name,
            "parameters": _HEADERS,
            "requestBody": {"required": True, "content": content},
            "responses": answers,
        },
    )
    if method.options.idempotency_level == MethodOptions.NO_SIDE_EFFECTS:
        query = [
            {"name": "encoding", "in": "query", "required": True, "schema": {"type": "string", "enum": ["json"]}},
            {"name": "message", "in": "query", "required": True, "content": content},
        ]
        parameters = [*query, *_HEADERS[1:]]
        yield "get", {**common, "operationId": f"{method.name}ByGet", "parameters": parameters, "responses": answers}


def _message(message: DescriptorProto, said: Mapping[tuple[int, ...], str], path: tuple[int, ...]) -> Json:
    maps = {f".{_PACKAGE}.{message.name}.{each.name}": each for each in message.nested_type if each.options.map_entry}
    properties: Json = {}
    required: list[str] = []
    for index, field in enumerate(message.field):
        comment = said.get((*path, _PARTS, index), "")
        entry = maps.get(field.type_name)
        kind = {"type": "object", "additionalProperties": _kind(entry.field[1])} if entry else _kind(field)
        if field.label == FieldDescriptorProto.LABEL_REPEATED and not entry:
            kind = {"type": "array", "items": kind}
        properties[field.json_name] = {**kind, "description": comment} if comment else kind
        if comment.startswith(_REQUIRED):
            required.append(field.json_name)
    schema: Json = {"type": "object", "description": said.get(path, ""), "properties": properties}
    return {**schema, "required": required} if required else schema


def _kind(field: FieldDescriptorProto) -> Json:
    if field.type_name in _JSON:
        return dict(_JSON[field.type_name])
    if field.type_name:
        return _reference(field.type_name.rpartition(".")[2])
    return dict(_SCALARS[field.type])


def _enum(enum: EnumDescriptorProto, said: Mapping[tuple[int, ...], str], path: tuple[int, ...]) -> Json:
    told = [f"- `{each.name}`: {said.get((*path, _PARTS, index), '')}" for index, each in enumerate(enum.value)]
    names = [each.name for each in enum.value]
    return {"type": "string", "enum": names, "description": "\n".join((said.get(path, ""), "", *told))}


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _comments(file: FileDescriptorProto) -> Mapping[tuple[int, ...], str]:
    """Return what stands before each part of ``file``, by where that is."""
    return {
        tuple(each.path): " ".join(each.leading_comments.split())
        for each in file.source_code_info.location
        if each.leading_comments
    }


def main() -> None:
    """Read the protos from standard input and the examples from a folder; write the document."""
    protos = FileDescriptorSet.FromString(sys.stdin.buffer.read())
    examples = {each.stem: json.loads(each.read_text("utf-8")) for each in Path(sys.argv[1]).glob("*.json")}
    sys.stdout.write(json.dumps(describe(protos, examples), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
