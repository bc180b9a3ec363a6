"""The catalogue this desk works with, its faults in sentences, and the program itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_ui import formats, tokens
from sanad_ui.kit import Banner, Card, Label, ScrollColumn
from sanad_ui.kit.shown import set_shown
from sanad_ui.settings.door import CatalogueFacts
from sanad_ui.settings.section import Around, Section
from sanad_ui.settings.support_card import SupportCard
from sanad_ui.texts import Phrase, has_text, plain, say, t
from sanad_ui.updates.card import ProgramCard

_SHOWN_FAULTS = 50


class AboutSection(Section):
    """Only the program changes anything: it is taken in a newer version."""

    name = "about"
    icon = "info"

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self.catalogue = Label(weight=tokens.MEDIUM, wrap=True, name="catalogue_version")
        self.counts = Label.secondary(name="catalogue_counts")
        self.state = Banner(name="catalogue_state", tone="warn")
        self.parts = ScrollColumn(name="about_parts", spacing=tokens.SPACE)
        self.faults = ScrollColumn(name="catalogue_faults", spacing=8)
        self.fault_labels: list[Label] = []
        self.updates = around.updates
        self.program = ProgramCard(around.updates, around.now)
        self.store = Label.secondary(wrap=True, name="store_path")
        self.support = SupportCard(self.door, self.background)
        self._lay_out()

    def _lay_out(self) -> None:
        self.faults_card = Card("settings.about.catalogue", name="catalogue_card")
        for part in (self.catalogue, self.counts, self.state):
            self.faults_card.add(part)
        self.faults.column.addStretch(1)
        self.faults_card.add(self.faults, 1)
        self.parts.column.addWidget(self.faults_card)
        self.program.add(self.store)
        self.program.add(Label.secondary("settings.about.licences", wrap=True))
        self.parts.column.addWidget(self.program)
        self.parts.column.addWidget(self.support)
        self.parts.column.addStretch(1)
        self.column.addWidget(self.parts, 1)

    def enter(self) -> None:
        self.background.run(self.door.catalogue, self.show_facts, self.show_error)
        self.updates.refresh()

    def first(self) -> QWidget | None:
        return self.program.look_button if self.program.look_button.isEnabled() else self.support.button

    def show_facts(self, facts: CatalogueFacts) -> None:
        day = facts.tariff_date
        self.catalogue.say(
            "settings.about.version",
            version=plain(formats.identifier(facts.version)),
            date=lambda: formats.date_text(day),
        )
        self.counts.say(
            lambda: formats.listed(
                [
                    t("settings.about.services", n=facts.services),
                    t("settings.about.entities", n=facts.entities),
                ]
            )
        )
        if facts.faults:
            key = "settings.about.last_good" if facts.is_last_good else "settings.about.faulty"
            self.state.say(key, tone="warn", n=len(facts.faults))
        else:
            self.state.say("settings.about.sound", tone="brand")
        self._show_faults(facts.faults[:_SHOWN_FAULTS])
        self.store.say("settings.about.store", path=plain(formats.identifier(self.door.store_folder)))

    def _show_faults(self, faults: tuple[CatalogueFault, ...]) -> None:
        for label in self.fault_labels:
            label.hide()
            label.deleteLater()
        self.fault_labels = [Label(fault_phrase(fault), wrap=True) for fault in faults]
        for place, label in enumerate(self.fault_labels):
            self.faults.column.insertWidget(place, label)
        set_shown(self.faults, bool(faults))
        self.parts.column.setStretchFactor(self.faults_card, 10 if faults else 0)


def fault_phrase(fault: CatalogueFault) -> Phrase:
    """The sentence of one fault: where it is and what to do."""
    key = fault.key if has_text(fault.key) else "error.unknown"
    return say(key, where=plain(formats.identifier(fault.where)), code=fault.code, **fault.params)
