"""The weak, bracket and neutral rules of UAX #9 (W1 to N2) and the implicit levels, for one isolating run sequence."""

from __future__ import annotations

Classes = tuple[str, ...]

ISOLATES = frozenset({"LRI", "RLI", "FSI"})
REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})  # rule X9
_MAX_OPEN_BRACKETS = 63
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # numbers count as R for N0 to N2

# Python's unicodedata knows no Bidi_Paired_Bracket, so the pairs of BidiBrackets.txt are kept here.
_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232a❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩"
    "⹕⹖⹗⹘⹙⹚⹛⹜\u3008\u3009《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
OPENING_BRACKETS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CLOSING_BRACKETS = frozenset(OPENING_BRACKETS.values())
_SAME_BRACKET = {"\u232a": "\u3009"}  # canonically equivalent


def resolve_sequence(
    text: str, classes: Classes, positions: list[int], types: list[str], edges: str, level: int
) -> list[int]:
    """Levels of the characters at `positions`, whose types after overrides are given; `edges` is sos and eos."""
    sos, eos = edges[0], edges[1]
    embedding = "LR"[level & 1]
    _marks_and_numbers(types, sos)
    _separators(types)
    _terminators(types)
    _latin_numbers(types, sos)
    brackets = [text[i] if types[k] == "ON" else "" for k, i in enumerate(positions)]
    marks = [classes[i] == "NSM" for i in positions]
    for pair in _bracket_pairs(brackets):
        _turn_brackets(types, marks, pair, sos, embedding)
    _neutrals(types, sos, eos, embedding)
    if level & 1:
        return [level + (cls != "R") for cls in types]
    return [level + {"L": 0, "R": 1}.get(cls, 2) for cls in types]


def _marks_and_numbers(types: list[str], sos: str) -> None:
    """W1 to W3."""
    strong = previous = sos
    for i, cls in enumerate(types):
        if cls == "NSM":
            cls = "ON" if previous == "PDI" or previous in ISOLATES else previous
        previous = cls
        if cls in ("L", "R", "AL"):
            strong = cls
        elif cls == "EN" and strong == "AL":
            cls = previous = "AN"
        types[i] = cls
    for i, cls in enumerate(types):
        if cls == "AL":
            types[i] = "R"


def _separators(types: list[str]) -> None:
    """W4."""
    for i in range(1, len(types) - 1):
        before = types[i - 1]
        if before == types[i + 1]:
            common = types[i] == "CS" and before in ("EN", "AN")
            european = types[i] == "ES" and before == "EN"
            if common or european:
                types[i] = before


def _terminators(types: list[str]) -> None:
    """W5 and W6."""
    i = 0
    while i < len(types):
        j = i
        while j < len(types) and types[j] == "ET":
            j += 1
        if j > i:
            beside_number = "EN" in types[max(i - 1, 0) : i] + types[j : j + 1]
            types[i:j] = ["EN" if beside_number else "ON"] * (j - i)
        elif types[i] in ("ES", "CS"):
            types[i] = "ON"
        i = max(j, i + 1)


def _latin_numbers(types: list[str], sos: str) -> None:
    """W7."""
    strong = sos
    for i, cls in enumerate(types):
        if cls in ("L", "R"):
            strong = cls
        elif cls == "EN" and strong == "L":
            types[i] = "L"


def _bracket_pairs(brackets: list[str]) -> list[tuple[int, int]]:
    """BD16: the bracket pairs, in the order of their opening brackets."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for k, char in enumerate(brackets):
        if char in OPENING_BRACKETS:
            if len(opened) == _MAX_OPEN_BRACKETS:
                return []
            closing = OPENING_BRACKETS[char]
            opened.append((_SAME_BRACKET.get(closing, closing), k))
        elif char in _CLOSING_BRACKETS:
            wanted = _SAME_BRACKET.get(char, char)
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == wanted:
                    found.append((opened[depth][1], k))
                    del opened[depth:]
                    break
    return sorted(found)


def _turn_brackets(types: list[str], marks: list[bool], pair: tuple[int, int], sos: str, embedding: str) -> None:
    """N0: a pair takes the embedding direction if anything inside has it, else that of the text before it."""
    opening, closing = pair
    inside = {_STRONG[cls] for cls in types[opening + 1 : closing] if cls in _STRONG}
    if not inside:
        return
    direction = embedding
    if embedding not in inside:
        direction = next((_STRONG[cls] for cls in reversed(types[:opening]) if cls in _STRONG), sos)
    for k in pair:
        types[k] = direction
        mark = k + 1
        while mark < len(types) and marks[mark]:
            types[mark] = direction
            mark += 1


def _neutrals(types: list[str], sos: str, eos: str, embedding: str) -> None:
    """N1 and N2."""
    i, before = 0, sos
    while i < len(types):
        if types[i] in _STRONG:
            before = _STRONG[types[i]]
            i += 1
            continue
        j = i
        while j < len(types) and types[j] not in _STRONG:
            j += 1
        after = _STRONG[types[j]] if j < len(types) else eos
        types[i:j] = [before if before == after else embedding] * (j - i)
        i = j
