"""The parts every page is built from; each speaks the language in use and paints in the theme's tokens."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanad_ui.kit.amount import Amount
    from sanad_ui.kit.approval_sheet import ApprovalGiven, ApprovalSheet
    from sanad_ui.kit.avatar import Avatar
    from sanad_ui.kit.banner import Banner
    from sanad_ui.kit.buttons import IconButton, PrimaryButton, QuietButton, SecondaryButton, SmallPrimaryButton
    from sanad_ui.kit.card import Card, Hairline
    from sanad_ui.kit.chip import Chip, FilterChip
    from sanad_ui.kit.choice_field import ChoiceField
    from sanad_ui.kit.date_field import DateField
    from sanad_ui.kit.digit_field import DigitField, PhoneField
    from sanad_ui.kit.empty_state import EmptyState
    from sanad_ui.kit.field import Field
    from sanad_ui.kit.icon_label import IconLabel
    from sanad_ui.kit.key_cap import KeyCap
    from sanad_ui.kit.label import ElidedLabel, Label
    from sanad_ui.kit.money_field import MoneyField
    from sanad_ui.kit.operator_tile import OperatorTile
    from sanad_ui.kit.overlay import Overlay
    from sanad_ui.kit.pin_field import PinField
    from sanad_ui.kit.progress import ProgressLine
    from sanad_ui.kit.row_list import Row, RowList
    from sanad_ui.kit.scroll_column import ScrollColumn
    from sanad_ui.kit.segmented import Segmented
    from sanad_ui.kit.sheet import Sheet
    from sanad_ui.kit.text_field import TextField
    from sanad_ui.kit.tick import Tick
    from sanad_ui.kit.toast import ToastLine

__all__ = [
    "Amount",
    "ApprovalGiven",
    "ApprovalSheet",
    "Avatar",
    "Banner",
    "Card",
    "Chip",
    "ChoiceField",
    "DateField",
    "DigitField",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "FilterChip",
    "Hairline",
    "IconButton",
    "IconLabel",
    "KeyCap",
    "Label",
    "MoneyField",
    "OperatorTile",
    "Overlay",
    "PhoneField",
    "PinField",
    "PrimaryButton",
    "ProgressLine",
    "QuietButton",
    "Row",
    "RowList",
    "ScrollColumn",
    "SecondaryButton",
    "Segmented",
    "Sheet",
    "SmallPrimaryButton",
    "TextField",
    "Tick",
    "ToastLine",
]

# A part is imported when it is first asked for: the first paint needs few of them.
_HOMES = {
    "Amount": "amount",
    "ApprovalGiven": "approval_sheet",
    "ApprovalSheet": "approval_sheet",
    "Avatar": "avatar",
    "Banner": "banner",
    "Card": "card",
    "Chip": "chip",
    "ChoiceField": "choice_field",
    "DateField": "date_field",
    "DigitField": "digit_field",
    "ElidedLabel": "label",
    "EmptyState": "empty_state",
    "Field": "field",
    "FilterChip": "chip",
    "Hairline": "card",
    "IconButton": "buttons",
    "IconLabel": "icon_label",
    "KeyCap": "key_cap",
    "Label": "label",
    "MoneyField": "money_field",
    "OperatorTile": "operator_tile",
    "Overlay": "overlay",
    "PhoneField": "digit_field",
    "PinField": "pin_field",
    "PrimaryButton": "buttons",
    "ProgressLine": "progress",
    "QuietButton": "buttons",
    "Row": "row_list",
    "RowList": "row_list",
    "ScrollColumn": "scroll_column",
    "SecondaryButton": "buttons",
    "Segmented": "segmented",
    "Sheet": "sheet",
    "SmallPrimaryButton": "buttons",
    "TextField": "text_field",
    "Tick": "tick",
    "ToastLine": "toast",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{home}"), name)
