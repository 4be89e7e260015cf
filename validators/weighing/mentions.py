"""Which proofs name which declared enterprise: certificates by their holder, announcements by a row of their list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.documents import Kind, Source
from domain.findings import Reason
from domain.records import Record
from validators.applicant import is_same
from validators.names import NameMatch, Relation
from validators.pairing import Pool
from validators.weighing.evidence import is_certain, is_legible
from validators.weighing.papers import PaperDesk
from validators.weighing.places import row_source
from validators.weighing.scale import CERTAIN, LEGIBLE, Scale

NAMES = ("holder", "enterprise", "owner", "name")
"""Fields in which a proof names the one enterprise that it is about."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An enterprise that a proof names: how the names compare, how surely it was read, where, and what its row says."""

    record: Record
    written: str
    match: NameMatch
    confidence: float
    place: Source
    row: Mapping[str, object]

    @property
    def is_sure(self) -> bool:
        """Whether the proof names the enterprise beyond doubt, and legibly."""
        return is_same(self.match) and self.confidence >= LEGIBLE

    @property
    def is_doubtful(self) -> bool:
        """Whether it may name it."""
        return not self.is_sure and self.match.relation is not Relation.DIFFERENT

    def text(self, name: str) -> str:
        """What the row says of the enterprise, else the proof as a whole; empty for nothing."""
        return str(self.row.get(name) or self.record.text(name) or "")

    def year(self, name: str) -> int | None:
        """The year of a date, of the row or the proof."""
        text = self.text(name)
        return int(text[:4]) if text[:4].isdigit() else None

    def is_legible(self, *names: str) -> bool:
        """Whether what it says was read well enough to prove something."""
        return self.confidence >= LEGIBLE and is_legible(
            self.record, *(name for name in names if not self.row.get(name))
        )

    def is_certain(self, *names: str) -> bool:
        """Whether it was read so well that it may exclude a claim."""
        return self.confidence >= CERTAIN and is_certain(
            self.record, *(name for name in names if not self.row.get(name))
        )

    def sources(self, *names: str) -> tuple[Source, ...]:
        """Where it names the enterprise and says these things."""
        said = (self.record.fields[name].source for name in names if name in self.record.fields)
        return tuple(dict.fromkeys((self.place, *said)))


class ProofDesk:
    """The proofs of some kinds, by the first declared name of each enterprise that they name."""

    def __init__(self, pool: Pool, *kinds: Kind) -> None:
        """Look each name up once."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for record in pool.of_kind(*kinds):
            for name, mention in _mentions(record, pool):
                found[name].append(mention)
        self._pool = pool
        self._found = {name: tuple(mentions) for name, mentions in found.items()}

    def of(self, name: str) -> tuple[Mention, ...]:
        """The proofs that name an enterprise, or may name it."""
        return self._found.get(self._pool.canonical(name), ())


def open_unproven(scale: Scale, mentions: tuple[Mention, ...], desk: PaperDesk) -> None:
    """Open the claim for proofs that may be the missing one: doubtful names, names read badly, unread files."""
    name = scale.claim.name
    doubtful = next((mention for mention in mentions if mention.is_doubtful), None)
    if doubtful is not None and is_same(doubtful.match):
        scale.open_unread(doubtful.place)
    elif doubtful is not None:
        facts = {"name": name, "found": doubtful.written, "expected": doubtful.match.reason}
        scale.open(Reason.POSSIBLE_PARTY, doubtful.place, **facts)
    for problem in desk.unread_of(name)[:1]:
        scale.open_unread(problem.source)


def is_settled(mentions: tuple[Mention, ...], name: str, desk: PaperDesk) -> bool:
    """Whether no other paper, unread or in doubt, may mend what the proofs say."""
    return not any(mention.is_doubtful for mention in mentions) and not desk.unread_of(name)


def _mentions(record: Record, pool: Pool) -> Iterator[tuple[str, Mention]]:
    """Each declared enterprise that a proof names."""
    for row in record.rows("holders"):
        written, sure = str(row.get("name") or ""), row.get("confidence")
        confidence = float(sure) if isinstance(sure, int | float) else 1.0
        yield from _declared(record, written, confidence, row_source(record, row), row, pool)
    field = next((name for name in NAMES if record.text(name)), None)
    if field is not None:
        found = record.fields[field]
        yield from _declared(record, str(found.value), found.confidence, found.source, {}, pool)


def _declared(
    record: Record, written: str, confidence: float, place: Source, row: Mapping[str, object], pool: Pool
) -> Iterator[tuple[str, Mention]]:
    code = row.get("uscc") or record.text("uscc")
    for found in pool.declared(written, str(code) if code else None):
        yield found.name, Mention(record, written, found.match, confidence, place, row)
