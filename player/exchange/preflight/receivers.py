"""Who takes which credit: what is not for a receiver is no fault of anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from player.domain.credit import Offer
from player.domain.identifiers import is_pars_activity, is_uan
from player.domain.phrase import Phrase
from player.domain.report_format import ReportFormat
from player.exchange.tables.layout import Takes

NAMES: Mapping[ReportFormat, str] = {
    ReportFormat.COMPLETION: Phrase("The provider"),
    ReportFormat.XAPI: Phrase("The learning record store"),
    ReportFormat.XAPI_LINES: Phrase("The learning record store"),
    ReportFormat.XAPI_SIGNED: Phrase("The learning record store"),
    ReportFormat.BADGE: Phrase("A wallet"),
    ReportFormat.BADGE_PNG: Phrase("A wallet"),
    ReportFormat.BADGE_SVG: Phrase("A wallet"),
}
"""Of forms without a layout."""


def takes(offer: Offer, kind: Takes) -> bool:
    """By the number under which the accreditor knows the course, or else by what the credit is called or asks for: one
    whose number is missing is for the receiver all the same, and the provider is told what is missing."""
    return _TAKES[kind](offer)


def _is_for_pars(offer: Offer) -> bool:
    return is_pars_activity(offer.activity_number) or offer.name.startswith("AMA PRA")


def _is_for_pharmacy(offer: Offer) -> bool:
    return is_uan(offer.activity_number) or "ACPE" in offer.name or "nabp" in offer.identifiers


def _is_for_ce_broker(offer: Offer) -> bool:
    named = dict(offer.reporting)
    return "ce-broker-course" in named or "ce-broker-own-course" in named


_TAKES: Mapping[Takes, Callable[[Offer], bool]] = {
    Takes.EVERYTHING: lambda _: True,
    Takes.PARS: _is_for_pars,
    Takes.PHARMACY: _is_for_pharmacy,
    Takes.CE_BROKER: _is_for_ce_broker,
}
