"""The row that is worked on: its words, its own input and its own button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.keys import digit_of, press_once
from sanad_ui.kit import Banner, Field, Label, SecondaryButton, SmallPrimaryButton
from sanad_ui.kit.buttons import DeskButton
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.serve.rows.head_line import HeadLine
from sanad_ui.serve.rows.row_item import Outcome, RowItem, RowTools
from sanad_ui.serve.rows.row_words import choice_text, need_of, note_of, title_of
from sanad_ui.serve.rows.step_circle import SIDE, paint_step_circle
from sanad_ui.serve.small_button import SmallQuietButton
from sanad_ui.texts import language
from sanad_ui.theme import theme

_MARGIN, _NARROWEST = 12, 300


class OpenRow(QFrame):
    """Base of the seven kinds. Return or Space settles it with its first outcome, digits with the others.

    A row that was sent takes no second key until its answer is there.
    """

    completed = Signal(object)
    skipped = Signal(str)
    override_wanted = Signal(str)

    def __init__(self, item: RowItem, tools: RowTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item, self.tools = item, tools
        self.is_sent = False
        self.setObjectName(f"row_{item.row.key}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = Label(title_of(item.row, item.case), weight=tokens.SEMIBOLD, wrap=True, name="step_title")
        self.need = Label.caption(need_of(item.row), name="step_need")
        self.need.setFixedHeight(26)
        self.banner = Banner(name="step_banner", tone="bad")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = FlowBox()
        self.skip = SmallQuietButton("checklist.skip", name="step_skip", key="Alt+Down")
        self.override = SmallQuietButton("checklist.override", name="step_override", key="Ctrl+O")
        self._lay_out()
        self.build()
        self.skip.clicked.connect(self._on_skip)
        self.override.clicked.connect(self._on_override)
        language.changed.connect(self.update)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 9, _MARGIN, 11)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addSpacing(SIDE + 12)
        # The way past the row, or through it with a manager.
        unwanted, way = (self.skip, self.override) if self.item.row.required else (self.override, self.skip)
        unwanted.setParent(None)
        head.addWidget(HeadLine(self.title, [way, self.need]), 1)
        column.addLayout(head)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        note = note_of(self.item.row)
        if note is not None:
            inner.addWidget(Label.secondary(note, wrap=True, name="step_note"))
        inner.addLayout(self.body)
        inner.addWidget(self.banner)
        inner.addWidget(self.buttons)
        shift = QHBoxLayout()
        shift.setSpacing(0)
        shift.addSpacing(SIDE + 12)  # a margin would stand on the left in both languages
        shift.addLayout(inner, 1)
        column.addLayout(shift)

    def build(self) -> None:
        """Puts the kind's own input into `body` and its buttons into `buttons`."""

    def first(self) -> QWidget:
        """Where the focus goes when the row opens."""
        return self.buttons

    def complete(self) -> None:
        """What Space and Return do."""

    def choose(self, place: int) -> bool:
        """What a digit does, from 1; whether there was such a choice."""
        return False

    def refuse(self, error: SanadError) -> None:
        """The row stays open, and says what was wrong."""
        self.is_sent = False
        self.banner.say_error(error)

    def send(self, outcome: str, *, value: str = "", valid_until: str = "") -> None:
        if self.is_sent:
            return
        self.is_sent = True
        self.banner.clear()
        self.completed.emit(Outcome(self.item.row.key, outcome, value, valid_until))

    def add_field(self, field: Field, *, draft: str = "", takes_spaces: bool = False) -> None:
        """A field whose text survives, with Return, and Space where no space can stand, settling the row."""
        self.tools.drafts.bind(field, draft or self.item.draft_name)
        press_once(field.edit)
        field.submitted.connect(self.complete)
        if not takes_spaces:
            field.edit.installEventFilter(self)

    def primary(self, phrase: str, name: str = "step_done") -> SmallPrimaryButton:
        button = SmallPrimaryButton(phrase, name=name, key="Space")
        button.clicked.connect(self.complete)
        self.buttons.add(button)
        return button

    def outcome_buttons(self, *, after_field: bool) -> list[DeskButton]:
        """One button for each outcome of the row, the first one on Space."""
        made: list[DeskButton] = []
        for place, choice in enumerate(self.item.row.choices):
            words, name = choice_text(self.item.row, choice.code), f"step_{choice.code}"
            if place == 0:
                button: DeskButton = SmallPrimaryButton(words, name=name, key="Space")
            else:
                key = f"Ctrl+{place + 1}" if after_field else str(place + 1)
                button = SecondaryButton(words, name=name, key=key)
            button.clicked.connect(Chooser(self, place + 1).choose)
            self.buttons.add(button)
            made.append(button)
        return made

    def minimumSizeHint(self) -> QSize:
        """As high as its words need at this width: by itself Qt leaves room for the narrowest."""
        holder, layout = self.parentWidget(), self.layout()
        width = holder.width() if holder is not None else self.width()
        height = layout.totalHeightForWidth(max(width, _NARROWEST)) if layout is not None else 0
        return QSize(_NARROWEST, height)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if digit and (plain or by_control) and not event.isAutoRepeat() and self.choose(digit):
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(watched, QLineEdit) and event.key() == Qt.Key.Key_Space:  # type: ignore[attr-defined]
            if not event.isAutoRepeat():  # type: ignore[attr-defined]
                self.complete()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("bg"))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        shape = QPainterPath()
        shape.addRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setClipPath(shape)
        edge = self.width() - 3 if language.is_rtl else 0
        painter.fillRect(QRectF(edge, 0, 3, self.height()), theme.colour("brand"))
        painter.setClipping(False)
        x = self.width() - _MARGIN - SIDE if language.is_rtl else _MARGIN
        paint_step_circle(painter, QRectF(x, 9, SIDE, SIDE), self.item.position, "open")

    def _on_override(self) -> None:
        self.override_wanted.emit(self.item.row.key)

    def _on_skip(self) -> None:
        self.skipped.emit(self.item.row.key)


class Chooser(QObject):
    """The click of the button that stands for one outcome."""

    def __init__(self, row: OpenRow, place: int) -> None:
        super().__init__(row)
        self._row, self._place = row, place

    def choose(self) -> None:
        self._row.choose(self._place)
