"""The page that stands in front when the store cannot be used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui import tokens
from sanad_ui.error_text import error_phrase
from sanad_ui.keys import is_return
from sanad_ui.kit.banner import Banner
from sanad_ui.kit.buttons import IconButton, PrimaryButton, SecondaryButton
from sanad_ui.kit.card import Card, Hairline
from sanad_ui.kit.icon_label import IconLabel
from sanad_ui.kit.label import Label
from sanad_ui.kit.progress import ProgressLine
from sanad_ui.kit.shown import set_shown
from sanad_ui.shell.top_bar import LanguageButton
from sanad_ui.texts import has_text, isolate, language, plain, t
from sanad_ui.theme import set_look
from sanad_ui.updates.keys import STICK_KEY
from sanad_ui.updates.stick_dialog import stick_dialog

_ICONS = {
    "store_locked": "lock",
    "store_key_missing": "key-round",
    "store_newer": "download",
    "disk_full": "hard-drive",
    "store_read_only": "folder",
}


class TroublePage(QWidget):
    """`retry_asked`, `close_asked` and `stick_chosen`, with the folder of a newer version.

    The files were left as they are, and the page says so.
    """

    retry_asked = Signal()
    close_asked = Signal()
    stick_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, look="page")
        self._path = ""
        self.icon = IconLabel("triangle-alert", tone="bad", size=40)
        self.title = Label(size=tokens.TEXT_LOUD, weight=tokens.BOLD, wrap=True, name="trouble_title")
        self.sentence = Label(size=tokens.TEXT_HEADING, wrap=True, name="trouble_sentence")
        self.untouched = Label.secondary("app.trouble.untouched", wrap=True, name="trouble_untouched")
        self.path = Label(size=tokens.TEXT_SECONDARY, weight=tokens.MEDIUM, wrap=True, name="trouble_path")
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = IconButton("copy", "app.trouble.copy", name="trouble_copy")
        self.code = Label.caption(name="trouble_code")
        self.retry = PrimaryButton("app.action.retry", name="trouble_retry", icon="refresh-cw", key="Return")
        self.leave = SecondaryButton("app.trouble.close", name="trouble_close")
        self.language = LanguageButton()
        self.language.setObjectName("trouble_language")
        self.stick = SecondaryButton("updates.newer_stick", name="trouble_stick", icon="folder-open", key=STICK_KEY)
        self.taking = ProgressLine(name="trouble_taking")
        self.taking.set_busy()
        self.refused = Banner(name="trouble_refused")
        self._dialog: QFileDialog | None = None
        self._lay_out()
        self.stick.clicked.connect(self.choose_stick)
        QShortcut(
            QKeySequence(STICK_KEY), self, self.stick.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self.retry.clicked.connect(self.retry_asked)
        self.leave.clicked.connect(self.close_asked)
        self.copy.clicked.connect(self._copy_path)
        self.language.clicked.connect(language.switch)

    def _lay_out(self) -> None:
        card = Card(name="trouble_card", margin=32)
        card.setFixedWidth(620)
        card.body.setSpacing(tokens.SPACE)
        head = QHBoxLayout()
        head.addWidget(self.icon)
        head.addStretch(1)
        head.addWidget(self.language)
        card.body.addLayout(head)
        for part in (self.title, self.sentence, Hairline(), Label.secondary("app.trouble.where")):
            card.add(part)
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(self.copy)
        card.body.addLayout(where)
        for below in (self.untouched, self.refused, self.taking, self.stick):
            card.add(below)
        self.stick.tall = tokens.PRIMARY_HEIGHT
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        self.leave.tall = tokens.PRIMARY_HEIGHT
        buttons.addWidget(self.retry, 1)
        buttons.addWidget(self.leave)
        card.body.addLayout(buttons)
        card.add(self.code)
        column = QVBoxLayout(self)
        column.addStretch(1)
        row = QHBoxLayout()  # an aligned card would be as high as its words are in the whole window's width
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def show_error(self, error: SanadError, path: str) -> None:
        """What happened, in words, with the path it concerns."""
        title = f"app.trouble.title.{error.code}"
        self.title.say(title if has_text(title) else "app.trouble.title.other")
        self.sentence.say(error_phrase(error))
        self.icon.set_icon(_ICONS.get(error.code, "triangle-alert"))
        self._path = str(error.params.get("path", path))
        self.path.say(plain(isolate(self._path)))
        self.code.say("app.trouble.code", code=isolate(error.code))
        self.refused.clear()
        self._show_taking(False)
        set_shown(self.stick, error.code == "store_newer")
        self.retry.setFocus(Qt.FocusReason.TabFocusReason)

    def show_refused(self, why: SanadError) -> None:
        """What stands against a newer version."""
        self._show_taking(False)
        self.refused.say_error(why)
        self.stick.setFocus(Qt.FocusReason.TabFocusReason)

    def choose_stick(self) -> None:
        if self._dialog is None:
            self._dialog = stick_dialog(self, self._take)
        self._dialog.setWindowTitle(t("updates.dialog"))
        self._dialog.open()

    def _take(self, folder: str) -> None:
        self.refused.clear()
        self.copy.setFocus()  # or Return would close the program, as the others cannot be pressed
        self._show_taking(True)
        self.stick_chosen.emit(folder)

    def _show_taking(self, is_taking: bool) -> None:
        set_shown(self.taking, is_taking)
        for button in (self.stick, self.retry):
            button.setEnabled(not is_taking)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_return(event) and not event.isAutoRepeat():
            self.retry.click()
        else:
            super().keyPressEvent(event)

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(self._path)
