"""What a use case can refuse or fail with stands in its docstring: its callers make a status or a sentence of it."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest

from chronicare.application import benefits, recognition
from chronicare.application.runtime import Runtime

USE_CASES = {
    f"{module.name}.{name}": function
    for package in (benefits, recognition)
    for module in iter_modules(package.__path__, f"{package.__name__}.")
    for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction)
    if function.__module__ == module.name and not name.startswith("_")
    if next(iter(inspect.signature(function).parameters.values())).annotation is Runtime
}


def test_there_are_use_cases() -> None:
    assert {name.rpartition(".")[2] for name in USE_CASES} >= {"settle_bill", "look_up_terms", "check_recognition"}


@pytest.mark.parametrize("name", USE_CASES)
def test_a_use_case_names_what_it_raises(name: str) -> None:
    assert "Raises" in (inspect.getdoc(USE_CASES[name]) or "")
