"""PDF: pages with a text layer are read from it, scanned ones by OCR, pages of both from both.

Limits it guards: pdfium reads hostile files in a process that can be killed; objects, glyphs and pixels of a page are
bounded; every handle is closed, so memory stays flat over thousands of pages.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from enum import Enum
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw
from pypdfium2.version import PDFIUM_INFO

from domain.documents import Box, Line, Origin, Page, Problem, Seal, Source, Table, TableCell, Word
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS
from extractors.readers import Survey
from extractors.readers.barcodes import is_invoice_text, read_codes
from extractors.readers.lines import Glyph, Plane, bounds, lines_of, merged, placed, rows_of, tables_of, text_of
from extractors.readers.pdf_objects import WHOLE_PAGE, Layout, Picture, displayed, lay_out
from extractors.readers.pdf_tables import find_ruled
from extractors.readers.pdf_text import is_rubbish, read_glyphs, runs_of, turned_glyph
from extractors.readers.repair import Image, is_coloured, turned
from extractors.readers.scan import READING_SIDE, read_picture
from extractors.readers.seal_text import is_cut, read_seals
from extractors.readers.seals import find_seals

NAME = f"pdfium {PDFIUM_INFO.build}"

FEW_OBJECTS, FEW_CHARACTERS = 5, 80
"""Under a picture of the whole page, so little visible text is a stamp or a page number."""

OUTLINES = 20
"""Without text and pictures, so many paths may be text drawn as outlines."""

PICTURE_SHARE = 0.04
"""Smaller pictures on a text page (marks, QR codes, seals) are not read."""

MOST_PICTURES = 12
UNREADABLE_SHARE = 0.3

SCAN_DPI = 200
CODE_DPI, CODE_SIDE = 130, 2000
"""Resolution at which a text page is searched for codes, and the most pixels of its longer side."""
GLANCE_DPI = 72
"""Resolution at which a text page is looked at for seals."""


class Nature(Enum):
    """How a page has to be read."""

    BLANK = "blank"
    TEXT = "text"
    SCAN = "scan"
    MIXED = "mixed"


def survey(file: Path, source: Source) -> Survey:
    """The number of pages, which of them need OCR, and what the file says of itself."""
    with _opened(file, source) as opened:
        if isinstance(opened, Problem):
            return Survey(media="none", problem=opened)
        count = min(len(opened), DEFAULT_LIMITS.pages)
        needs = tuple(_needs_ocr(opened, index) for index in range(count))
        return Survey(media="pages", pages=len(opened), needs_ocr=needs, meta=_meta(opened))


def read_pages(file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Pages `first` to `last`, 1-based, both included."""
    with _opened(file, source) as opened:
        if isinstance(opened, Problem):
            return (opened,)
        if opened.get_formtype() != raw.FORMTYPE_NONE:
            opened.init_forms()
        return tuple(
            _read_page(opened, file, replace(source, page=number))
            for number in range(first, min(last, len(opened)) + 1)
        )


@contextmanager
def _opened(file: Path, source: Source) -> Iterator[pdfium.PdfDocument | Problem]:
    """The document, or why it cannot be opened; an empty user password is tried by pdfium itself."""
    try:
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        yield Problem(Reason.FILE_ENCRYPTED if locked else Reason.FILE_CORRUPT, source, "" if locked else str(error))
        return
    with closing(document):
        yield document if len(document) else Problem(Reason.FILE_EMPTY, source, "PDF 中没有页面")


def _meta(document: pdfium.PdfDocument) -> tuple[tuple[str, str], ...]:
    """The entries of the info dictionary, those that e-invoices add included, and the number of signatures."""
    entries = [(key, value) for key in INFO_KEYS if (value := document.get_metadata_value(key))]
    signatures = raw.FPDF_GetSignatureCount(document)
    if signatures > 0:
        entries.append(("Signatures", str(signatures)))
    return tuple(entries)


def _needs_ocr(document: pdfium.PdfDocument, index: int) -> bool:
    """Whether a page needs OCR; one that cannot be loaded needs nothing."""
    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as text:
            return _nature(lay_out(page, rules=False), text) in {Nature.SCAN, Nature.MIXED}
    except pdfium.PdfiumError:
        return False


def _nature(layout: Layout, text: pdfium.PdfTextPage) -> Nature:
    """How a page has to be read: by its visible text, its pictures and whether the text makes sense."""
    covered = layout.covered
    if covered > WHOLE_PAGE and layout.visible < FEW_OBJECTS:
        return Nature.SCAN
    if not layout.visible:
        if layout.pictures or layout.paths > OUTLINES:
            return Nature.SCAN
        return Nature.BLANK
    content = text.get_text_bounded()
    if is_rubbish(content):
        return Nature.SCAN
    if covered > WHOLE_PAGE and len("".join(content.split())) < FEW_CHARACTERS:
        return Nature.SCAN
    return Nature.MIXED if _large(layout) else Nature.TEXT


def _large(layout: Layout) -> list[Picture]:
    """The pictures of a text page that may hold print of their own."""
    least = PICTURE_SHARE * layout.width * layout.height
    large = [picture for picture in layout.pictures if _area(picture.box) >= least]
    return sorted(large, key=lambda picture: -_area(picture.box))[:MOST_PICTURES]


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _read_page(document: pdfium.PdfDocument, file: Path, source: Source) -> Page | Problem:
    """One page, read as its nature asks."""
    number = source.page or 1
    try:
        with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
            layout = lay_out(page, rules=True)
            nature = _nature(layout, text)
            if nature is Nature.BLANK:
                return Page(number=number, width=layout.width, height=layout.height, origin=Origin.NONE)
            if nature is Nature.SCAN:
                return read_picture(_picture_of(page, layout), number, (layout.width, layout.height))
            read = _read_text(page, text, layout, file, number)
            return _with_pictures(read, page, layout) if nature is Nature.MIXED else read
    except pdfium.PdfiumError as error:
        return Problem(Reason.FILE_CORRUPT, source, str(error))


def _read_text(page: pdfium.PdfPage, text: pdfium.PdfTextPage, layout: Layout, file: Path, number: int) -> Page:
    """A page from its text layer."""
    glyphs, slanting, angle = read_glyphs(text, displayed(page), hidden=layout.invisible > 0)
    turn = -angle % 360
    size = (layout.height, layout.width) if turn % 180 else (layout.width, layout.height)
    plane = Plane(*size, turn)
    upright = [turned_glyph(glyph, turn, layout.width, layout.height) for glyph in glyphs] if turn else glyphs
    ruled = find_ruled(layout, plane, file, number)
    rows = placed((merged(row) for row in rows_of(runs_of(upright))), ruled, flowing=True)
    glance = _glance(page) if _may_bear_seal(page, layout) else None
    lines = lines_of(rows, plane) + _watermark(slanting, layout)
    return Page(
        number=number,
        width=layout.width,
        height=layout.height,
        origin=Origin.TEXT,
        lines=lines,
        tables=tables_of(ruled, rows),
        seals=tuple(_with_letters(page, seal) for seal in find_seals(glance)) if glance is not None else (),
        coloured=glance is not None and is_coloured(glance),
        rotation=turn,
        codes=read_codes(_rendered(page, _code_scale(page))) if is_invoice_text(lines) else (),
    )


def _code_scale(page: pdfium.PdfPage) -> float:
    """Pixels a point at which the code of an invoice, 20 mm wide, can be read."""
    return float(min(CODE_DPI / 72, CODE_SIDE / max(*page.get_size(), 1.0)))


def _watermark(slanting: Sequence[Glyph], layout: Layout) -> tuple[Line, ...]:
    """Slanting print as one last line: it runs across all rows."""
    if not slanting:
        return ()
    words = text_of([Glyph(glyph.text, index, 0, index + 1, 1) for index, glyph in enumerate(slanting)])
    return (Line((Word(words, Plane(layout.width, layout.height).box(*bounds(slanting))),)),) if words else ()


def _may_bear_seal(page: pdfium.PdfPage, layout: Layout) -> bool:
    """Whether anything on a text page could be a seal: red paths, pictures, annotations."""
    return layout.reddish or bool(layout.pictures) or raw.FPDFPage_GetAnnotCount(page) > 0


def _with_letters(page: pdfium.PdfPage, seal: Seal) -> Seal:
    """A seal with its letters, for which its place alone is rendered finely."""
    width, height = page.get_size()
    left, top, right, bottom = seal.box
    if is_cut(seal.box, width, height):
        return seal
    crop = (left * width, (1 - bottom) * height, (1 - right) * width, top * height)
    (found,) = read_seals(_rendered(page, SCAN_DPI / 72, crop), [replace(seal, box=(0.0, 0.0, 1.0, 1.0))])
    return replace(seal, text=found.text)


def _glance(page: pdfium.PdfPage) -> Image:
    """The page as a small picture."""
    side = max(*page.get_size(), 1.0)
    return _rendered(page, min(GLANCE_DPI / 72, 900 / side))


def _rendered(page: pdfium.PdfPage, scale: float, crop: Sequence[float] = (0, 0, 0, 0)) -> Image:
    """A picture of the page, or of what a crop (left, bottom, right, top in points) leaves of it."""
    bitmap = page.render(scale=scale, crop=tuple(crop))
    with closing(bitmap):
        return np.ascontiguousarray(bitmap.to_numpy()[..., :3])


def _picture_of(page: pdfium.PdfPage, layout: Layout) -> Image:
    """The picture of a scanned page: its own JPEG where there is just that, else rendered at its own resolution."""
    own = _own_jpeg(layout) if layout.visible == 0 and raw.FPDFPage_GetAnnotCount(page) == 0 else None
    return own if own is not None else _rendered(page, _scale(layout.pictures, layout.width, layout.height))


def _scale(pictures: Sequence[Picture], width: float, height: float) -> float:
    """Pixels a point: the resolution of the finest picture, 200 dpi without any, never a huge page."""
    finest = max((_resolution(picture) for picture in pictures), default=SCAN_DPI / 72)
    return min(max(finest, 0.5), READING_SIDE / max(width, height))


def _resolution(picture: Picture) -> float:
    """Pixels a point of one picture."""
    wide, _ = _pixel_size(picture)
    return wide / max(float(np.hypot(*picture.matrix[:2, 0])), 1.0)


def _pixel_size(picture: Picture) -> tuple[int, int]:
    """Width and height of a picture in pixels."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(picture.handle, wide, high)
    return wide.value, high.value


def _own_jpeg(layout: Layout) -> Image | None:
    """The JPEG that is the whole page, turned as the page shows it; None if the page is anything else."""
    if len(layout.pictures) != 1 or layout.paths:
        return None
    picture = layout.pictures[0]
    wide, high = _pixel_size(picture)
    turn = _turn_of(picture, layout)
    if turn is None or wide * high > DEFAULT_LIMITS.pixels:
        return None
    data = _raw_jpeg(picture)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), _decoding(wide, high)) if data else None
    return turned(image, turn) if image is not None else None


def _decoding(wide: int, high: int) -> int:
    """How OpenCV decodes a JPEG: huge ones at half or a quarter of their size."""
    flags = cv2.IMREAD_COLOR
    if max(wide, high) >= 2 * READING_SIDE:
        flags = cv2.IMREAD_REDUCED_COLOR_4 if max(wide, high) >= 4 * READING_SIDE else cv2.IMREAD_REDUCED_COLOR_2
    return int(flags) | int(cv2.IMREAD_IGNORE_ORIENTATION)


def _turn_of(picture: Picture, layout: Layout) -> int | None:
    """Degrees clockwise by which a picture is turned to fill the page exactly; None if it is mirrored or does not."""
    (a, c, e), (b, d, f), _ = picture.matrix.tolist()
    x0, x1, y0, y1 = min(e, e + a + c), max(e, e + a + c), min(f, f + b + d), max(f, f + b + d)
    slack = 0.01 * max(layout.width, layout.height)
    if max(abs(x0), abs(y0), abs(x1 - layout.width), abs(y1 - layout.height)) > slack:
        return None
    level, upright = abs(b) + abs(c) < slack, abs(a) + abs(d) < slack
    if level and a * d < 0:
        return 0 if a > 0 else 180
    if upright and b * c > 0:
        return 90 if b > 0 else 270
    return None


def _raw_jpeg(picture: Picture) -> bytes:
    """The bytes of a picture that is a grey or RGB JPEG and nothing else; else none."""
    if raw.FPDFImageObj_GetImageFilterCount(picture.handle) != 1 or raw.FPDFPageObj_HasTransparency(picture.handle):
        return b""
    name = ctypes.create_string_buffer(16)
    raw.FPDFImageObj_GetImageFilter(picture.handle, 0, name, 16)
    size = raw.FPDFImageObj_GetImageDataRaw(picture.handle, None, 0)
    if name.value != b"DCTDecode" or not size:
        return b""
    data = ctypes.create_string_buffer(size)
    raw.FPDFImageObj_GetImageDataRaw(picture.handle, data, size)
    return data.raw if _components(data.raw) in {1, 3} else b""


def _components(jpeg: bytes) -> int:
    """The number of colour components, from the frame header (ITU T.81, B.2.2); 0 if there is none."""
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return jpeg[at + 9]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big") if marker != 0xFF else 1
    return 0


def _with_pictures(read: Page, page: pdfium.PdfPage, layout: Layout) -> Page:
    """A text page with what its large pictures say; print that the text layer has already is left out."""
    own = [word.box for line in read.lines for word in line.words if word.box is not None]
    lines, tables, seals, problem = list(read.lines), list(read.tables), list(read.seals), read.problem
    for picture in _large(layout):
        left, top, right, bottom = picture.box
        crop = (left, layout.height - bottom, layout.width - right, top)
        seen = read_picture(_rendered(page, _scale([picture], right - left, bottom - top), crop), read.number)
        place = (left / layout.width, top / layout.height, right / layout.width, bottom / layout.height)
        lines += _placed_lines(seen, place, own)
        tables += [_placed_table(table, place) for table in seen.tables]
        seals += [Seal(_placed(seal.box, place), seal.colour, seal.text) for seal in seen.seals if not read.seals]
        if seen.problem and _area(place) > UNREADABLE_SHARE:
            problem = seen.problem
    return replace(
        read,
        lines=tuple(sorted(lines, key=lambda line: line.box[1] if line.box else 1.0))
        if not read.rotation
        else tuple(lines),
        tables=tuple(tables),
        seals=tuple(seals),
        problem=problem,
        codes=read.codes,
    )


def _placed(box: Box, place: Box) -> Box:
    """A box of a picture as a box of the page."""
    wide, high = place[2] - place[0], place[3] - place[1]
    return (
        round(place[0] + box[0] * wide, 5),
        round(place[1] + box[1] * high, 5),
        round(place[0] + box[2] * wide, 5),
        round(place[1] + box[3] * high, 5),
    )


def _placed_lines(seen: Page, place: Box, own: Sequence[Box]) -> Iterator[Line]:
    """The lines of a picture on the page, without words that lie over the page's own."""
    for line in seen.lines:
        boxed = [(word, _placed(word.box, place)) for word in line.words if word.box is not None]
        words = tuple(
            Word(word.text, box, word.confidence)
            for word, box in boxed
            if not any(_covers(box, other) for other in own)
        )
        if words:
            yield Line(words)


def _covers(one: Box, other: Box) -> bool:
    """Whether two boxes share a third of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 0 and high > 0 and wide * high > 0.3 * min(_area(one), _area(other))


def _placed_table(table: Table, place: Box) -> Table:
    """A table of a picture on the page."""
    rows = tuple(
        tuple(
            cell and TableCell(cell.text, _placed(cell.box, place) if cell.box else None, cell.confidence)
            for cell in row
        )
        for row in table.rows
    )
    return Table(rows, _placed(table.box, place) if table.box else None)


INFO_KEYS = (
    "Title",
    "Author",
    "Subject",
    "Keywords",
    "Creator",
    "Producer",
    "CreationDate",
    "ModDate",
    "InvoiceNumber",
    "IssueTime",
    "SellerIdNum",
    "BuyerIdNum",
    "TotalAmWithoutTax",
    "TotalTaxAm",
    "TotalTax-includedAmount",
)
"""Entries of the info dictionary: the standard ones and those of fully digital e-invoices (domain.md 3.15)."""
