"""Entitlements on a page: what the rules do not cover is never told as what nobody pays for."""

import click

from chronicare.api.v1 import benefit_service_pb2 as pb
from chronicare.cli.pages.entitlements import EntitlementsPage
from chronicare.diagnostics import Language

OUTSIDE = pb.Entitlement(setting="住院", is_not_covered=True)
UNPAID = pb.Entitlement(setting="门诊")


def lines(*entitlements: pb.Entitlement) -> list[str]:
    """Return the lines of the page, without indents and empty ones."""
    page = EntitlementsPage(Language.ZH).lines(pb.ListEntitlementsResponse(entitlements=entitlements))
    return [click.unstyle(each).strip() for each in page if each.strip()]


def test_what_the_rules_do_not_cover_is_not_told_as_no_entitlement() -> None:
    told = lines(OUTSIDE)
    assert told[:2] == ["本规则集未收录（不是没有待遇）", "住院"]
    assert not any("没有可享受的待遇" in each or "没有支付方" in each for each in told)


def test_what_nobody_pays_for_stands_apart_from_what_is_not_covered() -> None:
    told = lines(OUTSIDE, UNPAID)
    assert told[:3] == ["没有可享受的待遇", "本规则集未收录（不是没有待遇）", "住院"]
    assert told[3:5] == ["没有支付方的结算类别", "门诊：规则表里没有适用的支付方"]
