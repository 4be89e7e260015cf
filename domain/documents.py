"""Documents and their readings: pages of positioned text, sheets of cells, and where each fact stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.findings import Reason

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions of the page, origin at its top left."""

CellValue = str | int | float | bool | None


class Kind(StrEnum):
    """The kinds of document (contract, section 5)."""

    SERVICE_CONTRACT = "service-contract"
    COOPERATION_AGREEMENT = "cooperation-agreement"
    SIGN_IN_SHEET = "sign-in-sheet"
    ACTIVITY_NOTICE = "activity-notice"
    MEETING_SCREENSHOT = "meeting-screenshot"
    ACTIVITY_PHOTO = "activity-photo"
    COURSEWARE = "courseware"
    ACTIVITY_SUMMARY = "activity-summary"
    PRESS_RELEASE = "press-release"
    SOCIAL_INSURANCE = "social-insurance"
    DIPLOMA = "diploma"
    DEGREE_CERTIFICATE = "degree-certificate"
    EDUCATION_REPORT = "education-report"
    TITLE_CERTIFICATE = "title-certificate"
    VOCATIONAL_CERTIFICATE = "vocational-certificate"
    BUSINESS_LICENCE = "business-licence"
    INSTITUTION_CERTIFICATE = "institution-certificate"
    SOCIETY_CERTIFICATE = "society-certificate"
    PROPERTY_TITLE = "property-title"
    LEASE_CONTRACT = "lease-contract"
    AUDIT_REPORT = "audit-report"
    FINANCIAL_STATEMENT = "financial-statement"
    CREDIT_REPORT = "credit-report"
    INVOICE = "invoice"
    ICP_FILING = "icp-filing"
    IP_CERTIFICATE = "ip-certificate"
    TRADEMARK_CERTIFICATE = "trademark-certificate"
    MANAGEMENT_CERTIFICATE = "management-certificate"
    MANAGEMENT_DOCUMENT = "management-document"
    SURVEY_FORM = "survey-form"
    APPOINTMENT_LETTER = "appointment-letter"
    HONOUR_CERTIFICATE = "honour-certificate"
    RECOGNITION_PROOF = "recognition-proof"
    LISTING_PROOF = "listing-proof"
    STANDARD_TEXT = "standard-text"
    FINANCING_PROOF = "financing-proof"
    COMMITMENT = "commitment"
    STATEMENT = "statement"
    SYSTEM_SCREENSHOT = "system-screenshot"
    CASE_DESCRIPTION = "case-description"
    INDEX_DOCUMENT = "index-document"
    LIST_WORKBOOK = "list-workbook"
    DECLARED_FORM = "declared-form"
    PERFORMANCE_REPORT = "performance-report"
    ARCHIVE = "archive"
    OTHER = "other"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Where the text of a page came from."""

    TEXT = "text"
    OCR = "ocr"
    NONE = "none"


class SealState(StrEnum):
    """Whether a page bears a seal; a page without colour is unknown, never missing (domain.md 3.0)."""

    PRESENT = "present"
    NOT_FOUND = "not-found"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The place of a fact: a page and box, or a sheet and cell, of one document."""

    path: str
    sha256: str
    page: int | None = None
    bbox: Box | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without a wide gap, with its box; `confidence` is 1 for a text layer, else the engine's score."""

    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one row of print, left to right; the reader has put them in reading order."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words parted by one space."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box | None:
        """The box round all words."""
        return enclosing(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table on a page; a merged cell stands once, at its first row and column."""

    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: rows of equal length; None where a merged cell of the left or upper neighbour lies."""

    rows: tuple[tuple[TableCell | None, ...], ...]
    box: Box | None = None


ILLEGIBLE = "□"
"""The sign for a letter that cannot be read, as editors of inscriptions write it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal imprint found by its colour; `text` is what could be read of it."""

    box: Box
    colour: str = "red"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A two-dimensional code (二维码) on a page: what it says, and where it stands."""

    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: lines in reading order, ruled tables, seals; `number` is 1-based; sizes in points or pixels."""

    number: int
    width: float
    height: float
    origin: Origin
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    seals: tuple[Seal, ...] = ()
    coloured: bool = False
    """Whether the page has colour at all: a grey copy cannot show a red seal."""
    rotation: int = 0
    """Degrees clockwise by which the page had to be turned; boxes are those of the page as it stands in the file."""
    problem: Reason | None = None
    fingerprint: str = ""
    """A perceptual hash (16 hex digits) of pages that are pictures, else empty."""
    codes: tuple[Code, ...] = ()
    """Codes that were read on pages that look like an invoice or a certificate."""
    entries: tuple[tuple[str, str], ...] = ()
    """What the file says of this page beside its print: `xml:` the elements of an invoice, `tag:` the tags of an OFD,
    `data:` what an OFD says of itself. Keys are paths of element names; a key may stand several times."""

    @property
    def text(self) -> str:
        """All lines, parted by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def seal_state(self) -> SealState:
        """Whether the page bears a seal."""
        if self.seals:
            return SealState.PRESENT
        return SealState.NOT_FOUND if self.coloured or self.origin is Origin.TEXT else SealState.UNKNOWN


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: `number` is the sheet row, 1-based; `cells[i]` is column i (A = 0)."""

    number: int
    cells: tuple[CellValue, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook: dates are ISO text; a merged range has its value in every cell it covers."""

    name: str
    rows: tuple[SheetRow, ...]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges as first row, first column, last row, last column (inclusive); rows 1-based, columns 0-based."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a document says: pages (PDF, picture, Word) or sheets (workbook)."""

    path: str
    sha256: str
    pages: tuple[Page, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    read_by: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    """What the file itself says outside its pages: PDF info entries, EXIF time; keys as in the file."""

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(page.text for page in self.pages)

    def source(self, page: int | None = None, bbox: Box | None = None) -> Source:
        """A place on one of its pages."""
        return Source(path=self.path, sha256=self.sha256, page=page, bbox=bbox)

    def cell_source(self, sheet: str, cell: str) -> Source:
        """A cell of one of its sheets; `cell` as B3."""
        return Source(path=self.path, sha256=self.sha256, sheet=sheet, cell=cell)

    def at(self, path: str) -> "Reading":
        """The same reading under another path: one document may lie in several places."""
        return replace(self, path=path)


@dataclass(frozen=True, slots=True)
class Problem:
    """A document, or a part of it, that resists: the reason, the place and a short detail for people."""

    reason: Reason
    source: Source
    detail: str = ""


def enclosing(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box round all given boxes; None without any."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return (
        min(box[0] for box in known),
        min(box[1] for box in known),
        max(box[2] for box in known),
        max(box[3] for box in known),
    )


def column_letter(index: int) -> str:
    """The letter of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
