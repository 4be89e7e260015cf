"""Read screens of information systems (系统截图, 后台数据): address, title, counts, days (domain.md 3.28)."""

import re
from collections.abc import Iterator

from domain.documents import Box, Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Placed, Script
from extractors.simplified import simplified_script

HOLDER_LABELS = ("版权所有", "主办单位", "运营单位", "版权所有©", "Copyright")
_URL = re.compile(
    r"(?P<value>https?:/{1,2}[A-Za-z0-9.-]{3,60}(?::\d{2,5})?(?:/[A-Za-z0-9_./?=&%#-]{0,120})?"
    r"|(?<![\w@.])(?:www|m|admin|app)\.[a-z0-9-]{1,40}(?:\.[a-z]{2,6}){1,2}(?:/[A-Za-z0-9_./?=&%#-]{0,120})?)"
)
_NUMBER = re.compile(r"(?P<value>[\u4e00-\u9fff]\t?[I1l]CP\t?[备证]\t?\d{6,10}\t?号(?:\t?-\t?\d{1,3}[AXK]?)?)")
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}(?:总?数|量|次|家|人)?(?:\([^()]{1,6}\))?")
_COLUMN_HEIGHTS = 3.5
"""A figure and its label stand no further apart than so many heights of the figure."""
_ROW_SHARE = 0.6
_UPPER = 0.5
_HEIGHT_STEP = 0.006
"""Heights that differ by less are one."""
_SHORTEST_TITLE, _LONGEST_TITLE = 3, 40
_PIECE = re.compile(r"[^\t\n]+")
_SHORTEST_PIECE, _MOST_PIECES = 2, 500
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def extract_screen(reading: Reading) -> tuple[Record | Problem, ...]:
    """The address, title, filing number, holder, counts, days and print of a screen, as far as it shows them."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields: dict[str, Field] = {}
    url = script.search(_URL)
    if url is not None:
        fields["url"] = make_field(reading, url, squash(url.text))
    title = _title(script)
    if title is not None:
        fields["title"] = make_field(reading, title, squash(title.text))
    number = script.search(_NUMBER)
    if number is not None:
        fields["number"] = make_field(reading, number, re.sub("[1l]CP", "ICP", squash(number.text)))
    holder = find_first(script, HOLDER_LABELS, accept=lambda hit: is_organisation(party_name(hit.text) or "-"))
    if holder is not None:
        fields["holder"] = make_field(reading, holder, party_name(holder.text))
    fields |= _count_field(reading, script) | _days_field(reading, script) | _text_field(reading, script)
    return (make_record(Kind.SYSTEM_SCREENSHOT, reading, fields),)


def _title(script: Script) -> Hit | None:
    """The tallest words in the upper half of the first page; of one height the uppermost."""
    first = script.pages[0].number
    words = [placed for placed in script.words if placed.page == first and _may_head(script, placed)]
    heads = sorted(words, key=lambda placed: (-round(_height(placed) / _HEIGHT_STEP), placed.start))
    return script.hit(heads[0].start, heads[0].end) if heads else None


def _may_head(script: Script, placed: Placed) -> bool:
    """Whether words may be the title of a screen."""
    name = squash(script.text[placed.start : placed.end])
    upper = placed.box is not None and placed.box[1] < _UPPER
    return upper and len(_CHINESE.findall(name)) > _SHORTEST_TITLE and len(name) <= _LONGEST_TITLE


def _height(placed: Placed) -> float:
    return placed.box[3] - placed.box[1] if placed.box is not None else 0.0


def _count_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`counts`: each figure that stands alone, with the words over, under or before it."""
    pairs = list(_pairs(script))
    if not pairs:
        return {}
    counts = [{"label": label, "count": count} for label, count, _ in pairs]
    least = min(hit.confidence for _, _, hit in pairs)
    return {"counts": make_field(reading, pairs[0][2], counts, least)}


def _pairs(script: Script) -> Iterator[tuple[str, int, Hit]]:
    """Figures with their labels."""
    for placed in script.words:
        text = squash(script.text[placed.start : placed.end])
        if _COUNT.fullmatch(text) is None:
            continue
        label = _label_of(script, placed)
        if label is not None:
            yield squash(label.text), int(text.replace(",", "")), script.hit(placed.start, placed.end)


def _label_of(script: Script, figure: Placed) -> Hit | None:
    """The words nearest to a figure: over or under it, or before it in its row."""
    found: list[tuple[float, Hit]] = []
    for placed in script.words:
        text = squash(script.text[placed.start : placed.end])
        apart = _distance(figure, placed)
        if apart is not None and _LABEL.fullmatch(text):
            found.append((apart, script.hit(placed.start, placed.end)))
    return min(found, key=lambda one: one[0])[1] if found else None


def _distance(figure: Placed, words: Placed) -> float | None:
    """How far words lie from a figure that they may name, in heights of the figure; None where they cannot."""
    one, other = figure.box, words.box
    if one is None or other is None or figure.page != words.page or figure is words:
        return None
    height = one[3] - one[1]
    if _shares(one, other, 0):
        gap = max(other[1] - one[3], one[1] - other[3], 0.0)
        return gap / height if gap <= _COLUMN_HEIGHTS * height else None
    if _shares(one, other, 1) and other[2] <= one[0]:
        return 1 + (one[0] - other[2])
    return None


def _shares(one: Box, other: Box, axis: int) -> bool:
    """Whether two boxes share much of the shorter one's extent along an axis."""
    shared = min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])
    shorter = min(one[axis + 2] - one[axis], other[axis + 2] - other[axis])
    return shared > _ROW_SHARE * shorter


def _text_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`texts`: every piece of print that stands by itself, with its place: products are sought there by name."""
    pieces = [script.hit(*match.span()) for match in _PIECE.finditer(script.text)]
    pieces = [piece for piece in pieces if len(_CHINESE.findall(piece.text)) >= _SHORTEST_PIECE][:_MOST_PIECES]
    if not pieces:
        return {}
    texts = [
        {
            "text": piece.text,
            "page": piece.page,
            "bbox": list(piece.box) if piece.box is not None else None,
            "confidence": piece.confidence,
        }
        for piece in pieces
    ]
    confidence = min(piece.confidence for piece in pieces)
    return {"texts": Field(texts, "", confidence, reading.source(pieces[0].page))}


def _days_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`dates`: every day that the screen shows, each once, in order."""
    found = [day for day in find_days(script.text) if day.value is not None]
    if not found:
        return {}
    days = sorted({day.value.isoformat() for day in found if day.value is not None})
    return {"dates": make_field(reading, script.hit(found[0].start, found[0].end), days)}
