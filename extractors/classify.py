"""What kind of document a reading is: every kind is asked, none: unknown, two: a problem, never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.documents import CellValue, Kind, Origin, Page, Problem, Reading
from domain.findings import Reason
from domain.text import clean, squash
from extractors.declared_lists import is_list_workbook
from extractors.headings import first_rows, headings
from extractors.script import Script
from extractors.signs import KNOWN, LEAD, SIGNS, Part, Sign
from extractors.simplified import simplified_script

LONGEST_BODY = 30_000
"""Characters of a long document that are looked at: its beginning, and the end of as many."""
HEAD_ROWS = 14
TITLE_ROWS = 4
LONGEST_TITLE = 60
LITTLE_TEXT = 80
"""Characters on a picture that is no paper: a banner, a watermark."""
SHEET_ROWS = 30


@dataclass(frozen=True, slots=True)
class Face:
    """What a document shows to those who ask for its kind."""

    parts: Mapping[Part, str]


@dataclass(frozen=True, slots=True)
class Recognition:
    """How far a document is of a kind: its points, and the names of the signs that gave them."""

    kind: Kind
    points: int
    signs: tuple[str, ...]


def classify(reading: Reading, place: str) -> Kind | Problem:
    """The kind of a document; UNKNOWN for none, KIND_AMBIGUOUS for two of which none is clearly stronger.

    A list that is printed or scanned is no workbook of lists: OTHER (`declared_lists.list_in_document` names it).
    """
    ranking = rank(face_of(reading, place))
    if not ranking:
        return Kind.LIST_WORKBOOK if reading.sheets and is_list_workbook(reading) else Kind.UNKNOWN
    first, *others = ranking
    rivals = [other for other in others if first.points - other.points < LEAD]
    if rivals:
        names = "、".join(one.kind.value for one in (first, *rivals))
        return Problem(Reason.KIND_AMBIGUOUS, reading.source(_first_page(reading)), names)
    return Kind.OTHER if first.kind is Kind.LIST_WORKBOOK and not reading.sheets else first.kind


def rank(face: Face) -> tuple[Recognition, ...]:
    """The kinds that are known in a face, the strongest first."""
    known = [recognition for kind in SIGNS if (recognition := recognise(kind, face)).points >= KNOWN]
    return tuple(sorted(known, key=lambda recognition: (-recognition.points, recognition.kind.value)))


def recognise(kind: Kind, face: Face) -> Recognition:
    """How far a face is of a kind. A sign counts once, a title only by its best."""
    shown = [sign for sign in SIGNS[kind] if _shows(sign, face)]
    titles = [sign.points for sign in shown if sign.name == "title" and sign.points > 0]
    points = sum(sign.points for sign in shown if sign.name != "title" or sign.points < 0) + max(titles, default=0)
    return Recognition(kind, points, tuple(sign.name for sign in shown))


def face_of(reading: Reading, place: str) -> Face:
    """The face of a document that lies at `place` in its archive."""
    if reading.sheets:
        return _face_of_sheets(reading, place)
    script = simplified_script(reading)
    first = reading.pages[0].number if reading.pages else 1
    parts = {
        Part.TITLE: _title(script, first),
        Part.HEAD: "\n".join(squash(hit.text) for hit in first_rows(script, first, HEAD_ROWS)),
        Part.BODY: _body(script),
        Part.PLACE: squash(place),
        Part.SHAPE: _shape(reading.pages, len(script.text)),
    }
    return Face(parts)


def _shows(sign: Sign, face: Face) -> bool:
    """Whether a face shows a sign."""
    part = face.parts[sign.part]
    if sign.unless is not None and sign.unless.search(part):
        return False
    return all(pattern.search(part) for pattern in sign.patterns)


def _title(script: Script, page: int) -> str:
    """The headings of the first page, and its first short lines, a line each."""
    tall = [squash(hit.text) for hit in headings(script, page)[:3]]
    rows = [squash(hit.text) for hit in first_rows(script, page, TITLE_ROWS)]
    short = [row for row in rows if len(row) <= LONGEST_TITLE and not row.endswith(("。", ";", ",")) and ":" not in row]
    return "\n".join(dict.fromkeys([*tall, *short]))


def _body(script: Script) -> str:
    """The text without gaps; of a long document its beginning and end."""
    text = script.text.replace("\t", " ")
    if len(text) <= LONGEST_BODY:
        return text
    return text[: LONGEST_BODY // 2] + "\n" + text[-LONGEST_BODY // 2 :]


def _shape(pages: tuple[Page, ...], length: int) -> str:
    """Words about the pages, in a fixed order."""
    picture = bool(pages) and all(page.origin is not Origin.TEXT for page in pages)
    words = {
        "picture": picture,
        "no-text": not length,
        "little-text": 0 < length <= LITTLE_TEXT * len(pages),
        "landscape": bool(pages) and all(_is_landscape(page) for page in pages),
        "many-pages": len(pages) > 2,
    }
    return " ".join(word for word, is_so in words.items() if is_so)


def _is_landscape(page: Page) -> bool:
    """Whether a page is wider than high once it is upright."""
    return (page.width > page.height) != (page.rotation % 180 == 90)


def _face_of_sheets(reading: Reading, place: str) -> Face:
    """The face of a workbook: sheet names and first rows."""
    rows = [[_cell(cell) for cell in row.cells] for sheet in reading.sheets for row in sheet.rows[:SHEET_ROWS]]
    texts = [" ".join(text for text in cells if text) for cells in rows]
    names = [squash(sheet.name) for sheet in reading.sheets if not sheet.name.lower().startswith("sheet")]
    alone = [
        squash(next(iter(said))) for cells in rows[:TITLE_ROWS] if len(said := {text for text in cells if text}) == 1
    ]
    titles = [text for text in alone if 1 < len(text) <= LONGEST_TITLE]
    parts = {
        Part.TITLE: "\n".join([*titles, *names]),
        Part.HEAD: "\n".join(texts[:HEAD_ROWS]),
        Part.BODY: "\n".join(texts)[:LONGEST_BODY],
        Part.PLACE: squash(place),
        Part.SHAPE: "sheets",
    }
    return Face(parts)


def _cell(cell: CellValue) -> str:
    """A cell as text."""
    return clean(str(cell)) if cell is not None else ""


def _first_page(reading: Reading) -> int | None:
    return reading.pages[0].number if reading.pages else None
