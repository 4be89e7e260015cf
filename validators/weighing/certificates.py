"""Certificates of persons: whether they show a degree from bachelor on, or a title from intermediate on (3.9)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from domain.codes import is_id_number
from domain.documents import Kind
from domain.records import Record
from validators.pairing import Pool
from validators.weighing.evidence import is_certain, is_flagged, is_legible, number_key
from validators.weighing.persons import PersonIndex

EDUCATION = frozenset({Kind.DIPLOMA, Kind.DEGREE_CERTIFICATE, Kind.EDUCATION_REPORT})
TITLES = frozenset({Kind.TITLE_CERTIFICATE})
KINDS = (
    Kind.DIPLOMA,
    Kind.DEGREE_CERTIFICATE,
    Kind.EDUCATION_REPORT,
    Kind.TITLE_CERTIFICATE,
    Kind.VOCATIONAL_CERTIFICATE,
)
HIGH_LEVELS = frozenset({"博士研究生", "硕士研究生", "研究生", "本科", "博士", "硕士", "学士", "第二学士学位"})
LOW_LEVELS = frozenset({"专科", "高职", "大专", "中专", "高中", "中职", "技校"})
HIGH_TITLES = frozenset({"中级", "副高级", "正高级", "高级"})
LOW_TITLES = frozenset({"初级", "助理级", "员级"})
DAY_FIELDS = ("graduated_on", "awarded_on")
FIELDS = ("name", "level", "title")


class Worth(Enum):
    """What a certificate shows."""

    ENOUGH = "enough"
    BELOW = "below"
    LATE = "late"
    """Enough, but only since after the year that counts."""
    UNKNOWN = "unknown"
    """The level was not read, or only a person can tell it (职业资格, A5)."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one certificate says of its holder."""

    record: Record
    worth: Worth
    found: str

    @property
    def is_education(self) -> bool:
        """Whether it is of school or university, and not a title."""
        return self.record.kind in EDUCATION

    @property
    def is_certain(self) -> bool:
        """Whether it was read so well that it may exclude a claim."""
        return is_certain(self.record, *FIELDS)

    @property
    def id_number(self) -> str:
        """The holder's ID number, where the paper gives a valid one."""
        number = self.record.text("id_number") or ""
        return number if is_id_number(number) else ""

    @property
    def identity(self) -> object:
        """What two copies of one certificate share: its number, else the document."""
        number = number_key(self.record.text("number") or "")
        return number or (self.record.sha256, self.record.pages)


def certificates(pool: Pool, year: int) -> PersonIndex[Certificate]:
    """All certificates by the holder's name."""
    named = ((record.text("name") or "", record) for record in pool.of_kind(*KINDS))
    return PersonIndex((name, read_certificate(record, year)) for name, record in named if name)


def read_certificate(record: Record, year: int) -> Certificate:
    """Whether a certificate shows a degree from bachelor on, or a title from intermediate on, in the year."""
    level = record.text("level") or ""
    found = record.text("title") or level
    if not is_legible(record, "level", "name"):
        return Certificate(record, Worth.UNKNOWN, found)
    if "completed" in record.fields and not is_flagged(record, "completed"):
        return Certificate(record, Worth.BELOW, "结业")
    worth = _worth(record.kind, level)
    late = worth is Worth.ENOUGH and _is_late(record, year)
    return Certificate(record, Worth.LATE if late else worth, found)


def _worth(kind: Kind, level: str) -> Worth:
    if kind is Kind.VOCATIONAL_CERTIFICATE:
        return Worth.UNKNOWN
    high, low = (HIGH_TITLES, LOW_TITLES) if kind in TITLES else (HIGH_LEVELS, LOW_LEVELS)
    return Worth.ENOUGH if level in high else Worth.BELOW if level in low else Worth.UNKNOWN


def _is_late(record: Record, year: int) -> bool:
    """Whether it was awarded after the year (G08: by 31 December)."""
    days = (record.text(field) for field in DAY_FIELDS if is_legible(record, field))
    return any(day is not None and day[:4].isdigit() and int(day[:4]) > year for day in days)


def count_holders(found: Sequence[Certificate]) -> int:
    """For how many persons of one name these certificates are enough beyond doubt.

    Bachelor and master, or diploma and title, may be one person's; two diplomas of one level are two persons'.
    """
    distinct = {(_family(certificate), certificate.found, certificate.identity) for certificate in found}
    levels = Counter((family, level) for family, level, _ in distinct)
    return max(levels.values(), default=0)


def _family(certificate: Certificate) -> str:
    """What a person has one of at each level; diploma and registration form are two papers of one study."""
    kind = certificate.record.kind
    return "study" if kind in {Kind.DIPLOMA, Kind.EDUCATION_REPORT} else kind.value
