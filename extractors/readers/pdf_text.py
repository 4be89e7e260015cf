"""The text layer of a PDF page: glyphs with their boxes in the page as displayed, doubled and hidden ones left out."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.readers.lines import WIDE_GAP, Glyph, Run
from extractors.readers.pdf_objects import INVISIBLE, Matrix

MOST_GLYPHS = 60_000

DOUBLED = 0.12
"""Bold faked by drawing twice: the same character again within this share of its height."""

LIGATURES = frozenset("fil")
"""Letters that pdfium gives one by one, in one place, for a ligature."""

LEAST_EXPECTED = 0.85
"""With fewer expected characters a text layer is rubbish: fonts without ToUnicode."""

LEAST_COMMON = 0.7
"""Share of the Chinese characters that GB 2312 has; a wrong mapping gives rare ones."""


def read_glyphs(text: pdfium.PdfTextPage, matrix: Matrix, *, hidden: bool) -> tuple[list[Glyph], list[Glyph], int]:
    """The glyphs of a page; those of slanting print (watermarks) apart; and the angle at which the print runs.

    The angle is in degrees clockwise, a multiple of 90. With `hidden`, glyphs are asked whether they show.
    """
    straight: list[tuple[int, Glyph]] = []
    slanting: list[Glyph] = []
    width, height = text.page.get_size()
    page_angle = math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))
    modes: dict[int, bool] = {}
    for index in range(min(text.count_chars(), MOST_GLYPHS)):
        char = _char_at(text, index)
        if not char or (hidden and not _shows(text, index, modes)):
            continue
        glyph = _glyph(text, index, char, matrix)
        if glyph is None or not (0 <= glyph.x <= width and 0 <= glyph.y <= height):
            continue
        angle = page_angle + math.degrees(raw.FPDFText_GetCharAngle(text, index))
        turn = round(angle / 90) * 90
        if abs(angle - turn) < 3:
            straight.append((turn % 360, glyph))
        else:
            slanting.append(glyph)
    turn = Counter(angle for angle, _ in straight).most_common(1)[0][0] if straight else 0
    return list(_single(glyph for _, glyph in straight)), slanting, turn


def _char_at(text: pdfium.PdfTextPage, index: int) -> str:
    """The character at an index; empty for what pdfium put in itself and for line ends."""
    code = raw.FPDFText_GetUnicode(text, index)
    if 0xD800 <= code < 0xDC00:
        low = raw.FPDFText_GetUnicode(text, index + 1)
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) if 0xDC00 <= low < 0xE000 else 0xFFFD
    elif 0xDC00 <= code < 0xE000:
        return ""
    if raw.FPDFText_IsGenerated(text, index) == 1 or code in {0x0A, 0x0D, 0xFFFE, 0x02}:
        return ""
    return chr(code) if code else "\ufffd"


def _shows(text: pdfium.PdfTextPage, index: int, modes: dict[int, bool]) -> bool:
    """Whether a glyph's text object shows."""
    handle = raw.FPDFText_GetTextObject(text, index)
    if not handle:
        return True
    key = ctypes.addressof(handle.contents)
    if key not in modes:
        modes[key] = raw.FPDFTextObj_GetTextRenderMode(handle) != INVISIBLE
    return modes[key]


def _glyph(text: pdfium.PdfTextPage, index: int, char: str, matrix: Matrix) -> Glyph | None:
    """The glyph with the box of its whole character cell; None without extent."""
    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, rect):
        return None
    (a, c, e), (b, d, f), _ = matrix.tolist()
    x0, y0 = a * rect.left + c * rect.bottom + e, b * rect.left + d * rect.bottom + f
    x1, y1 = a * rect.right + c * rect.top + e, b * rect.right + d * rect.top + f
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if bottom - top < 0.1 or right - left < 0:
        return None
    return Glyph(char, left, top, right, bottom)


def _single(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Glyphs without those drawn twice at one place."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    last: Glyph | None = None
    for glyph in glyphs:
        before, last = last, glyph
        reach = max(DOUBLED * (glyph.bottom - glyph.top), 0.01)
        column, row = int(glyph.x / reach), int(glyph.y / reach)
        near = (
            other
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for other in seen.get((glyph.text, across, down), ())
        )
        twins = [other for other in near if abs(other.x - glyph.x) < reach and abs(other.y - glyph.y) < reach]
        if twins and not (glyph.text in LIGATURES and before in twins):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph


def runs_of(glyphs: Sequence[Glyph]) -> list[Run]:
    """Glyphs as they follow each other in the file, in runs on one baseline without wide gaps."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        if last is None or not _follows(last, glyph):
            runs.append([])
        runs[-1].append(glyph)
    return [tuple(run) for run in runs if any(not glyph.text.isspace() for glyph in run)]


def _follows(one: Glyph, other: Glyph) -> bool:
    """Whether a glyph goes on the run that another one ends."""
    high = max(one.bottom - one.top, 0.1)
    size = (other.bottom - other.top) / high
    gap = other.left - one.right
    return abs(other.y - one.y) < 0.3 * high and 0.6 < size < 1.7 and -0.5 * high < gap < WIDE_GAP * high


def turned_glyph(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """A glyph of a page of this size, after the page was turned clockwise by `turn` degrees."""
    left, top, right, bottom = {
        0: (glyph.left, glyph.top, glyph.right, glyph.bottom),
        90: (height - glyph.bottom, glyph.left, height - glyph.top, glyph.right),
        180: (width - glyph.right, height - glyph.bottom, width - glyph.left, height - glyph.top),
        270: (glyph.top, width - glyph.right, glyph.bottom, width - glyph.left),
    }[turn % 360]
    return Glyph(glyph.text, left, top, right, bottom, glyph.confidence)


def is_rubbish(text: str) -> bool:
    """Whether a text layer says something else than the page shows (domain.md 3.0, 5)."""
    signs = [char for char in text if not char.isspace()]
    if not signs:
        return False
    expected = sum(_is_expected(char) for char in signs)
    if expected < LEAST_EXPECTED * len(signs):
        return True
    chinese = [char for char in signs if "\u4e00" <= char <= "\u9fff"]
    common = sum(_is_common(char) for char in chinese)
    return common < LEAST_COMMON * len(chinese)


def _is_expected(char: str) -> bool:
    """Whether a character is one that Chinese papers are written with."""
    if char.isascii():
        return char.isprintable()
    if "\u3400" <= char <= "\u9fff" or "\u2e80" <= char <= "\u303f" or "\uff00" <= char <= "\uffef":
        return True
    if "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff":
        return True
    return unicodedata.category(char) in EXPECTED and not "\u00c0" <= char <= "\u024f"


EXPECTED = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "So", "Sk", "No", "Nl", "Lu", "Ll", "Lm"})


def _is_common(char: str) -> bool:
    """Whether GB 2312 has the character."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
