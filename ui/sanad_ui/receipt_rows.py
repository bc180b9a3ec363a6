"""Receipts as rows of a list: the service, when, how paid, who, and the total."""

from __future__ import annotations

from sanad_desk.usecases.find_receipts import FoundReceipt, Standing
from sanad_ui import formats
from sanad_ui.kit.row import Row
from sanad_ui.texts import both, t

_ICONS = {"card": "credit-card", "transfer": "arrow-left-right"}
_TONES: dict[Standing | None, str] = {Standing.HERE: "warn", Standing.AGREED: "brand"}
_REVERSALS = ("void", "refund", "deposit_return")


def receipt_row(receipt: FoundReceipt, now: int) -> Row:
    """In the language in use; made again when it changes."""
    first = receipt.services[0] if receipt.services else None
    title = both(first.ar, first.en)() if first else formats.identifier(receipt.number)
    more = len(receipt.services) - 1
    title = t("find.and_more", service=title, n=more) if more > 0 else title
    mark = _mark(receipt)
    return Row(
        receipt.number,
        t("find.marked", mark=mark, title=title) if mark else title,
        formats.listed(
            [
                formats.identifier(receipt.number),
                formats.moment_text(receipt.completed_at, now),
                _tenders(receipt),
                _customer(receipt),
            ]
        ),
        formats.amount(receipt.total),
        icon=_icon(receipt),
        tone="ink2" if receipt.taken_back == "whole" else "ink",
        chip=standing_text(receipt),
        chip_tone=standing_tone(receipt),
        tip=standing_tip(receipt),
    )


def standing_text(receipt: FoundReceipt) -> str:
    """Which desk gave it, or how far it came from here; empty where there is no server."""
    if receipt.elsewhere:
        return t("find.standing.elsewhere", desk=formats.number(receipt.elsewhere))
    return t(f"find.standing.{receipt.standing}") if receipt.standing else ""


def standing_tip(receipt: FoundReceipt) -> str:
    """The same in full."""
    if receipt.elsewhere:
        return t("find.standing_tip.elsewhere", desk=formats.number(receipt.elsewhere))
    return t(f"find.standing_tip.{receipt.standing}") if receipt.standing else ""


def standing_tone(receipt: FoundReceipt) -> str:
    return "info" if receipt.elsewhere else _TONES.get(receipt.standing, "quiet")


def _mark(receipt: FoundReceipt) -> str:
    """What it is if it is no plain sale."""
    if receipt.kind != "sale":
        return t(f"find.kind.{receipt.kind}")
    return t(f"find.mark.{receipt.taken_back}") if receipt.taken_back else ""


def _icon(receipt: FoundReceipt) -> str:
    if receipt.kind in _REVERSALS:
        return "undo-2"
    if receipt.taken_back == "whole":
        return "ban"
    return _ICONS.get(receipt.tenders[0], "banknote") if len(receipt.tenders) == 1 else "receipt"


def _customer(receipt: FoundReceipt) -> str:
    name = both(receipt.customer.ar, receipt.customer.en)()
    masked = formats.identifier(receipt.masked)
    return t("find.customer", name=name, masked=masked) if name else masked or t("find.nobody_named")


def _tenders(receipt: FoundReceipt) -> str:
    if not receipt.tenders:
        return t("find.tender.nothing")
    return " + ".join(t(f"find.tender.{tender}") for tender in receipt.tenders)
