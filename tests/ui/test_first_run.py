"""The first run and the trouble page, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.errors import DomainError, OfflineError, SanadError, StoreError
from sanad_ui.background import Background
from sanad_ui.error_text import error_text
from sanad_ui.firstrun.form import FirstRunForm, FoundFile, Governorate, Wilayat
from sanad_ui.firstrun.page import FirstRunPage
from sanad_ui.language import language
from sanad_ui.shell import DeskWindow
from sanad_ui.texts import t
from sanad_ui.trouble.page import TroublePage

Typing = Callable[[QWidget, str], None]
Pressing = Callable[..., None]
MUSANDAM = Governorate(
    "OM-MU", "مسندم", "Musandam", (Wilayat("MU-01", "خصب", "Khasab"), Wilayat("MU-02", "دبا", "Dibba"))
)
MUSCAT = Governorate("OM-MA", "مسقط", "Muscat", (Wilayat("MA-01", "مسقط", "Muscat"),))


FOUND = FoundFile(
    centre_ar="مركز سند التجريبي",
    centre_en="Sample Sanad Centre",
    centre_code="KSB1",
    desk_number=2,
    address="https://sync.example.om",
    manager_ar="مدير تجريبي",
    manager_en="Sample Manager",
    valid_until=1_797_912_000_000,
    is_trusted=True,
    file="the file",
)


class MemoryDoor:
    def __init__(self) -> None:
        self.forms: list[FirstRunForm] = []
        self.demos = 0
        self.joined: list[tuple[str, str]] = []
        self.in_file = FOUND
        self.looked: list[str] = []
        self.from_file: list[tuple[object, str]] = []
        self.refusal: SanadError | None = None

    def places(self) -> Sequence[Governorate]:
        return [MUSCAT, MUSANDAM]

    def found(self, form: FirstRunForm) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.forms.append(form)

    def found_demo(self) -> None:
        self.demos += 1

    def found_from_server(self, address: str, code: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.joined.append((address, code))

    def look_at_file(self, path: str) -> FoundFile:
        self.looked.append(path)
        if self.refusal is not None:
            raise self.refusal
        return self.in_file

    def found_from_file(self, found: FoundFile, signed_by: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.from_file.append((found.file, signed_by))


class Wizard:
    def __init__(self, background: Background, now: int) -> None:
        self.door = MemoryDoor()
        self.window = DeskWindow(lambda: now)
        self.page = FirstRunPage(self.door, background)
        self.founded = 0
        self.page.founded.connect(self.count)
        self.window.show_view(self.page)
        self.window.show()
        self.window.activateWindow()

    def count(self) -> None:
        self.founded += 1


@pytest.fixture
def wizard(qtbot: QtBot, background: Background, now: int) -> Wizard:
    made = Wizard(background, now)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.page.enter()
    qtbot.waitUntil(lambda: made.page.desk.governorate.box.count() == 2)
    return made


def focus() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def fill_centre(wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    """By keyboard: Return leads from field to field and on."""
    for text in ("مركز سند التجريبي", "", "", "١٢٣٤٥٦٧", "", ""):
        focused = QApplication.focusWidget()
        assert focused is not None
        type_text(focused, text)
        press(wizard.window, Qt.Key.Key_Return)


def fill_desk(wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    assert focus() == "governorate"
    press(wizard.window, Qt.Key.Key_Down)
    press(wizard.window, Qt.Key.Key_Down)
    press(wizard.window, Qt.Key.Key_Return)
    press(wizard.window, Qt.Key.Key_Down)
    press(wizard.window, Qt.Key.Key_Return)
    for text in ("خصب", "26000000", "ksb1"):
        focused = QApplication.focusWidget()
        assert focused is not None
        type_text(focused, text)
        press(wizard.window, Qt.Key.Key_Return)
    assert focus() == "desk_number"
    press(wizard.window, Qt.Key.Key_Return)


def fill_manager(
    wizard: Wizard, press: Pressing, type_text: Typing, pin: str = "246810", again: str = "246810"
) -> None:
    manager = wizard.page.manager
    for part, text in (
        *((manager.name_ar.edit, "مدير تجريبي"), (manager.name_en.edit, "Sample Manager")),
        *((manager.pin, pin), (manager.again, again)),
    ):
        assert QApplication.focusWidget() is part
        type_text(part, text)
        press(wizard.window, Qt.Key.Key_Return)


def test_a_desk_is_founded_by_keyboard_alone(qtbot: QtBot, wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    fill_centre(wizard, press, type_text)
    fill_desk(wizard, press, type_text)
    fill_manager(wizard, press, type_text)
    qtbot.waitUntil(lambda: wizard.founded == 1)
    assert wizard.door.forms == [
        FirstRunForm(
            centre_code="KSB1",
            name_ar="مركز سند التجريبي",
            name_en="",
            trade_name="",
            cr_number="1234567",
            licence_number="",
            vatin="",
            governorate="OM-MU",
            wilayat="MU-01",
            address="خصب",
            phone="26000000",
            desk_number=1,
            manager_name_ar="مدير تجريبي",
            manager_name_en="Sample Manager",
            manager_pin="246810",
        )
    ]
    assert "246810" not in repr(wizard.door.forms[0])


def test_the_demo_centre_is_one_click(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.page.demo_button.click()
    wizard.page.demo_button.click()
    qtbot.waitUntil(lambda: wizard.founded == 1)
    assert wizard.door.demos == 1


def test_a_step_is_not_left_with_something_wrong(wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    centre = wizard.page.centre
    type_text(centre.cr_number.edit, "12")
    type_text(centre.vatin.edit, "OM12")
    wizard.page.next_button.click()
    assert wizard.page.stack.currentIndex() == 0
    assert [part.has_error for part in (centre.name_ar, centre.cr_number, centre.vatin)] == [True, True, True]
    assert focus() == "name_ar"
    assert centre.cr_number.text() == "12"


def test_going_back_loses_nothing(wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    fill_centre(wizard, press, type_text)
    type_text(wizard.page.desk.code.edit, "KSB1")
    press(wizard.window, Qt.Key.Key_Escape)
    assert wizard.page.stack.currentIndex() == 0
    assert wizard.page.centre.cr_number.digits() == "1234567"
    language.use("en")
    press(wizard.window, Qt.Key.Key_Escape)
    wizard.page.go_on()
    assert wizard.page.desk.code.value() == "KSB1"
    assert strip_marks(wizard.page.count.text()) == "Step 2 of 3"


@pytest.mark.parametrize(
    ("pin", "again", "words"),
    [("111111", "111111", "سهل"), ("12", "12", "أربعة"), ("246810", "246811", "متطابقين"), ("", "", "أربعة")],
)
def test_a_pin_that_cannot_be_is_said_in_place(
    wizard: Wizard, press: Pressing, type_text: Typing, pin: str, again: str, words: str
) -> None:
    fill_centre(wizard, press, type_text)
    fill_desk(wizard, press, type_text)
    fill_manager(wizard, press, type_text, pin, again)
    assert words in wizard.page.manager.note.text()
    assert wizard.door.forms == []
    assert focus() in {"new_pin", "new_pin_again"}


def test_a_refusal_leads_back_to_its_field(qtbot: QtBot, wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    wizard.door.refusal = DomainError("centre_code_malformed", field="code")
    fill_centre(wizard, press, type_text)
    fill_desk(wizard, press, type_text)
    fill_manager(wizard, press, type_text)
    qtbot.waitUntil(lambda: wizard.page.stack.currentIndex() == 1)
    assert wizard.page.desk.code.has_error
    assert focus() == "centre_code"


def test_trouble_while_founding_is_said_above_the_buttons(
    qtbot: QtBot, wizard: Wizard, press: Pressing, type_text: Typing
) -> None:
    wizard.door.refusal = StoreError("disk_full", path="desk.db")
    fill_centre(wizard, press, type_text)
    fill_desk(wizard, press, type_text)
    fill_manager(wizard, press, type_text)
    qtbot.waitUntil(wizard.page.banner.isVisible)
    assert wizard.page.banner.label.text().startswith("القرص ممتلئ")
    assert wizard.page.next_button.isEnabled()


def test_wilayats_follow_their_governorate_in_both_languages(wizard: Wizard) -> None:
    desk = wizard.page.desk
    desk.governorate.set_value("OM-MU")
    desk._offer_wilayats("OM-MU")
    assert [desk.wilayat.box.itemText(n) for n in range(desk.wilayat.box.count())] == ["خصب", "دبا"]
    desk.wilayat.set_value("MU-02")
    language.use("en")
    assert desk.wilayat.box.currentText() == "Dibba"
    desk._offer_wilayats("OM-MA")
    assert desk.wilayat.value() is None


def test_a_file_founds_the_desk_by_keyboard(qtbot: QtBot, wizard: Wizard, press: Pressing, type_text: Typing) -> None:
    page = wizard.page
    page.choose_way("file")
    page.found_file.signed_by.set_text("of another file")
    type_text(page.file.path.edit, "/media/stick/KSB1-02.sanad-provision")
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(page.found_file.isVisible)
    assert wizard.door.looked == ["/media/stick/KSB1-02.sanad-provision"]
    told = page.found_file.centre.text(), strip_marks(page.found_file.facts["desk"].text())
    assert told == ("مركز سند التجريبي", "المكتب 2 من المركز KSB1")
    assert (page.found_file.signed_by.isVisible(), focus()) == (False, "first_run_next")
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.founded == 1)
    assert wizard.door.from_file == [("the file", "")]


def test_who_signed_a_file_is_asked_where_nobody_knows(
    qtbot: QtBot, wizard: Wizard, press: Pressing, type_text: Typing
) -> None:
    page = wizard.page
    wizard.door.in_file = replace(FOUND, is_trusted=False)
    page.choose_way("file")
    page.file.take("/media/stick/KSB1-02.sanad-provision")
    qtbot.waitUntil(lambda: focus() == "provision_signed_by")
    press(wizard.window, Qt.Key.Key_Return)
    assert page.found_file.signed_by.has_error
    wizard.door.refusal = DomainError("provisioning_unknown_key", field="signed_by")
    type_text(page.found_file.signed_by.edit, "ABCD-EFGH-2345-WXYZ")
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(page.next_button.isEnabled)
    assert page.found_file.signed_by.has_error
    assert focus() == "provision_signed_by"
    wizard.door.refusal = None
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.founded == 1)
    assert wizard.door.from_file == [("the file", "ABCD-EFGH-2345-WXYZ")]


def test_a_file_that_is_none_is_told_above_the_buttons(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.page
    wizard.door.refusal = DomainError("provisioning_malformed")
    page.choose_way("file")
    page.go_on()
    assert page.file.path.has_error
    page.file.take("/media/stick/other.txt")
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.label.text() == error_text(wizard.door.refusal)
    assert page.file.isVisible()


@pytest.mark.parametrize(("name", "is_taken"), [("KSB1-02.sanad-provision", True), ("picture.png", False)])
def test_a_file_is_dropped_on_the_page(qtbot: QtBot, wizard: Wizard, name: str, *, is_taken: bool) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/media/stick/{name}")])
    held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    coming = QDragEnterEvent(QPoint(200, 200), *held)
    QApplication.sendEvent(wizard.page, coming)
    assert coming.isAccepted() is is_taken
    if is_taken:
        QApplication.sendEvent(wizard.page, QDropEvent(QPointF(200, 200), *held))
        qtbot.waitUntil(wizard.page.found_file.isVisible)
        assert wizard.door.looked == [f"/media/stick/{name}"]


def test_every_control_of_the_wizard_is_named(wizard: Wizard) -> None:
    for control in wizard.page.findChildren(QWidget):
        if control.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and control.focusProxy() is None:
            assert control.objectName(), control
            assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name), control.objectName()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_the_wizard_fits_the_smallest_screen(wizard: Wizard, code: str) -> None:
    language.use(code)  # type: ignore[arg-type]
    wizard.page.centre.check()
    QApplication.sendPostedEvents()
    assert wizard.page.minimumSizeHint().height() <= 768
    assert wizard.page.minimumSizeHint().width() <= 1366


TROUBLES = ["store_locked", "store_damaged", "store_newer", "store_older", "store_key_missing", "store_read_only"]


@pytest.mark.parametrize("code", [*TROUBLES, "store_missing", "disk_full"])
def test_trouble_is_told_with_what_to_do_and_where(on_page: Callable[..., QWidget], code: str) -> None:
    page = TroublePage()
    on_page(page)
    page.show_error(StoreError(code, path="/desk/store.db"), "/elsewhere")
    assert page.title.text() != t("app.trouble.title.other")
    assert page.sentence.text().endswith(".")
    assert strip_marks(page.path.text()) == "/desk/store.db"
    assert code in page.code.text()
    page.copy.click()
    assert QApplication.clipboard().text() == "/desk/store.db"


def test_trouble_offers_another_try_by_return(qtbot: QtBot, on_page: Callable[..., QWidget]) -> None:
    page = TroublePage()
    on_page(page)
    page.show_error(StoreError("something_new"), "/desk")
    assert strip_marks(page.path.text()) == "/desk"
    with qtbot.waitSignal(page.retry_asked):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    with qtbot.waitSignal(page.close_asked):
        page.leave.click()
    arabic = page.title.text()
    language.use("en")
    assert page.title.text() != arabic


def test_a_centre_that_has_a_server_is_joined_with_a_code(
    qtbot: QtBot, wizard: Wizard, press: Pressing, type_text: Typing
) -> None:
    page = wizard.page
    press(wizard.window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert focus().startswith("first_run_way")
    page.choose_way("join")
    assert focus() == "server_address"
    type_text(page.join.address.edit, "https://sync.example.om")
    press(wizard.window, Qt.Key.Key_Return)
    assert focus() == "enrol_code"
    type_text(page.join.code.edit, "KSB1-K7QX-9MBD-T")
    wizard.door.refusal = DomainError("enrol_code_used")
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.join.code.note.text() == t("error.enrol_code_used"))
    wizard.door.refusal = OfflineError("server_unreachable")
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.banner.label.text() == t("error.server_unreachable"))
    wizard.door.refusal = None
    press(wizard.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.founded == 1)
    assert wizard.door.joined == [("https://sync.example.om", "KSB1-K7QX-9MBD-T")]


def test_the_way_can_be_changed_without_losing_what_was_typed(wizard: Wizard, type_text: Typing) -> None:
    type_text(wizard.page.centre.name_ar.edit, "مركز سند التجريبي")
    wizard.page.choose_way("join")
    assert wizard.page.next_button.text() == t("firstrun.join.do")
    wizard.page.choose_way("new")
    assert wizard.page.centre.name_ar.text() == "مركز سند التجريبي"
    assert wizard.page.next_button.text() == t("app.action.next")
