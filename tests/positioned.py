"""Readings laid out by hand: words at given places of an A4 page."""

from collections.abc import Iterable

from domain.documents import Line, Origin, Page, Reading, Seal, Table, TableCell, Word

WIDTH, HEIGHT = 595.0, 842.0
SHA256 = "ab" * 32


def word(x: float, y: float, text: str, size: float = 10.5, confidence: float = 1.0) -> Word:
    """A word whose left top is at x, y (points)."""
    width = sum(size if ord(character) > 0x2E7F else size / 2 for character in text)
    box = (x / WIDTH, y / HEIGHT, (x + width) / WIDTH, (y + size) / HEIGHT)
    return Word(text, box, confidence)


def row(y: float, *parts: tuple[float, str], size: float = 10.5, confidence: float = 1.0) -> Line:
    """A line of words, each as (x, text)."""
    return Line(tuple(word(x, y, text, size, confidence) for x, text in parts))


def column(top: float, *texts: str, x: float = 72, step: float = 20, size: float = 10.5) -> tuple[Line, ...]:
    """Lines of one word each, one under the other."""
    return tuple(row(top + index * step, (x, text), size=size) for index, text in enumerate(texts) if text)


def page(
    lines: Iterable[Line],
    number: int = 1,
    *,
    seals: tuple[Seal, ...] = (),
    tables: tuple[Table, ...] = (),
    origin: Origin = Origin.TEXT,
    coloured: bool = True,
) -> Page:
    """A page of these lines."""
    return Page(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        origin=origin,
        lines=tuple(lines),
        seals=seals,
        tables=tables,
        coloured=coloured,
    )


def reading(*pages: Page, path: str = "材料/文件.pdf", meta: tuple[tuple[str, str], ...] = ()) -> Reading:
    """A reading of these pages."""
    return Reading(path=path, sha256=SHA256, pages=pages, read_by="hand", meta=meta)


def plain(*texts: str, path: str = "材料/文件.docx") -> Reading:
    """A reading of one page without boxes, as of a Word file."""
    lines = tuple(Line((Word(text),)) for text in texts)
    return reading(Page(number=1, width=WIDTH, height=HEIGHT, origin=Origin.TEXT, lines=lines), path=path)


def table(*rows: tuple[str | None, ...]) -> Table:
    """A table of these cells, without boxes; None where a neighbour's merged cell lies."""
    return Table(tuple(tuple(None if text is None else TableCell(text) for text in cells) for cells in rows))
