"""From files to readings: the only place that knows pdfium, OpenCV, OCR engines, Word and Excel.

Pure I/O without threads of its own, made to run inside a process that can be killed: a hostile or damaged file may cost time or the process, never
the submission.
"""

import hashlib
import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, Protocol, cast

from domain.documents import Origin, Page, Problem, Reading, Sheet, Source
from domain.findings import Reason

Media = Literal["pages", "sheets", "none"]

OCR_PAGE_SECONDS = 1.2
TEXT_PAGE_SECONDS = 0.02
"""CPU seconds of one page, for dividing work; measured by benchmarks/engine.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a file holds, found out quickly: pages or sheets, and which pages need OCR."""

    media: Media
    pages: int = 0
    needs_ocr: tuple[bool, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    """What the file says of itself: PDF info entries, EXIF time."""
    problem: Problem | None = None

    @property
    def costs(self) -> tuple[float, ...]:
        """The CPU seconds that each page will take, roughly."""
        return tuple(OCR_PAGE_SECONDS if ocr else TEXT_PAGE_SECONDS for ocr in self.needs_ocr)


class Reader(Protocol):
    """What a reader module offers; a module of sheets has no pages and the other way round."""

    NAME: str

    def survey(self, file: Path, source: Source) -> Survey:
        """The number of pages and which of them need OCR."""

    def read_pages(self, file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
        """Pages `first` to `last`, 1-based, both included."""

    def read_sheets(self, file: Path, source: Source) -> tuple[Sheet, ...] | Problem:
        """All sheets of a workbook."""


def survey(file: Path, path: str, sha256: str = "") -> Survey:
    """What the file at `file`, known to people as `path`, holds."""
    raise NotImplementedError


def read_pages(file: Path, path: str, sha256: str, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Pages `first` to `last` (1-based, both included) of a PDF, a picture or a Word document."""
    raise NotImplementedError


def read_sheets(file: Path, path: str, sha256: str) -> tuple[Sheet, ...] | Problem:
    """The sheets of a workbook or a CSV file."""
    raise NotImplementedError


def read_by(path: str, pages: Sequence[Page | Problem] = ()) -> str:
    """What read a document: the reader, and the OCR engine that this process uses if a page needed it."""
    raise NotImplementedError


def read(file: Path, path: str, sha256: str) -> Reading | Problem:
    """The whole document in one go; the first problem of a page stands for the document if no page could be read."""
    raise NotImplementedError


READER_VERSION: str = "0"
"""Changes whenever what is read could change: our own source, the outside readers, the OCR backend."""
