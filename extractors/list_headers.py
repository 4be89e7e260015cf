"""Headers of the declared lists: which list a table is, and which of its columns is what (domain.md 1.3).

A table is told by its columns first. Its title, the sheet's name and the file's name decide what columns leave open;
where they say different things the table is no list but a question.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.claims import ListName
from domain.text import clean
from extractors.list_words import (
    CORE,
    FINER,
    NAME_KEYS,
    TELLING,
    is_export_label,
    is_person_label,
    label_of,
    meanings,
    unit_of,
)

PERSON_LISTS = (ListName.STAFF, ListName.MENTORS, ListName.TALENTS, ListName.RECRUITED, ListName.TRAINED)
CONTACT_LISTS = (ListName.REGISTERED, ListName.CASES)
"""Lists of organisations that may name a contact for each (姓名), as sign-in sheets do, if their file says so."""
MONEY_KEYS = ("amount_wan", "financing_amount_wan")


@dataclass(frozen=True, slots=True)
class Header:
    """A header: the list, how many rows it takes, and its columns (0-based).

    `others` are columns that the list does not know, by the words that head them; `units` those of columns of money.
    """

    list: ListName
    depth: int
    columns: Mapping[str, int]
    others: Mapping[str, int]
    units: Mapping[str, str]
    side_by_side: bool = False
    """Whether the same columns stand a second time further right."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A header that could be of several lists, or whose title says what its columns do not; of none, a foreign one."""

    lists: tuple[ListName, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the words round a table say it is: title or sheet name, the file's name, the folders it lies in."""

    near: ListName | None = None
    file: ListName | None = None
    folder: ListName | None = None
    other: bool = False
    """Whether the sheet says that its rows are no claims (新认定企业, 上市企业 …)."""


_NUMBER = re.compile(r"\d{1,3}|\d{5,}")
"""A running number or a telephone: such a row is data, though a word in it (讲师, 专家) heads columns elsewhere."""

Heads = Sequence[Sequence[str]]
"""Per column the header cells over it, the lowest first."""
Layout = Mapping[str, int]


def find_header(upper: Sequence[str], lower: Sequence[str], hints: Hints) -> Header | Doubt | None:
    """The header that the first of these rows is, alone or with the second; None where it is none."""
    if any(_NUMBER.fullmatch(text.strip()) for text in upper):
        return None
    known = sum(bool(meanings(text)) for text in upper)
    if known < 2 and not (known and hints.near):
        return None
    two_rows = _is_second_row(upper, lower)
    heads: Heads = [(text,) for text in upper]
    pairs: Heads = list(zip(lower, upper, strict=True)) if two_rows else heads
    if any(is_export_label(text) for head in pairs for text in head):
        return Doubt(())
    alone, both = _decide(heads, hints), _decide(pairs, hints)
    if two_rows and _columns_of(both) > _columns_of(alone):
        return _with_depth(both, 2)
    return alone


def _decide(heads: Heads, hints: Hints) -> Header | Doubt | None:
    """The list that these columns and hints tell."""
    layouts = {name: _layout(heads, name) for name in ListName}
    if any(is_person_label(text) for head in heads for text in head):
        kept = {*PERSON_LISTS, hints.near, *({hints.file} & {*CONTACT_LISTS})}
        layouts = {name: layout for name, layout in layouts.items() if name in kept}
    telling = [name for name, layout in layouts.items() if any(keys <= layout.keys() for keys in TELLING.get(name, ()))]
    if ListName.PARTNERS in (hints.near, hints.file, hints.folder) and "partner" not in layouts.get(
        ListName.PARTNERS, {"partner": 0}
    ):
        layouts[ListName.PARTNERS] |= _plain_name(layouts)
    chosen = _choose(layouts, telling, hints)
    if chosen is None or isinstance(chosen, Doubt):
        return chosen
    return _header(chosen, layouts[chosen], heads)


def _choose(layouts: Mapping[ListName, Layout], telling: Sequence[ListName], hints: Hints) -> ListName | Doubt | None:
    """The one list that fits best; a doubt where two fit, or the title speaks against the columns."""
    scores = {name: len(CORE[name] & layout.keys()) for name, layout in layouts.items()}
    complete = {name for name, layout in layouts.items() if CORE[name] <= layout.keys()}
    near, file, folder = (
        name if name and NAME_KEYS[name] in layouts.get(name, {}) else None
        for name in (hints.near, hints.file, hints.folder)
    )
    if near is not None:
        rivals = [name for name in telling if FINER.get(name, name) is not near and scores[name] > scores[near]]
        return near if near in complete or not rivals else Doubt((near, *rivals))
    best = [name for name in telling if scores[name] == max(scores[other] for other in telling)]
    if hints.other:
        return Doubt(tuple(best)) if best else None
    far = file or (folder if folder and scores[folder] > 1 else None)
    if far is not None and (not best or far in best or (far in complete and not complete & set(best))):
        return far
    finest = [name for name in best if FINER.get(name) not in best]
    if len(finest) > 1:
        return Doubt(tuple(finest))
    return finest[0] if finest else None


def _plain_name(layouts: Mapping[ListName, Layout]) -> Layout:
    """The name column of partners where it is headed as that of clients (单位名称)."""
    layout = layouts[ListName.SERVED]
    return {"partner": layout["enterprise"]} if "enterprise" in layout else {}


def _layout(heads: Heads, name: ListName) -> dict[str, int]:
    """The columns of a list by key; the first of equal ones."""
    layout: dict[str, int] = {}
    for index, head in enumerate(heads):
        key = _key(head, name)
        if key is not None:
            layout.setdefault(key, index)
    return layout


def _key(head: Sequence[str], name: ListName) -> str | None:
    """The column under these header cells: what the lowest says, else the one above it."""
    return next((key for text in head if (key := meanings(text).get(name))), None)


def _header(name: ListName, layout: Layout, heads: Heads) -> Header:
    others: dict[str, int] = {}
    for index, head in enumerate(heads):
        text = next((clean(text) for text in head if text.strip()), "")
        if text and index not in layout.values() and not _repeats(heads, index):
            others[_unused(text, {*layout, *others})] = index
    texts = {key: "".join(heads[index]) for key, index in layout.items() if key in MONEY_KEYS}
    units = {key: unit for key, text in texts.items() if (unit := unit_of(text))}
    return Header(name, 1, layout, others, units, _is_side_by_side(name, layout, heads))


def _repeats(heads: Heads, index: int) -> bool:
    """Whether a column only repeats the merged header cell of its left neighbour."""
    return index > 0 and heads[index] == heads[index - 1]


def _unused(text: str, used: set[str]) -> str:
    """The text as a key that is not taken yet."""
    numbers = (f"{text}_{number}" for number in range(2, len(used) + 3))
    return next(key for key in (text, *numbers) if key not in used)


def _is_side_by_side(name: ListName, layout: Layout, heads: Heads) -> bool:
    """Whether number and name columns come a second time: two blocks of one list beside each other."""
    again = [
        _key(head, name)
        for index, head in enumerate(heads)
        if index not in layout.values() and not _repeats(heads, index)
    ]
    return NAME_KEYS[name] in again and sum(key is not None for key in again) > 1


def _is_second_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row is the lower half of a header: all it says is a label, a unit or a merged cell from above."""
    pairs = [(low, high) for low, high in zip(lower, upper, strict=True) if low.strip()]
    labels = [(low, high) for low, high in pairs if low != high and label_of(low)]
    return bool(labels) and all(meanings(low) for low, _ in labels)


def _columns_of(found: Header | Doubt | None) -> int:
    return len(found.columns) if isinstance(found, Header) else 0


def _with_depth(found: Header | Doubt | None, depth: int) -> Header | Doubt | None:
    if isinstance(found, Header):
        return Header(found.list, depth, found.columns, found.others, found.units, found.side_by_side)
    return found
