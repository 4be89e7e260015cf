"""Word documents (.docx): one page of text in the order of the document, and a page for each picture in it.

A Word file knows no pages and no places, so lines have no boxes. Limits it guards: members and pixels are counted
before they are unpacked; deleted text (修订) is left out, inserted text is read.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import PIL.Image
from docx.document import Document
from docx.oxml.ns import qn

from domain.documents import Line, Origin, Page, Problem, Source, Table, TableCell, Word
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS, MIB
from extractors.readers import Survey
from extractors.readers.image import PARSERS, upright_pixels
from extractors.readers.scan import read_picture

NAME = f"python-docx {docx.__version__}"

UNPACKED_BYTES = 1024 * MIB
"""All members of a document, unpacked; a bomb has more."""

LEAST_SIDE = 120
"""Smaller pictures are marks and bullets."""

POINTS_PER_EMU = 1 / 12_700

Element = Any
"""An element of lxml."""


def survey(file: Path, source: Source) -> Survey:
    """One page of text, and the pictures as further pages."""
    document = _opened(file, source)
    if isinstance(document, Problem):
        return Survey(media="none", problem=document)
    pictures = len(_pictures(document))
    entries = (("Author", document.core_properties.author), ("Title", document.core_properties.title))
    meta = tuple((key, value) for key, value in entries if value)
    return Survey(media="pages", pages=1 + pictures, needs_ocr=(False, *(True,) * pictures), meta=meta)


def read_pages(file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Pages `first` to `last`, 1-based, both included; page 1 is the text."""
    document = _opened(file, source)
    if isinstance(document, Problem):
        return (document,)
    pictures = _pictures(document)
    numbers = range(first, min(last, 1 + len(pictures)) + 1)
    return tuple(
        _text_page(document) if number == 1 else _picture_page(pictures[number - 2], replace(source, page=number))
        for number in numbers
    )


def _opened(file: Path, source: Source) -> Document | Problem:
    """The document, or why it cannot be opened."""
    try:
        with zipfile.ZipFile(file) as members:
            if sum(member.file_size for member in members.infolist()) > UNPACKED_BYTES:
                return Problem(Reason.ARCHIVE_BOMB, source, "Word 文件展开后过大")
        return docx.Document(str(file))
    except Exception as error:  # noqa: BLE001 - a damaged document may raise anything in zipfile, lxml and python-docx
        return Problem(Reason.FILE_CORRUPT, source, type(error).__name__)


def _text_page(document: Document) -> Page:
    """Headers, body and footers as lines, the tables of the body besides."""
    section = document.sections[0] if len(document.sections) else None
    width = (section.page_width or 0) * POINTS_PER_EMU if section is not None else 0.0
    height = (section.page_height or 0) * POINTS_PER_EMU if section is not None else 0.0
    tables: list[Table] = []
    body = list(_lines(document.element.body, tables))
    lines = [*_margins(document, "header"), *body, *_margins(document, "footer")]
    return Page(number=1, width=width, height=height, origin=Origin.TEXT, lines=tuple(lines), tables=tuple(tables))


def _margins(document: Document, kind: str) -> Iterator[Line]:
    """The lines of headers or footers, each text once."""
    seen: set[str] = set()
    for section in document.sections:
        part = getattr(section, kind)
        if part.is_linked_to_previous:
            continue
        for line in _lines(part._element, []):  # noqa: SLF001 - python-docx shows paragraphs only, not text boxes
            if line.text not in seen:
                seen.add(line.text)
                yield line


def _lines(parent: Element, tables: list[Table]) -> Iterator[Line]:
    """The lines of all paragraphs and tables inside an element; tables are collected besides."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, tables)
        elif child.tag == qn("w:tbl"):
            rows = list(_rows(child))
            if rows:
                tables.append(_table(rows))
            for row in rows:
                words = tuple(Word(" ".join(text.split())) for text, _, merged in row if text and not merged)
                if words:
                    yield Line(words)
        elif child.tag in CONTAINERS:
            yield from _lines(child, tables)


def _paragraph(paragraph: Element, tables: list[Table]) -> Iterator[Line]:
    """A paragraph's lines, then those of the text boxes anchored in it."""
    for text in _text(paragraph).split("\n"):
        words = tuple(Word(" ".join(part.split())) for part in text.split("\t") if part.strip())
        if words:
            yield Line(words)
    for box in _boxes(paragraph):
        yield from _lines(box, tables)


def _text(element: Element) -> str:
    """The text of the runs of a paragraph; of alternatives the first, without deleted text and text boxes."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag in LEFT_OUT:
            continue
        else:
            yield from _pieces(child)


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of the text boxes below an element, those of fallbacks left out."""
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag != FALLBACK:
            yield from _boxes(child)


Row = list[tuple[str, int, bool]]
"""Cells of a row: text, columns covered, and whether it continues the cell above."""


def _rows(table: Element) -> Iterator[Row]:
    """The rows of a table."""
    for row in table.iter(qn("w:tr")):
        if _owner(row) is not table:
            continue
        cells: Row = []
        for cell in (cell for cell in row.iter(qn("w:tc")) if _owner_row(cell) is row):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            wide = int(span.get(qn("w:val"), "1")) if span is not None else 1
            merged = merge is not None and merge.get(qn("w:val")) != "restart"
            cells.append((_cell_text(cell), max(1, min(wide, 500)), merged))
        if cells:
            yield cells


def _owner(row: Element) -> Element:
    """The table that a row belongs to."""
    return next(row.iterancestors(qn("w:tbl")), None)


def _owner_row(cell: Element) -> Element:
    """The row that a cell belongs to."""
    return next(cell.iterancestors(qn("w:tr")), None)


def _cell_text(cell: Element) -> str:
    """The lines of a cell, nested tables included."""
    return "\n".join(line.text for line in _lines(cell, []))


def _table(rows: Iterable[Row]) -> Table:
    """The table with rows of equal length; None where a cell goes on."""
    grid: list[list[TableCell | None]] = []
    for row in rows:
        cells: list[TableCell | None] = []
        for text, wide, merged in row:
            cells += [None if merged else TableCell(text), *[None] * (wide - 1)]
        grid.append(cells)
    width = max(len(cells) for cells in grid)
    return Table(tuple(tuple(cells + [None] * (width - len(cells))) for cells in grid))


def _pictures(document: Document) -> list[bytes]:
    """The pictures of the document in the order in which they stand in it, each once, marks left out."""
    found: dict[str, bytes] = {}
    for blip in document.element.body.iter(BLIP, VML_IMAGE):
        key = blip.get(EMBEDDED) or blip.get(RELATED)
        part = document.part.related_parts.get(key) if key else None
        if part is None or str(part.partname) in found or not str(part.content_type).startswith("image/"):
            continue
        if _is_page(part.blob):
            found[str(part.partname)] = part.blob
    return list(found.values())[: DEFAULT_LIMITS.pages]


def _is_page(blob: bytes) -> bool:
    """Whether a picture is large enough to hold print and small enough to be decoded."""
    try:
        with PIL.Image.open(BytesIO(blob), formats=PARSERS) as picture:
            wide, high = picture.size
    except Exception:  # noqa: BLE001 - drawings (EMF, WMF) and damaged pictures are no pages
        return False
    return min(wide, high) >= LEAST_SIDE and wide * high <= DEFAULT_LIMITS.pixels


def _picture_page(blob: bytes, source: Source) -> Page | Problem:
    """A picture as a page."""
    try:
        with PIL.Image.open(BytesIO(blob), formats=PARSERS) as picture:
            image = upright_pixels(picture)
    except Exception as error:  # noqa: BLE001 - decoders raise many things over a damaged picture
        return Problem(Reason.FILE_CORRUPT, source, type(error).__name__)
    return read_picture(image, source.page or 1)


FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = qn("w:txbxContent")
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CONTAINERS = frozenset({qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")})
LEFT_OUT = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:delText"), qn("w:instrText"), qn("w:rPr"), qn("w:pPr"), TEXT_BOX, FALLBACK}
)
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
