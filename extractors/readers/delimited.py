"""Tables as text (.csv, .tsv): UTF-8 with or without its mark, UTF-16, or GB 18030 as Chinese Windows writes it."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from domain.documents import CellValue, Problem, Sheet, SheetRow, Source
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS, MIB
from extractors.readers import Survey

NAME = "csv"

MOST_BYTES = 256 * MIB

DELIMITERS = (",", "\t", ";", "|", "，")

SAMPLE_LINES = 20


def survey(file: Path, source: Source) -> Survey:
    """That there is a sheet, or why not."""
    text = _text(file, source)
    return Survey(media="none", problem=text) if isinstance(text, Problem) else Survey(media="sheets", pages=1)


def read_sheets(file: Path, source: Source) -> tuple[Sheet, ...] | Problem:
    """The one sheet, named after the file."""
    text = _text(file, source)
    if isinstance(text, Problem):
        return text
    try:
        rows = tuple(_rows(text))
    except csv.Error as error:
        return Problem(Reason.FILE_CORRUPT, source, str(error))
    return (Sheet(name=Path(source.path).stem, rows=rows),)


def _text(file: Path, source: Source) -> str | Problem:
    """The text of the file, in the first encoding that fits all of it."""
    if file.stat().st_size > MOST_BYTES:
        return Problem(Reason.ARCHIVE_BOMB, source, "文本文件过大")
    data = file.read_bytes()
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return Problem(Reason.FILE_CORRUPT, source, "字符编码无法识别")


def _rows(text: str) -> Iterator[SheetRow]:
    """The rows that bear anything; a row is numbered as a spreadsheet would show it."""
    count = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    for number, fields in enumerate(reader, 1):
        cells = [_value(field) for field in fields]
        while cells and cells[-1] is None:
            cells.pop()
        count += len(cells)
        if count > DEFAULT_LIMITS.cells:
            raise csv.Error(f"超过 {DEFAULT_LIMITS.cells} 个单元格")
        if cells:
            yield SheetRow(number, tuple(cells))


def _delimiter(text: str) -> str:
    """The delimiter that most evenly parts the first lines."""
    lines = [line for line in text[:100_000].splitlines()[:SAMPLE_LINES] if line.strip()]
    usual = {sign: sorted(line.count(sign) for line in lines)[len(lines) // 2] for sign in DELIMITERS} if lines else {}
    best = max(usual, key=lambda sign: usual[sign], default=",")
    return best if usual.get(best) else ","


def _value(field: str) -> CellValue:
    """A field as text; Excel's guard of digits (="0012") taken off."""
    guarded = _GUARDED.fullmatch(field.strip())
    text = guarded.group(1) if guarded else field.strip()
    return text or None


_GUARDED = re.compile(r'="([^"]{0,500})"')
