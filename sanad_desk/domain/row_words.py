"""What a row of a checklist asks for in the words of the catalogue, where only its key was kept."""

from __future__ import annotations

from sanad_desk.domain.catalogue import NO_WORDS, Catalogue, Words


def row_words(catalogue: Catalogue, service_code: str, key: str) -> Words:
    """No words for rows that every service has; a code the catalogue lost stands for itself."""
    kind, _, rest = key.partition(":")
    service = catalogue.service(service_code)
    if kind == "paper":
        codes = rest.partition(":")[2].split("|")
        papers = [catalogue.papers[code].name if code in catalogue.papers else Words(code, code) for code in codes]
        return Words(" أو ".join(paper.ar for paper in papers), " or ".join(paper.en for paper in papers))
    named = {f"field:{field.code}": field.text for field in service.fields}
    named |= {f"question:{question.code}": question.text for question in service.questions}
    return named.get(key) or (Words(rest, rest) if rest else NO_WORDS)
