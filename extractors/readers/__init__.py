"""From files to readings: the only place that knows pdfium, OpenCV, OCR engines, Word and Excel.

Pure I/O without threads of its own, made to run inside a process that can be killed: a hostile or damaged file may
cost time or the process, never the submission.
"""

import hashlib
import importlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, Protocol, cast

from domain.documents import Origin, Page, Problem, Reading, Sheet, Source, Word
from domain.findings import Reason
from extractors.sniff import sniff

Media = Literal["pages", "sheets", "none"]

OCR_PAGE_SECONDS = 1.2
TEXT_PAGE_SECONDS = 0.06
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


class PagesReader(Protocol):
    """A reader module of documents with pages."""

    NAME: str

    def survey(self, file: Path, source: Source) -> Survey:
        """The number of pages and which of them need OCR."""

    def read_pages(self, file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
        """Pages `first` to `last`, 1-based, both included."""


class SheetsReader(Protocol):
    """A reader module of workbooks."""

    NAME: str

    def survey(self, file: Path, source: Source) -> Survey:
        """That there are sheets, or why not."""

    def read_sheets(self, file: Path, source: Source) -> tuple[Sheet, ...] | Problem:
        """All sheets of a workbook."""


def survey(file: Path, path: str, sha256: str = "") -> Survey:
    """What the file at `file`, known to people as `path`, holds."""
    source = Source(path=path, sha256=sha256)
    reader = _reader(file, path)
    return Survey(media="none", problem=_unsupported(file, source)) if reader is None else reader.survey(file, source)


def read_pages(file: Path, path: str, sha256: str, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Pages `first` to `last` (1-based, both included) of a PDF, a picture or a Word document."""
    source = Source(path=path, sha256=sha256)
    reader = _reader(file, path)
    if reader is None or not hasattr(reader, "read_pages"):
        return (_unsupported(file, source),)
    return cast("PagesReader", reader).read_pages(file, source, first, last)


def read_sheets(file: Path, path: str, sha256: str) -> tuple[Sheet, ...] | Problem:
    """The sheets of a workbook or a CSV file."""
    source = Source(path=path, sha256=sha256)
    reader = _reader(file, path)
    if reader is None or not hasattr(reader, "read_sheets"):
        return _unsupported(file, source)
    return cast("SheetsReader", reader).read_sheets(file, source)


def read_by(file: Path, path: str, pages: Sequence[Page | Problem] = ()) -> str:
    """What read a document: the reader, and the OCR engine of this process if a page needed it."""
    reader = _reader(file, path)
    name = reader.NAME if reader else ""
    recognised = (page for page in pages if isinstance(page, Page))
    if any(page.origin is Origin.OCR or _has_recognised_word(page) for page in recognised):
        from extractors.readers.ocr import engine

        return f"{name} + {engine().name}" if name else engine().name
    return name


def read(file: Path, path: str, sha256: str) -> Reading | Problem:
    """The whole document in one go; a problem of a page stands for the document only if no page could be read."""
    found = survey(file, path, sha256)
    if found.problem is not None:
        return found.problem
    if found.media == "sheets":
        sheets = read_sheets(file, path, sha256)
        if isinstance(sheets, Problem):
            return sheets
        return Reading(path=path, sha256=sha256, sheets=sheets, read_by=read_by(file, path), meta=found.meta)
    results = read_pages(file, path, sha256, 1, found.pages)
    pages = tuple(page for page in results if isinstance(page, Page))
    problems = [result for result in results if isinstance(result, Problem)]
    if not pages and problems:
        return problems[0]
    return Reading(path=path, sha256=sha256, pages=pages, read_by=read_by(file, path, pages), meta=found.meta)


def _reader(file: Path, path: str) -> PagesReader | SheetsReader | None:
    """The reader for a file: by what it is; by what it is called where its content does not tell."""
    kind = sniff(file)
    suffix = Path(path).suffix.lower()
    name = READERS.get(suffix if kind == "odf" or (kind == "text" and suffix in TEXT_TABLES) else f".{kind}")
    return cast("PagesReader | SheetsReader", importlib.import_module(f"{__name__}.{name}")) if name else None


def _unsupported(file: Path, source: Source) -> Problem:
    """Why a file has no reader."""
    kind = sniff(file)
    reason = {"empty": Reason.FILE_EMPTY, "encrypted-office": Reason.FILE_ENCRYPTED}.get(kind)
    return Problem(reason or Reason.FILE_TYPE_UNSUPPORTED, source, "" if reason else kind)


def _has_recognised_word(page: Page) -> bool:
    """Whether a text page holds print that was recognised in a picture."""
    words: tuple[Word, ...] = tuple(word for line in page.lines for word in line.words)
    return any(word.confidence < 1 for word in words)


def _version() -> str:
    """A hash of our source, of what it rests on, of the versions of the readers, of the OCR backend asked for."""
    digest = hashlib.sha256()
    own, extractors = Path(__file__).parent, Path(__file__).parents[1]
    for source in (*sorted(own.glob("*.py")), *sorted((extractors / "zipped").glob("*.py")), extractors / "sniff.py"):
        if source.name != "worker.py":
            digest.update(source.read_bytes())
    for package in PACKAGES:
        digest.update(f"{package} {_installed(package)}\n".encode())
    digest.update(os.environ.get("CHAYAN_OCR", "").encode())
    return digest.hexdigest()[:16]


def _installed(package: str) -> str:
    """The version of an installed package; empty where it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


PACKAGES = (
    "rapidocr",
    "openvino",
    "onnxruntime",
    "opencv-python-headless",
    "numpy",
    "pillow",
    "pypdfium2",
    "pdfplumber",
    "pdfminer.six",
    "python-calamine",
    "openpyxl",
    "python-docx",
    "pytesseract",
    "lxml",
    "zxing-cpp",
)
"""The outside readers."""

TEXT_TABLES = frozenset({".csv", ".tsv"})

READERS: Mapping[str, str] = {
    ".pdf": "pdf",
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".tif": "image",
    ".tiff": "image",
    ".webp": "image",
    ".bmp": "image",
    ".gif": "image",
    ".docx": "word",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".et": "excel",
    ".ods": "excel",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".ofd": "ofd",
    ".xml": "invoice_xml",
}
"""Reader modules by suffix, and by the type that `extractors.sniff` finds, written as a suffix."""

READER_VERSION: str = _version()
"""Changes whenever what is read could change."""
