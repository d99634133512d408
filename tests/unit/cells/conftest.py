"""A small vocabulary: one finding type of every kind, for all the tests of this room."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from chronicare.cells.conversion import normalise_unit
from chronicare.cells.types import CellType, Conversion, Level, LevelSet, Quantity, ValueKind
from chronicare.diagnostics import Text


def _linear(factor: str, offset: str = "0") -> Conversion:
    return Conversion(Fraction(factor), Fraction(offset))


_SAME = _linear("1")
_A_DAY = Conversion(Fraction(1, 31), Fraction(0), greatest=Fraction(1, 28))
_A_WEEK = Conversion(Fraction(7, 31), Fraction(0), greatest=Fraction(7, 28))
_LOG = Conversion(Fraction(1), Fraction(0), power=True)


def _quantity(name: str, units: Mapping[str, Conversion], aliases: Mapping[str, str] | None = None) -> Quantity:
    known = {normalise_unit(unit): conversion for unit, conversion in units.items()}
    known |= {normalise_unit(alias): units[unit] for alias, unit in (aliases or {}).items()}
    return Quantity(name, next(iter(units)), tuple(units), known)


def _levels(
    name: str, *values: str, ordered: bool = True, aliases: Mapping[str, tuple[str, ...]] | None = None
) -> LevelSet:
    return LevelSet(
        name, ordered, tuple(Level(value, Text(value, value), (aliases or {}).get(value, ())) for value in values)
    )


def _number(quantity: Quantity | None, low: str | None = None, high: str | None = None) -> CellType:
    return CellType(
        ValueKind.NUMBER,
        quantity,
        low=None if low is None else Fraction(low),
        high=None if high is None else Fraction(high),
    )


_GLUCOSE = _quantity("葡萄糖浓度", {"mmol/L": _SAME, "mg/dL": _linear("1/18")}, {"毫摩尔/升": "mmol/L", "mg%": "mg/dL"})
_PRESSURE = _quantity("压强", {"mmHg": _SAME, "kPa": _linear("15/2")})
_PRESSURES = {
    "systolic_pressure": _number(_PRESSURE, "40", "300"),
    "diastolic_pressure": _number(_PRESSURE, "20", "200"),
}

TYPES = {
    "glucose": _number(_GLUCOSE, "0.1", "100"),
    "protein": _number(_quantity("质量", {"g": _SAME, "mg": _linear("1/1000")}, {"克": "g"})),
    "virus": _number(_quantity("病毒载量", {"IU/mL": _SAME, "log10 IU/mL": _LOG}), "1", "1000000000000"),
    "cells": _number(_quantity("细胞计数", {"10^9/L": _SAME, "/μL": _linear("1/1000")}), "0", "2000"),
    "copies": CellType(
        ValueKind.NUMBER, _quantity("拷贝浓度", {"拷贝/mL": _SAME}), low=Fraction(0), may_be_undetected=True
    ),
    "filtration": _number(
        _quantity("滤过率", {"mL/(min·1.73m²)": _SAME}, {"mL/min/1.73m2": "mL/(min·1.73m²)"}), "0", "250"
    ),
    "tears": _number(_quantity("泪液", {"mm/5min": _SAME}), "0", "50"),
    "warmth": _number(_quantity("温度", {"℃": _SAME, "℉": _linear("5/9", "-160/9")}), "20", "45"),
    "share": _number(_quantity("百分比", {"%": _SAME}), "0", "100"),
    "rate": _number(_quantity("频次", {"次/年": _SAME}), "0", "1000"),
    "score": _number(None, "0", "30"),
    "density": _number(None, "-10", "10"),
    "yes": CellType(ValueKind.YES_NO),
    "class": CellType(
        ValueKind.LEVEL,
        levels=_levels("心功能", "I", "II", "III", "IV", aliases={"II": ("2级", "Ⅱ级"), "III": ("3级",)}),
    ),
    "grade": CellType(ValueKind.LEVEL, levels=_levels("肌张力", "0", "1", "1+", "2", "3级")),
    "activity": CellType(ValueKind.LEVEL, levels=_levels("炎症活动度", "G0", "G1", "G2", "G3")),
    "site": CellType(ValueKind.LEVEL, levels=_levels("部位", "左", "右", ordered=False)),
    "sort": CellType(
        ValueKind.CODE,
        levels=_levels(
            "青光眼类型", "闭角型", "开角型", "继发性", "先天性(婴幼儿)", ordered=False, aliases={"闭角型": ("PACG",)}
        ),
    ),
    "day": CellType(ValueKind.DATE),
    "count": CellType(ValueKind.COUNT, _quantity("次数", {"次": _SAME})),
    "few": CellType(ValueKind.COUNT, low=Fraction(0), high=Fraction(5)),
    "age": CellType(ValueKind.AGE, _quantity("年龄", {"岁": _SAME, "月龄": _linear("1/12")}), high=Fraction(150)),
    "lasting": _number(
        _quantity("月数", {"月": _SAME, "年": _linear("12"), "半年": _linear("6"), "天": _A_DAY, "周": _A_WEEK}),
        "0",
        "1200",
    ),
    "reaction": CellType(
        ValueKind.LEVEL,
        levels=_levels("反应", "阴性", "一般阳性", "中度阳性", aliases={"一般阳性": ("+",), "中度阳性": ("++",)}),
    ),
    "crosses": CellType(ValueKind.LEVEL, levels=_levels("尿蛋白", "-", "1+", "2+", "3+")),
    "volume": _number(_quantity("容积", {"mL": _SAME, "L": _linear("1000")}), "0", "10000"),
    "titre": CellType(ValueKind.TITRE, high=Fraction(100_000)),
    "pressure": CellType(
        ValueKind.COMPOUND,
        components=_PRESSURES,
        component_names={
            "systolic_pressure": "systolic_pressure",
            "收缩压": "systolic_pressure",
            "diastolic_pressure": "diastolic_pressure",
            "舒张压": "diastolic_pressure",
        },
    ),
}


@pytest.fixture(scope="session")
def types() -> Mapping[str, CellType]:
    """Every finding type, by a short name."""
    return TYPES
