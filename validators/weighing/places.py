"""Places of rows inside papers."""

from collections.abc import Mapping

from domain.documents import Source
from domain.records import Record


def row_source(record: Record, row: Mapping[str, object]) -> Source:
    """The place of a row of a table in a paper: page and box, or sheet and cell; the first page where it has none."""
    page, bbox, sheet, cell = (row.get(key) for key in ("page", "bbox", "sheet", "cell"))
    first = record.place().page if sheet is None else None
    return Source(
        path=record.path,
        sha256=record.sha256,
        page=page if isinstance(page, int) else first,
        bbox=(bbox[0], bbox[1], bbox[2], bbox[3]) if isinstance(bbox, list | tuple) else None,
        sheet=sheet if isinstance(sheet, str) else None,
        cell=cell if isinstance(cell, str) else None,
    )
