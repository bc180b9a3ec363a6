"""The centre's own prices: a service is found by its words, and each of its actions gets a price."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.price_list import PriceLine
from sanad_ui import tokens
from sanad_ui.background import Job
from sanad_ui.kit import Card, Label, Row, RowList, ScrollColumn, TextField
from sanad_ui.kit.shown import set_shown
from sanad_ui.settings.door import PricedService
from sanad_ui.settings.price_editor import PriceEditor
from sanad_ui.settings.section import Around, Section
from sanad_ui.texts import both, language, t


class PricesSection(Section):
    """The arrows walk the list while the words are typed; Return leads to the first price."""

    name = "prices"
    icon = "coins"
    needs_manager = True
    saves = True

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._services: list[PricedService] = []
        self._asking: Job | None = None
        self._shown_code = ""
        self._wants_price = False
        self.editors: list[PriceEditor] = []
        self.box = TextField(
            name="price_search", spoken="settings.prices.search", placeholder="settings.prices.search", icon="search"
        )
        self.list = RowList("settings.prices.list", name="price_services")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.service = Label(size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, wrap=True, name="priced_service")
        self.entity = Label.secondary(name="priced_entity")
        self._lay_out()
        self.box.edited.connect(self._search)
        self.box.submitted.connect(self._go_to_price)
        self.box.edit.installEventFilter(self)
        self.list.moved.connect(self._ask_prices)
        self.list.chosen.connect(self._go_to_price)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE)
        side = QVBoxLayout()
        side.addWidget(self.box)
        side.addWidget(self.list, 1)
        row.addLayout(side, 5)
        self.detail = Card(name="price_card")
        self.detail.add(self.service)
        self.detail.add(self.entity)
        self.lines = ScrollColumn(name="price_lines", spacing=10)
        self.lines.column.addStretch(1)
        self.detail.add(self.lines, 1)
        row.addWidget(self.detail, 5)
        self.column.addLayout(row, 1)

    def enter(self) -> None:
        self._search()

    def first(self) -> QWidget:
        return self.box.edit

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self.list.step(step)
                return True
        return super().eventFilter(watched, event)

    def is_changed(self) -> bool:
        return any(editor.is_changed() for editor in self.editors)

    def save(self) -> None:
        for editor in self.editors:
            if editor.is_changed():
                editor.save()

    def _search(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        find = partial(self.door.services, self.box.text())
        self._asking = self.background.run(find, self._show_services, self.show_error)

    def _show_services(self, services: list[PricedService]) -> None:
        self._services = services
        self._show_rows()

    def _show_rows(self) -> None:
        self.list.show_rows(
            [
                Row(
                    service.code,
                    both(service.name.ar, service.name.en)(),
                    both(service.entity.ar, service.entity.en)(),
                    t("settings.prices.own") if service.own else "",
                )
                for service in self._services
            ]
        )
        self._ask_prices(self.list.current_id())

    def _ask_prices(self, code: str | None) -> None:
        set_shown(self.detail, bool(code))
        if not code:
            return
        service = next(service for service in self._services if service.code == code)
        self.service.say(both(service.name.ar, service.name.en))
        self.entity.say(both(service.entity.ar, service.entity.en))
        if code != self._shown_code:
            self._shown_code = code
            self._clear()
            self.background.run(partial(self.door.prices, code), partial(self._show_prices, code), self.show_error)

    def _show_prices(self, code: str, lines: list[PriceLine]) -> None:
        if code != self._shown_code:
            return
        self._clear()
        self.editors = [PriceEditor(line) for line in lines]
        for place, editor in enumerate(self.editors):
            self.lines.column.insertWidget(place, editor)
            editor.asked.connect(self._save)
        self.guarded = list(self.editors)
        self.allow(self.boss)
        if self._wants_price:
            self._go_to_price()

    def _clear(self) -> None:
        for editor in self.editors:
            editor.hide()
            editor.deleteLater()
        self.editors = []
        self.guarded = []

    def _save(self, line: PriceLine, amount: int | None) -> None:
        if self.boss is not None:
            code = self._shown_code
            save = partial(self.door.save_price, self.boss, code, line.action, line.variant, amount)
            self.background.run(save, partial(self._on_saved, code), self._on_refused)

    def _on_saved(self, code: str, lines: list[PriceLine]) -> None:
        self._show_prices(code, lines)
        self.tell("settings.prices.saved")
        self._search()

    def _on_refused(self, error: SanadError) -> None:
        if error.params.get("field") == "price" and self.editors:
            self.editors[0].price.set_error(error)
        else:
            self.show_error(error)

    def _go_to_price(self, _code: object = None) -> None:
        """Return may be pressed before the prices are there; the focus then comes with them."""
        self._wants_price = not self.editors
        if self.editors and self.boss is not None:
            self.editors[0].price.edit.setFocus(Qt.FocusReason.TabFocusReason)
