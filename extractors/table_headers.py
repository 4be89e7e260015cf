"""Headers of tables: which column is which, in one row or two, in grids and over unruled print."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from domain.documents import (
    Page,
)
from domain.text import squash
from extractors.columns import Gap, Piece, Strip, header_pieces
from extractors.table_cells import Cell, Cells, piece_cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column looked for: its key, and the labels that head it."""

    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: the columns, those in which every row has a word, and how many a header must name."""

    columns: tuple[Column, ...]
    anchors: tuple[str, ...]
    minimum: int

    def column(self, key: str) -> tuple[Column, ...]:
        """The column of this key."""
        return tuple(column for column in self.columns if column.key == key)

    @property
    def labels(self) -> frozenset[str]:
        """Every label that may head a column, those without a key too."""
        return frozenset(label for column in self.columns for label in column.labels) | _OTHER_LABELS


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the table at hand: keys by position, header cells by key, and how wide it is."""

    keys: Mapping[int, str]
    headers: Mapping[str, Cell]
    width: int
    bounds: tuple[Gap, ...] = ()
    """Where the columns part on an unruled page, in its level frame."""
    more: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The further columns that lie under a header cell of several."""
    beside: tuple[Mapping[int, str], ...] = ()
    """The columns of further tables of the same kind at the right: two lists side by side."""

    @property
    def parts(self) -> tuple[Mapping[int, str], ...]:
        """The columns of each of the tables that stand side by side."""
        return (self.keys, *self.beside)


def header_key(text: str, columns: Iterable[Column]) -> str | None:
    """The column that a header cell names, if any."""
    best = max(((_score(text, column), column.key) for column in columns), default=(0, ""))
    return best[1] if best[0] else None


def grid_header(grid: Sequence[Cells], search: Search) -> tuple[Layout, int] | None:
    """The first header of a grid, in one row or two, and the number of the row below it."""
    for number, row in enumerate(grid[:_HEADER_WITHIN]):
        names = [_one(cell) for cell in row]
        keys = _keys_of(names, search)
        below = grid[number + 1] if number + 1 < len(grid) else None
        lower = _two_rows(row, below) if below is not None and _is_header_row(below) else []
        both = _keys_of(lower, search)
        rows = 1
        if len(both) > len(keys):
            names, keys, rows = lower, both, 2
        if len(keys) >= search.minimum:
            keys, *beside = _side_tables(names, keys, search)
            cells = {key: _header_cell(grid[number : number + rows], index) for index, key in keys.items()}
            last = grid[number + rows - 1]
            more = _under_merged(last, keys)
            return Layout(keys, cells, len(row), _edges(last), more, tuple(beside)), number + rows
    return None


def _side_tables(names: Sequence[tuple[str, ...]], keys: Mapping[int, str], search: Search) -> list[dict[int, str]]:
    """The columns of one table, or of two and more that stand side by side: there the same heads come again."""
    again = _first_repeated(names, search)
    if again is None:
        return [dict(keys)]
    left = _keys_of(names[:again], search)
    right = {index + again: key for index, key in _keys_of(names[again:], search).items()}
    if len(left) < search.minimum or len(right) < search.minimum or not set(right.values()) <= set(left.values()):
        return [dict(keys)]
    blank = [()] * again
    return [left, *_side_tables([*blank, *names[again:]], right, search)]


def _first_repeated(names: Sequence[tuple[str, ...]], search: Search) -> int | None:
    """The first column whose key another one before it has."""
    seen: set[str] = set()
    for index, variants in enumerate(names):
        keys = {header_key(name, search.columns) for name in variants} - {None}
        if keys & seen:
            return index
        seen |= {key for key in keys if key is not None}
    return None


def _under_merged(row: Cells, keys: Mapping[int, str]) -> dict[int, tuple[int, ...]]:
    """The columns behind each keyed one over which its header cell reaches."""
    more: dict[int, tuple[int, ...]] = {}
    for index in keys:
        end = index + 1
        while end < len(row) and end not in keys and _is_same(row[index], row[end]):
            end += 1
        if end > index + 1:
            more[index] = tuple(range(index + 1, end))
    return more


def _is_same(cell: Cell | None, neighbour: Cell | None) -> bool:
    """Whether the right neighbour belongs to the same merged cell."""
    return cell is not None and (neighbour is None or (cell.text == neighbour.text and cell.sheet is not None))


def _edges(row: Cells) -> tuple[Gap, ...]:
    """Where the columns part, if every cell of the header has its place and they run from left to right."""
    boxes = [cell.upright for cell in row if cell is not None and cell.upright is not None]
    rising = all(first[0] < second[0] and abs(first[1] - second[1]) < _LEVEL for first, second in pairwise(boxes))
    if len(boxes) < len(row) or not rising:
        return ()
    return tuple((min(a[2], b[0]), max(a[2], b[0])) for a, b in pairwise(boxes))


def _one(cell: Cell | None) -> tuple[str, ...]:
    return (cell.text,) if cell is not None and cell.text else ()


def _two_rows(upper: Cells, lower: Cells) -> list[tuple[str, ...]]:
    """What each column of a header in two rows may be called: lower, both, upper."""
    names: list[tuple[str, ...]] = []
    parent = ""
    for above, below in zip(upper, lower, strict=False):
        parent = above.text if above is not None else parent
        child = below.text if below is not None else ""
        if child and child != parent:
            names.append((child, parent + child))
        else:
            names.append((parent,) if above is not None else ())
    return names


def _is_header_row(row: Cells) -> bool:
    """Whether a row could be the lower half of a header: short words, no long numbers."""
    texts = [cell.text for cell in row if cell is not None and cell.text]
    return bool(texts) and all(len(text) <= _HEADER_LENGTH and not _LONG_NUMBER.search(text) for text in texts)


def _header_cell(rows: Sequence[Cells], index: int) -> Cell:
    """The lowest header cell of a column that has text."""
    cells = [row[index] for row in rows if index < len(row)]
    return next((cell for cell in reversed(cells) if cell is not None and cell.text), Cell(text=""))


def _keys_of(names: Sequence[tuple[str, ...]], search: Search) -> dict[int, str]:
    """The key of each column that has one; each key once, the best match first."""
    scored = [
        (_score(name, column), -index, column.key)
        for index, variants in enumerate(names)
        for name in variants
        for column in search.columns
    ]
    keys: dict[int, str] = {}
    for score, negative, key in sorted(scored, reverse=True):
        if score and -negative not in keys and key not in keys.values():
            keys[-negative] = key
    return dict(sorted(keys.items()))


def _score(name: str, column: Column) -> int:
    """How well a header cell names a column: 0 not at all; a longer label counts more."""
    plain, variants = _variants(name)
    if not plain:
        return 0
    exact = max((len(label) for label in column.labels if label in variants), default=0)
    if exact:
        return 100 + exact
    near = (len(label) for label in column.labels if len(label) >= _FUZZY_FROM and _one_off(plain, label))
    return max(near, default=0)


@lru_cache(maxsize=4096)
def _variants(name: str) -> tuple[str, frozenset[str]]:
    """A header text without notes in brackets, stars and colons, and all forms in which it may be a label."""
    text = squash(name)
    if len(text) > _HEADER_LENGTH:
        return "", frozenset()
    plain = _BRACKETED.sub("", text).strip(_TRIMMINGS) or text.strip(_TRIMMINGS)
    return plain, frozenset((plain, text, *_ALTERNATIVES.split(plain)))


def _one_off(text: str, label: str) -> bool:
    """Whether two texts of one length differ in one character."""
    return len(text) == len(label) and sum(a != b for a, b in zip(text, label, strict=True)) == 1


def strip_header(strips: Sequence[Strip], search: Search, page: Page) -> tuple[tuple[Piece, ...], Layout, int] | None:
    """The first header among strips, in one strip or two, and the number of the strip below it."""
    labels = search.labels
    for number, strip in enumerate(strips):
        if len(strip.pieces) > _MOST_COLUMNS or not _names_any(strip.text, labels):
            continue
        pieces = header_pieces(strip, labels)
        names: list[tuple[str, ...]] = [(piece.text,) for piece in pieces]
        keys = _keys_of(names, search)
        rows = 1
        if keys and number + 1 < len(strips) and _follows(strip, strips[number + 1]):
            lower = header_pieces(strips[number + 1], labels)
            both, variants = _two_strips(pieces, lower)
            more = _keys_of(variants, search)
            if len(more) > len(keys):
                pieces, names, keys, rows = both, variants, more, 2
        if len(keys) >= search.minimum:
            keys, *beside = _side_tables(names, keys, search)
            cells = {key: piece_cell((pieces[index],), page) for index, key in keys.items()}
            return pieces, Layout(keys, cells, len(pieces), beside=tuple(beside)), number + rows
    return None


def _names_any(text: str, labels: Iterable[str]) -> bool:
    return any(label in text for label in labels)


def _follows(strip: Strip, below: Strip) -> bool:
    return below.middle - strip.middle < _HEADER_PITCH * strip.height


def _two_strips(upper: Sequence[Piece], lower: Sequence[Piece]) -> tuple[tuple[Piece, ...], list[tuple[str, ...]]]:
    """The columns of a header in two strips with what each may be called: a word over others is their parent."""
    columns: list[tuple[Piece, tuple[str, ...]]] = []
    for piece in lower:
        parent = next((above for above in upper if _overlap(above, piece)), None)
        columns.append((piece, (piece.text, parent.text + piece.text) if parent else (piece.text,)))
    alone = (piece for piece in upper if not any(_overlap(piece, below) for below in lower))
    columns.extend((piece, (piece.text,)) for piece in alone)
    columns.sort(key=lambda column: column[0].left)
    return tuple(piece for piece, _ in columns), [names for _, names in columns]


def _overlap(first: Piece, second: Piece) -> bool:
    return first.left < second.right and second.left < first.right


_LEVEL = 0.01
"""Header cells whose tops are this near to each other stand in one row."""
_HEADER_LENGTH = 20
_HEADER_PITCH = 2.4
"""Two strips this many heights apart may be one header."""
_MOST_COLUMNS = 60
_HEADER_WITHIN = 80
"""The header of a grid stands within so many rows."""
_FUZZY_FROM = 4
_TRIMMINGS = " :：*﹡※.。、,，·-—_|"
_LONG_NUMBER = re.compile(r"\d{4}")
_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]{0,30}[)\]】〕]")
_ALTERNATIVES = re.compile(r"[/、|及和或]")
_OTHER_LABELS = frozenset(
    (
        "序号",
        "编号",
        "姓名",
        "性别",
        "备注",
        "职务",
        "职位",
        "部门",
        "单位",
        "电话",
        "邮箱",
        "签名",
        "签字",
        "时间",
        "日期",
    )
)
"""Words that head columns of no interest: needed to tell where the others end."""
