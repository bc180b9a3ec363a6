"""What an outage of an entity's portal means for its cases: which work it holds up, and who has to do something now."""

from __future__ import annotations

from datetime import date

from sanad_desk.domain.case_life import CaseState, Standing, WaitsFor, waits_for

PORTAL_DOWN = "portal_down"
NO_LINE = "no_line"


def is_parked(standing: Standing) -> bool:
    """Held because of an outage, whether that one lasts or not."""
    return standing.state is CaseState.ON_HOLD and standing.reason == PORTAL_DOWN


def is_put_off(standing: Standing) -> bool:
    """Its portal step was left for later: at the counter, or as there was no line."""
    return standing.state is CaseState.READY or (standing.state is CaseState.ON_HOLD and standing.reason == NO_LINE)


def is_portal_work(standing: Standing, today: date, *, is_paid: bool = False) -> bool:
    """Whether the next thing to do is ours, and in the portal; `is_paid`: we hold the fee of what was approved.

    What lies with the entity is not ours to do, and what a customer still has to bring or pay does not begin there.
    """
    state = standing.state
    if state is CaseState.RETURNED:
        return waits_for(standing, today) is WaitsFor.US
    return state is CaseState.READY or (state is CaseState.APPROVED and is_paid)


def waits_for_now(standing: Standing, today: date, *, is_down: bool) -> WaitsFor | None:
    """As `waits_for`, given whether its portal is down: parked work is ours again as soon as that one is back."""
    if is_parked(standing):
        return WaitsFor.ENTITY if is_down else WaitsFor.US
    if is_down and is_portal_work(standing, today):
        return WaitsFor.ENTITY
    return waits_for(standing, today)
