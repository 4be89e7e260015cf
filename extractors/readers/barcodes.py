"""Two-dimensional codes (二维码) on pages that look like an invoice or a certificate.

Limits it guards: a page is searched at one size only, and of what is found a few codes of bounded length are kept.
"""

import re
from collections.abc import Iterable

import cv2
import zxingcpp

from domain.documents import Box, Code, Line
from extractors.readers.repair import Image, reduced

SEARCH_SIDE = 2600
"""Larger pictures are reduced: the cells of a printed code are then still three pixels wide."""
MOST_CODES = 8
QR_CODE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
LONGEST_CODE = 600

BEARS_CODE = re.compile(r"发\s?票|开票日期|价\s?税\s?合\s?计|证\s?书|执\s?照|报\s?告|备案|客票")
"""Words of papers on which a code says what the paper says."""

INVOICE_WORDS = (re.compile(r"发\s?票"), re.compile(r"开票日期|发票号码"))


def bears_code(text: str) -> bool:
    """Whether a page of this text is worth searching."""
    return BEARS_CODE.search(text) is not None


def is_invoice_text(lines: Iterable[Line]) -> bool:
    """Whether a text page is an invoice, whose code can prove what is printed."""
    text = "\n".join(line.text for line in lines)
    return all(pattern.search(text) for pattern in INVOICE_WORDS)


def read_codes(image: Image) -> tuple[Code, ...]:
    """The QR codes in a picture, from the top, with boxes as fractions of it."""
    work = reduced(image, SEARCH_SIDE)
    grey = cv2.cvtColor(work, cv2.COLOR_BGR2GRAY) if work.ndim > 2 else work
    try:
        found = zxingcpp.read_barcodes(grey, formats=QR_CODE, try_invert=False)
    except (RuntimeError, ValueError):
        return ()
    height, width = grey.shape[:2]
    codes = [Code(code.text[:LONGEST_CODE], _box(code.position, width, height)) for code in found if code.text]
    return tuple(sorted(codes, key=lambda code: (code.box or (0.0, 0.0))[1])[:MOST_CODES])


def _box(corners: zxingcpp.Position, width: int, height: int) -> Box:
    """The box round the four corners of a code."""
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    xs, ys = [point.x / width for point in points], [point.y / height for point in points]
    return _edge(min(xs)), _edge(min(ys)), _edge(max(xs)), _edge(max(ys))


def _edge(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 5)
