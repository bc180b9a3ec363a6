"""The door to the real desk: read models for the frame, sign-in and first run, made from the use cases."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from uuid import UUID

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.centre import Centre
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.back_up import back_up_if_due, backup_state
from sanad_desk.usecases.choose_printers import print_settings
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS, demo_centre, is_demo_centre
from sanad_desk.usecases.first_run import FirstRun, first_run
from sanad_desk.usecases.follow_count import follow_count
from sanad_desk.usecases.found_from_file import ProvisioningFile, found_from_file, look_at_file
from sanad_desk.usecases.join_awaited_server import join_awaited_server
from sanad_desk.usecases.join_server import found_from_server, join_server
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.only_here import OutboxSums, keep_count, only_here
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import current_shift, is_count_locked
from sanad_desk.usecases.purge_identity import purge_identity
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.sync_now import SyncOutcome, sync_now
from sanad_desk.version import VERSION
from sanad_ui.firstrun.form import FirstRunForm, FoundFile, Governorate, Wilayat
from sanad_ui.kit.operator_tile import OperatorTile, tile_of
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.signin.door import SignInFacts
from sanad_ui.updates.door import UpdatesDoor


def open_door(folder: Path, *, demo: bool = False) -> Door:
    """Opens or makes the store of that folder; raises StoreError with the files left as they were."""
    door = Door(open_desk(folder, create=True))
    if demo and not door.is_founded():
        door.found_demo()
    return door


class Door:
    """Lives in the store's thread, but for `tidy` and the line's own; `desk` is for the doors of the pages."""

    def __init__(self, desk: OpenDesk) -> None:
        self.desk = desk
        self.updates = UpdatesDoor(desk)
        self._here: OutboxSums | None = None
        self._came_through: bool | None = None  # the last round; None before the first has ended

    def is_founded(self) -> bool:
        return self.desk.is_founded

    def places(self) -> list[Governorate]:
        catalogue = self.desk.catalogue
        return [
            Governorate(
                code,
                name.ar,
                name.en,
                tuple(
                    Wilayat(wilayat.code, wilayat.name.ar, wilayat.name.en)
                    for wilayat in catalogue.wilayats.values()
                    if wilayat.governorate == code
                ),
            )
            for code, name in catalogue.governorates.items()
        ]

    def found(self, form: FirstRunForm) -> None:
        first_run(self.desk, _first_run_of(form))

    def found_demo(self) -> None:
        demo_centre(self.desk)

    def look_at_file(self, path: str) -> FoundFile:
        file = look_at_file(Path(path), self.desk.clock.now())
        said, centre, manager = file.said, file.centre.name, file.manager.name
        return FoundFile(
            centre_ar=centre.ar,
            centre_en=centre.en,
            centre_code=file.centre.code,
            desk_number=said.desk_number,
            address=said.address,
            manager_ar=manager.ar,
            manager_en=manager.en,
            valid_until=said.valid_until,
            is_trusted=file.is_trusted,
            file=file,
        )

    def found_from_file(self, found: FoundFile, signed_by: str) -> None:
        found_from_file(self.desk, cast("ProvisioningFile", found.file), signed_by)

    def found_from_server(self, address: str, code: str) -> None:
        found_from_server(self.desk, address, code)

    def is_joined(self) -> bool:
        state = line_state(self.desk)
        return state.is_joined or bool(state.awaits)

    def join(self, address: str, code: str) -> bool:
        """The demo's manager does it at once; a real one on the page of the line."""
        if not self.is_joined() and is_demo_centre(self.desk):
            join_server(self.desk, self._demo_manager(), address, code)
        return self.is_joined()

    def sync(self) -> SyncOutcome:
        try:
            outcome = join_awaited_server(self.desk) or sync_now(self.desk)
        except BaseException:
            self._came_through = False
            raise
        self._came_through = outcome.is_online
        return outcome

    def hang_up(self) -> None:
        self.desk.hang_up()

    def _demo_manager(self) -> SignedIn:
        manager = next(person for person in list_operators(self.desk) if Role.MANAGER in person.roles)
        return sign_in(self.desk, manager.id, MANAGER_PIN)

    def operators(self) -> list[OperatorTile]:
        return [tile_of(operator) for operator in list_operators(self.desk)]

    def sign_in(self, operator_id: str, pin: str) -> SignedIn:
        return sign_in(self.desk, UUID(operator_id), pin)

    def sign_in_facts(self) -> SignInFacts:
        centre, desk, _ = self.desk.identity()
        governorate = self._governorate(centre)
        here, line = self._count(), line_state(self.desk)
        return SignInFacts(
            centre_ar=centre.name.ar,
            centre_en=centre.name.en,
            governorate_ar=governorate.ar,
            governorate_en=governorate.en,
            desk_number=desk.number,
            version=VERSION,
            catalogue_version=self.desk.catalogue.version,
            tariff_date=self.desk.catalogue.tariff_date,
            is_online=bool(self._came_through),
            offline_since=line.synced_at or None,
            receipts_here=here.receipts,
            receipts_sum=here.total,
            demo_pins=(MANAGER_PIN, *OPERATOR_PINS) if is_demo_centre(self.desk) else None,
        )

    def frame_facts(self, signed_in: object) -> FrameFacts:
        centre, desk, _ = self.desk.identity()
        governorate = self._governorate(centre)
        who = cast("SignedIn", signed_in)
        shift = current_shift(self.desk, who)
        settings = print_settings(self.desk)
        backups, here, line = backup_state(self.desk), self._count(), line_state(self.desk)
        waits = follow_count(self.desk)
        return FrameFacts(
            centre_ar=centre.name.ar,
            centre_en=centre.name.en,
            governorate_ar=governorate.ar,
            governorate_en=governorate.en,
            desk_number=desk.number,
            is_joined=line.is_joined,
            is_online=line.is_joined and bool(self._came_through),
            is_trying=self._came_through is None,
            is_revoked=line.is_revoked,
            open_incidents=sum(not incident.closed_at for incident in line.incidents),
            waiting=here.receipts,
            waiting_sum=here.total if Role.MANAGER in who.roles else None,
            waiting_for_ms=self.desk.clock.now() - here.oldest_at if here.receipts else 0,
            shift_opened_at=shift.opened_at if shift is not None else None,
            is_count_locked=shift is None and is_count_locked(self.desk, who),
            read_at=self.desk.clock.now(),
            last_sync_at=line.synced_at or None,
            last_backup_at=backups.last_at or None,
            has_backup_failed=bool(backups.last_fault),
            has_printer=bool(settings.printer(settings.receipt_paper)),
            to_follow=waits.us,
            due=waits.due,
        )

    def keep_count(self) -> None:
        if self.desk.is_founded:
            keep_count(self.desk, self._count())

    def purge(self) -> None:
        if self.desk.is_founded:
            purge_identity(self.desk)

    def tidy(self) -> None:
        """What a quiet moment is for: the copy that is due, and the file made whole; raises StoreError."""
        if self.desk.is_founded:
            self.desk.store.checkpoint()
            back_up_if_due(self.desk)

    def _count(self) -> OutboxSums:
        self._here = only_here(self.desk, self._here)
        return self._here

    def close(self) -> None:
        self.desk.close()

    def _governorate(self, centre: Centre) -> Words:
        """The wilayat usually stands in the centre's own name."""
        wilayat = self.desk.catalogue.wilayats.get(centre.wilayat)
        return self.desk.catalogue.governorates.get(wilayat.governorate, NO_WORDS) if wilayat is not None else NO_WORDS


def _first_run_of(form: FirstRunForm) -> FirstRun:
    centre = Centre(
        code=form.centre_code,
        name=Words(form.name_ar, form.name_en),
        trade_name=Words(form.trade_name, "") if form.trade_name else NO_WORDS,
        cr_number=form.cr_number,
        licence_number=form.licence_number,
        wilayat=form.wilayat,
        address=Words(form.address, "") if form.address else NO_WORDS,
        phone=form.phone,
        vatin=form.vatin,
    )
    return FirstRun(centre, form.desk_number, Words(form.manager_name_ar, form.manager_name_en), form.manager_pin)
