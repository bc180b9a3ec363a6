"""Lessons as bars: a name, a figure, and all there is to say of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.lessons import EntityOutages, Lessons, MissingPaper, ReturnReason, ServiceDuration
from sanad_ui import formats
from sanad_ui.case_words import words_of
from sanad_ui.charts.bar import Bar
from sanad_ui.texts import Phrase, both, isolate, say, t

_HUNDRED = 100
_MOST_NAMES = 3


def missing_bar(missing: MissingPaper) -> Bar:
    name = words_of(missing.paper)
    services = partial(_listed, [words_of(service) for service in missing.services])
    spoken = say("lessons.missing.spoken", name=name, times=_times(missing.times), services=services)
    return _counted(f"{missing.paper.ar}|{missing.paper.en}", name, missing.times, spoken)


def return_bar(back: ReturnReason) -> Bar:
    name = say(f"follow.reason.{back.reason}")
    entities = partial(_listed, [_counted_name(entity, times) for entity, times in back.entities])
    spoken = say("lessons.returns.spoken", name=name, times=_times(back.times), entities=entities)
    return _counted(back.reason, name, back.times, spoken)


def outage_bar(outages: EntityOutages) -> Bar:
    name, lasted = words_of(outages.entity), partial(formats.duration, outages.milliseconds, "app.lasted")
    parked = say("lessons.outages.parked", n=outages.parked)
    times = _times(outages.times)
    spoken = say("lessons.outages.spoken", name=name, times=times, lasted=lasted, parked=parked)
    figure = lasted if outages.times else parked
    minutes = outages.milliseconds // formats.MS_IN_MINUTE
    return Bar(f"{outages.entity.ar}|{outages.entity.en}", name, (minutes,), figure, spoken)


def duration_bar(duration: ServiceDuration) -> Bar:
    """Its mark is the promise."""
    name, late = words_of(duration.service), late_phrase(duration.late, duration.dated)
    real, cases = say("lessons.durations.days", n=duration.real_days), say("lessons.cases", n=duration.times)
    if duration.promised_days is None:
        spoken = say("lessons.durations.undated", name=name, real=real, cases=cases)
    else:
        promised = say("lessons.durations.days", n=duration.promised_days)
        spoken = say("lessons.durations.spoken", name=name, real=real, promised=promised, late=late, cases=cases)
    figure = real if not duration.late else lambda: formats.listed([real(), late()])
    key = f"{duration.service.ar}|{duration.service.en}"
    return Bar(key, name, (duration.real_days,), figure, spoken, mark=duration.promised_days)


def wish_bar(wish: tuple[str, int]) -> Bar:
    words, times = wish
    name = both(words, words)
    return _counted(words, name, times, say("lessons.not_offered.spoken", name=name, times=_times(times)))


def late_phrase(late: int, dated: int) -> Phrase:
    """`تأخر 40%`, of the cases that had a date."""
    return say("lessons.durations.late", percent=partial(percent, late, dated))


def percent(part: int, whole: int) -> str:
    """In whole parts of a hundred, half up."""
    return isolate(f"{formats.number((2 * _HUNDRED * part + whole) // (2 * whole) if whole else 0)}%")


def complaints_phrase(found: Lessons) -> Phrase:
    """What they are about, the most frequent first."""
    kinds = [_counted_phrase(say(f"paper.complaint_kind.{each.kind}"), each.times) for each in found.complaints]
    return partial(_listed, kinds)


def assisted_phrase(found: Lessons) -> Phrase:
    """With which services."""
    return partial(_listed, [words_of(service) for service, _ in found.assisted])


def _counted(key: str, name: Phrase, times: int, spoken: Phrase) -> Bar:
    return Bar(key, name, (times,), partial(formats.number, times), spoken)


def _times(n: int) -> Phrase:
    return say("lessons.times", n=n)


def _counted_name(words: Words, times: int) -> Phrase:
    return _counted_phrase(words_of(words), times)


def _counted_phrase(name: Phrase, times: int) -> Phrase:
    return lambda: f"{name()} {isolate(f'({formats.number(times)})')}"


def _listed(names: Iterable[Phrase]) -> str:
    """A few stand for all."""
    known = [name() for name in names]
    more = [t("lessons.more", n=len(known) - _MOST_NAMES)] if len(known) > _MOST_NAMES else []
    return formats.listed([*known[:_MOST_NAMES], *more])
