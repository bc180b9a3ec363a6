"""The picture: read back as it was written, also without what was added later."""

from __future__ import annotations

import msgspec
import pytest

from sanad_desk.wire.picture import CustomerBlock, Picture, Text, picture_bytes, read_picture
from tests.receipts.pictures import picture

FIRST_FIELDS = (
    "version kind number issued_at business_date desk_number operator centre cases government_total paid_direct_total "
    "centre_total vat_total vat_rate_ppm total payments footer tariff_date catalogue_version customer_digest chain_head"
)


def test_fields_are_only_added_at_the_end() -> None:
    assert list(Picture.__struct_fields__)[: len(FIRST_FIELDS.split())] == FIRST_FIELDS.split()


def test_what_was_written_is_read() -> None:
    assert read_picture(picture_bytes(picture())) == picture()


def test_a_picture_of_an_earlier_program_is_read() -> None:
    fields = msgspec.msgpack.decode(picture_bytes(picture()))
    assert read_picture(msgspec.msgpack.encode(fields[:-2])).number == picture().number


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(msgspec.MsgspecError):
        read_picture(picture_bytes(picture())[:-1])


def test_the_same_name_has_another_digest_each_time() -> None:
    """Without the salt an erased customer could be guessed from the digest that stays."""
    one, two = (CustomerBlock(Text("اسم", ""), "••••5678", Text(), salt) for salt in (b"a" * 16, b"b" * 16))
    assert one.digest() != two.digest()
