"""Many names at once: the candidates for one of them, and the duplicates among them, without comparing all pairs.

Names are blocked by keys: two names are compared when they share one. A key holds 字号, trade and places; a name gives
its own, and others for what another name may lack. Each key says whether it gives the place and the trade of its name
whole; two names meet by a key that gives each of these whole on one side at least.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from validators.characters import MASKS, is_ordinal, readings, shape_groups
from validators.name_comparison import compare_parsed, own_codes, spellings
from validators.name_match import NameMatch, Relation, Strength
from validators.name_parts import EnterpriseName, parse_name, trades

Key = TypeVar("Key", bound=Hashable)
Keys = Iterator[tuple[int, tuple[Hashable, ...]]]
"""What a key gives whole (bits: 1 the place, 2 the trade), and the key."""

WHOLE, PART = 3, 0
CHINESE, ENGLISH = 1, 2
"""A key of pinyin joins a Chinese name and an English one, never two of one kind."""
NEAREST = 40
"""How many names that share the most pairs of characters are compared beside those that share a key."""
MOST_SPELLINGS = 8
MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """A name of the index that is, or may be, the one asked for."""

    key: Key
    match: NameMatch


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Names of one enterprise by their positions, the first one first, and how surely."""

    rows: tuple[int, ...]
    strength: Strength
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two names, by their positions, that may be of one enterprise; each stands for its group."""

    first: int
    second: int
    match: NameMatch


@dataclass(frozen=True, slots=True)
class DuplicateGroups:
    """What is twice among many names: surely, possibly, and head offices with their branches."""

    groups: tuple[DuplicateGroup, ...]
    possible: tuple[PossibleDuplicate, ...]
    branches: tuple[DuplicateGroup, ...]
    """Rows of one legal person: a head office and its branches, or branches alone."""


class NameIndex(Generic[Key]):
    """Names that one name is looked up in; each is given as (key, name) or (key, name, code)."""

    def __init__(self, names: Iterable[tuple[Key, str] | tuple[Key, str, str | None]]) -> None:
        """Take the names apart and file them by their keys."""
        rows = [(row[0], row[1], row[2] if len(row) > 2 else None) for row in names]
        self._keys = [key for key, _, _ in rows]
        self._names = [parse_name(name) for _, name, _ in rows]
        self._codes = [code for _, _, code in rows]
        self._by_code: dict[str, list[int]] = defaultdict(list)
        for row, (name, code) in enumerate(zip(self._names, self._codes, strict=True)):
            for own in own_codes(name, code):
                self._by_code[own].append(row)
        self._blocks = _Blocks((row, key) for row, name in enumerate(self._names) for key in _keys(name))
        self._pairs = _Blocks((row, (WHOLE, pair)) for row, name in enumerate(self._names) for pair in _bigrams(name))

    def find(self, name: str, code: str | None = None) -> tuple[Candidate[Key], ...]:
        """The names that are, or may be, this one, the surest first."""
        asked = parse_name(name)
        rows = {row for own in own_codes(asked, code) for row in self._by_code.get(own, ())}
        rows.update(self._blocks.sharing(_keys(asked)))
        rows.update(self._nearest(asked))
        found = [(compare_parsed(asked, self._names[row], code, self._codes[row]), row) for row in rows]
        found = [item for item in found if item[0].relation is not Relation.DIFFERENT]
        return tuple(Candidate(self._keys[row], match) for match, row in sorted(found, key=lambda i: (i[0].rank, i[1])))

    def _nearest(self, asked: EnterpriseName) -> list[int]:
        """The names that share most pairs of neighbouring characters with this one, at least a third of its pairs."""
        pairs = _bigrams(asked)
        rows, counts = self._pairs.counted(pairs)
        enough = counts * 3 >= len(pairs)
        order = np.argsort(-counts[enough], kind="stable")[:NEAREST]
        return [int(row) for row in rows[enough][order]]


def duplicate_groups(names: Sequence[str], codes: Sequence[str | None] | None = None) -> DuplicateGroups:
    """The duplicates among names: equal ones in groups, possible ones in pairs, branches by their legal person."""
    parsed = [parse_name(name) for name in names]
    given = list(codes) if codes is not None else [None] * len(parsed)
    groups, clashes = _equal_groups(parsed, [own_codes(name, code) for name, code in zip(parsed, given, strict=True)])
    firsts = [rows[0] for rows in groups if parsed[rows[0]].text]
    possible = {**clashes}
    for first, second in _likely_pairs(parsed, firsts):
        match = compare_parsed(parsed[first], parsed[second], given[first], given[second])
        if match.relation is Relation.POSSIBLE and match.strength is not Strength.WEAK:
            possible.setdefault((first, second), match)
    return DuplicateGroups(
        tuple(_describe(parsed, given, rows) for rows in groups if len(rows) > 1),
        tuple(PossibleDuplicate(first, second, match) for (first, second), match in sorted(possible.items())),
        tuple(_families(parsed, firsts)),
    )


def _equal_groups(
    parsed: Sequence[EnterpriseName], codes: Sequence[frozenset[str]]
) -> tuple[list[list[int]], dict[tuple[int, int], NameMatch]]:
    """Rows of one enterprise, in the order of their first rows; and rows without a code beside namesakes with two."""
    by_name: dict[Hashable, list[int]] = defaultdict(list)
    for row, name in enumerate(parsed):
        latin = name.text if name.english == name.text else ""
        by_name[(name.identity, latin) if name.text and not name.is_masked else row].append(row)
    links: list[tuple[int, int]] = []
    clashes: dict[tuple[int, int], NameMatch] = {}
    first_of_code: dict[str, int] = {}
    for rows in by_name.values():
        known = {code for row in rows for code in codes[row]}
        plain = [row for row in rows if len(known) < 2 or not codes[row]]
        links += [(plain[0], row) for row in plain[1:]]
        if len(known) > 1 and plain:
            clashes |= {
                _ordered(plain[0], row): _NAMESAKES for row in rows if codes[row] and _is_first(row, rows, codes)
            }
        for row in rows:
            for code in codes[row]:
                links.append((first_of_code.setdefault(code, row), row))
    return _joined(len(parsed), links), clashes


def _is_first(row: int, rows: Sequence[int], codes: Sequence[frozenset[str]]) -> bool:
    return all(codes[other] != codes[row] for other in rows if other < row)


def _joined(size: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Rows joined by links, each group and all groups in the order of the rows."""
    parent = list(range(size))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for a, b in links:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    found: dict[int, list[int]] = defaultdict(list)
    for row in range(size):
        found[root(row)].append(row)
    return list(found.values())


def _describe(parsed: Sequence[EnterpriseName], codes: Sequence[str | None], rows: Sequence[int]) -> DuplicateGroup:
    """A group with the least sure of its matches against its first row."""
    first = rows[0]
    distinct = {(parsed[row].text, codes[row]): row for row in reversed(rows[1:])}
    matches = [compare_parsed(parsed[first], parsed[row], codes[first], codes[row]) for row in distinct.values()]
    match = max(matches, key=lambda item: item.rank)
    return DuplicateGroup(tuple(rows), match.strength, match.reason, match.reason_en)


def _families(parsed: Sequence[EnterpriseName], firsts: Sequence[int]) -> Iterator[DuplicateGroup]:
    """Head offices with their branches: several rows of one legal person (domain.md 4.4)."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in firsts:
        name = parsed[row]
        if not name.attached and not name.is_masked and not name.damaged:
            found[name.canonical].append(row)
    for rows in found.values():
        branches = {parsed[row].branch for row in rows}
        if len(branches) > 1:
            yield DuplicateGroup(tuple(rows), Strength.BRANCH, "同一法人及其分支机构", "one legal person with branches")


def _likely_pairs(parsed: Sequence[EnterpriseName], firsts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of rows worth comparing: of one head each with its first row, of different heads those that share a key."""
    heads: dict[Hashable, list[int]] = defaultdict(list)
    for row in firsts:
        name = parsed[row]
        heads[(name.canonical, name.truncated, name.damaged)].append(row)
    for rows in heads.values():
        lead = min(rows, key=lambda row: (bool(parsed[row].branch), row))
        yield from (_ordered(lead, row) for row in rows if row != lead)
    leads = [rows[0] for rows in heads.values()]
    blocks = _Blocks((lead, key) for lead in leads for key in _keys(parsed[lead]))
    yield from blocks.pairs()


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


class _Blocks:
    """Rows filed by the hashes of their keys, in sorted arrays: 13 bytes a key."""

    def __init__(self, entries: Iterable[tuple[int, tuple[int, Hashable]]]) -> None:
        listed = np.fromiter(
            ((hash(key), row, whole) for row, (whole, key) in entries),
            dtype=[("key", np.int64), ("row", np.int32), ("whole", np.int8)],
        )
        order = np.argsort(listed["key"], kind="stable")
        self.keys: NDArray[np.int64] = listed["key"][order]
        self.rows: NDArray[np.int32] = listed["row"][order]
        self.whole: NDArray[np.int8] = listed["whole"][order]

    def sharing(self, keys: Keys) -> set[int]:
        """The rows that meet one with these keys."""
        found: set[int] = set()
        for whole, key in keys:
            rows, wholes = self._at(key)
            found.update(rows[wholes | whole == WHOLE].tolist())
        return found

    def counted(self, keys: Iterable[Hashable]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The rows that share keys, and how many each."""
        found = [self._at(key)[0] for key in keys]
        rows, counts = np.unique(np.concatenate(found or [self.rows[:0]]), return_counts=True)
        return rows, counts.astype(np.int64)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each pair of rows that meet by some key, once."""
        bounds = np.flatnonzero(np.concatenate(([True], self.keys[1:] != self.keys[:-1], [True])))
        starts, ends = bounds[:-1], bounds[1:]
        wholes = np.bitwise_or.reduceat(self.whole, starts) if len(self.whole) else starts
        seen: set[tuple[int, int]] = set()
        for at in np.flatnonzero((ends - starts > 1) & (wholes == WHOLE)):
            rows, whole = self.rows[starts[at] : ends[at]].tolist(), self.whole[starts[at] : ends[at]].tolist()
            for a, b in combinations(range(len(rows)), 2):
                if whole[a] | whole[b] == WHOLE and rows[a] != rows[b]:
                    seen.add(_ordered(rows[a], rows[b]))
        return iter(sorted(seen))

    def _at(self, key: Hashable) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        wanted = hash(key)
        start, end = np.searchsorted(self.keys, wanted, "left"), np.searchsorted(self.keys, wanted, "right")
        return self.rows[start:end], self.whole[start:end]


def _keys(name: EnterpriseName) -> Keys:
    """All keys of a name, of its former names and of its second name."""
    yield from _own_keys(name)
    for other in filter(None, (*name.aliases, name.second_name)):
        yield from _own_keys(parse_name(other))


def _own_keys(name: EnterpriseName) -> Keys:
    """The keys under which names that may be the same meet; the kinds of doubt are those of domain.md 4.5."""
    if name.english == name.text:
        yield WHOLE, ("latin", name.canonical)
        yield from ((ENGLISH, ("english", words)) for words in _word_runs(name.text))
        return
    trade = tuple(sorted(trades()[word] for word in name.trade))
    own, *others = _subsets(tuple(sorted(set(name.region))), name)
    yield WHOLE, ("letters", "".join(sorted(name.loose)), "".join(filter(is_ordinal, name.loose)))
    yield PART, ("bare", name.bare)
    if any(not place.suffixed for place in name.places):
        yield WHOLE, ("bare", name.loose)
    for fewer in _fewer(trade):
        brand = ("parts", name.brand.casefold(), fewer)
        whole_trade = 2 * (fewer == trade)
        yield 1 | whole_trade, (*brand, own)
        yield from ((whole_trade, (*brand, region)) for region in others)
    for whole, key in _like_brands(name.brand):
        yield whole, (*key, trade, own)
        yield from ((whole & 2, (*key, trade, region)) for region in others if region)
    yield from _misread(name, own)
    yield from ((CHINESE, ("english", spelling)) for spelling in islice(sorted(spellings(name.brand)), MOST_SPELLINGS))


def _subsets(region: tuple[str, ...], name: EnterpriseName) -> tuple[tuple[str, ...], ...]:
    """The places of a name, then what another name may give instead: fewer of them, or only the province or city."""
    wider = {(wide,) for place in name.places[:MOST_PARTS] for wide in (place.province, place.city) if wide}
    return (region, *sorted((wider | _fewer(region)) - {region}))


def _fewer(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Some words and what is left without any of them; without one or all of them where they are many."""
    sizes = range(len(words) + 1) if len(words) < MOST_PARTS else (0, len(words) - 1, len(words))
    return {part for size in sizes for part in combinations(words, size)}


def _like_brands(brand: str) -> Keys:
    """Keys that a 字号 shares with those that sound like it, or differ in one character that looks like its own."""
    spelled = spellings(brand)
    if len(spelled) <= MOST_SPELLINGS:
        yield from ((WHOLE, ("sound", spelling)) for spelling in spelled)
    for at, sign in enumerate(brand[:8]):
        rest = (at, brand[:at], brand[at + 1 :])
        yield WHOLE if sign in MASKS else PART, ("hidden", *rest)
        yield from ((WHOLE, ("like", group, *rest)) for group in (*shape_groups(sign), *readings(sign)))


def _misread(name: EnterpriseName, region: tuple[str, ...]) -> Keys:
    """Keys by one character of 字号 and trade together: a misread trade word goes into the 字号."""
    core = name.brand + "".join(name.trade)
    whole = WHOLE if not name.trade or len(name.brand) > 3 else PART
    for at, sign in enumerate(core[:12]):
        for group in (*shape_groups(sign), *readings(sign)):
            yield whole, ("misread", group, at, core[:at], core[at + 1 :], region)


def _bigrams(name: EnterpriseName) -> frozenset[str]:
    """The pairs of neighbouring characters in what stands before the form."""
    return frozenset(a + b for a, b in pairwise(name.stem.casefold()))


def _word_runs(text: str) -> set[str]:
    """One to four neighbouring words of an English name, written together."""
    words = "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()[:12]
    return {"".join(words[at : at + size]) for size in range(1, 5) for at in range(len(words) - size + 1)}


_NAMESAKES = NameMatch(
    Relation.POSSIBLE,
    Strength.STRONG,
    "名称相同，但同名者有不同信用代码",
    "the same name, but namesakes have different codes",
)
