"""A disk without room: the sentence comes, and what was typed is still there to be tried again."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from tests.ui.serve.bench import Bench, Key


@contextmanager
def no_room() -> Iterator[None]:
    """Files grow no further, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_number_of_a_customer_stays_until_he_is_taken(bench: Bench) -> None:
    bench.known()
    bench.press(Key.Key_F9)
    bench.type("99000001")
    with no_room():
        bench.press(Key.Key_Return)
    assert bench.page.banner.isVisible()
    assert bench.page.customer.box.field.text() == "99000001"
    bench.press(Key.Key_Return)
    assert bench.view.customer is not None
    assert bench.page.customer.box.field.text() == ""


def test_the_words_of_a_search_stay_until_the_case_is_open(bench: Bench) -> None:
    bench.press(Key.Key_F8)
    bench.type("mulkiya")
    with no_room():
        bench.press(Key.Key_Return)
    assert bench.page.banner.isVisible()
    assert bench.page.services.field.text() == "mulkiya"
    bench.press(Key.Key_Return)
    assert len(bench.view.cases) == 1
    assert bench.page.services.field.text() == ""
