"""Recognised print in simplified characters: engines take a brush-like face (楷体) for traditional ones (學 for 学).

Only what stands in no list of simplified characters is mapped, one character for one, so that places stay what they
are: 乾 and 於 of names stay. What was recognised stays the raw text of a hit.
"""

from dataclasses import replace
from functools import lru_cache

from opencc import OpenCC

from domain.documents import Origin, Page, Table, TableCell
from extractors.script import Script, Where, read_script


def simplified_script(where: Where) -> Script:
    """The script of some pages, what was recognised in simplified characters."""
    script = read_script(where)
    if not any(page.origin is Origin.OCR for page in script.pages):
        return script
    return replace(script, text=simplified(script.text), pages=tuple(_page(page) for page in script.pages))


def simplified(text: str) -> str:
    """The text with traditional characters as simplified ones, of the same length."""
    return "".join(map(_character, text)) if not text.isascii() else text


def _page(page: Page) -> Page:
    """The page with the cells of its tables simplified."""
    if page.origin is not Origin.OCR or not page.tables:
        return page
    return replace(page, tables=tuple(_table(table) for table in page.tables))


def _table(table: Table) -> Table:
    return replace(table, rows=tuple(tuple(_cell(cell) for cell in row) for row in table.rows))


def _cell(cell: TableCell | None) -> TableCell | None:
    return replace(cell, text=simplified(cell.text)) if cell is not None else None


@lru_cache(maxsize=20_000)
def _character(character: str) -> str:
    """A character, simplified if it is in no list of simplified ones (GB 2312)."""
    if ord(character) < _FIRST_IDEOGRAPH:
        return character
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        plain = _converter().convert(character)
        return plain if len(plain) == 1 else character
    return character


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


_FIRST_IDEOGRAPH = 0x3400
