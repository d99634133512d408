"""The contract as a whole: any change of a name, number or type shows here, in the difference to ``descriptor.txt``.

After a change that is meant: ``python tests/contract/test_descriptor.py > tests/contract/descriptor.txt``.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import cast

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, FileDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pb2 import FieldDescriptorProto

from chronicare.api import v1

MODULES = [each.name for each in iter_modules(v1.__path__) if each.name.endswith("_pb2")]
FILES: list[FileDescriptor] = [import_module(f"{v1.__name__}.{name}").DESCRIPTOR for name in MODULES]


def describe() -> str:
    """Write the contract as text, one line for each field, enum value and method."""
    return "".join(f"{line}\n" for file in FILES for line in _file(file))


def _file(file: FileDescriptor) -> Iterator[str]:
    yield f"file {file.name} package {file.package}"
    for enum in file.enum_types_by_name.values():
        yield from _enum(enum)
    for message in file.message_types_by_name.values():
        yield from _message(message)
    for service in file.services_by_name.values():
        yield from _service(service)


def _enum(enum: EnumDescriptor) -> Iterator[str]:
    yield f"enum {enum.name}"
    for value in enum.values:
        yield f"  {value.number} {value.name}"


def _message(message: Descriptor) -> Iterator[str]:
    yield f"message {message.name}"
    for field in message.fields:
        kind = field.message_type or field.enum_type
        name = kind.full_name if kind is not None else _type(field)
        many = "repeated " if field.is_repeated else "optional " if _is_optional(field) else ""
        oneof = field.containing_oneof
        group = f" in {oneof.name}" if oneof is not None and not _is_optional(field) else ""
        yield f"  {field.number} {many}{name} {field.name} json {field.json_name}{group}"


def _type(field: FieldDescriptor) -> str:
    number = cast("FieldDescriptorProto.Type.ValueType", field.type)
    return FieldDescriptorProto.Type.Name(number).removeprefix("TYPE_").lower()


def _is_optional(field: FieldDescriptor) -> bool:
    oneof = field.containing_oneof
    return oneof is not None and oneof.name == f"_{field.name}"


def _service(service: ServiceDescriptor) -> Iterator[str]:
    yield f"service {service.full_name}"
    for method in service.methods:
        streams = f"{method.client_streaming} {method.server_streaming}"
        yield f"  {method.name} {method.input_type.full_name} {method.output_type.full_name} streaming {streams}"


def test_the_contract_is_the_one_published() -> None:
    published = Path(__file__).with_name("descriptor.txt").read_text(encoding="utf-8")
    assert describe().splitlines() == published.splitlines()


if __name__ == "__main__":
    sys.stdout.write(describe())
