"""What papers call people, entities and listed reasons."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from sanad_desk.domain.catalogue import Words
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.shift_sections import Names
from sanad_desk.store import people
from sanad_desk.usecases.draw_picture import picture_words, word
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.wire.picture import Text


def names_of(desk: OpenDesk) -> Names:
    """Entities by code, and the reasons that come from a list."""
    entities = {code: as_text(entity.name) for code, entity in desk.catalogue.entities.items()}
    return Names(entities, {code: word("reason", code) for code in picture_words()["ar"]["reason"]})


def person(connection: Connection, operator_id: UUID) -> Text:
    """An operator's name; a dash once he was erased."""
    words = people.name_of(connection, operator_id)
    return as_text(words) if words else label("mark.none")


def as_text(words: Words) -> Text:
    """The same words as papers hold them."""
    return Text(words.ar, words.en)
