"""Whose a certificate is: the applicant's, perhaps, or another's; and whether it was in force when it had to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from domain.documents import Source
from domain.findings import Reason
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.bench import Weighed
from validators.names import NameMatch, Relation
from validators.weighing.scale import CERTAIN, LEGIBLE, UnitScale


class Held(Enum):
    """By whom a paper is held."""

    OWN = "own"
    MAYBE = "maybe"
    OTHERS = "others"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Holding:
    """The name on a paper that comes nearest to the applicant's, and how it compares."""

    held: Held
    name: str = ""
    match: NameMatch | None = None


def holding_of(weighed: Weighed, names: Iterable[str], *, brand: bool = False) -> Holding:
    """How the applicant stands among these names; `brand`: its platform's name is as good."""
    known = [name for name in map(squash, names) if name]
    if not known:
        return Holding(Held.UNSAID)
    platform = weighed.applicant.platform if brand and weighed.applicant is not None else None
    if platform is not None and (own := next((n for n in known if n == squash(platform.platform)), None)):
        return Holding(Held.OWN, own)
    matches = [(weighed.bench.pool.match_applicant(name), name) for name in known]
    compared = [(match, name) for match, name in matches if match is not None]
    if not compared:
        return Holding(Held.MAYBE, known[0])
    best, name = min(compared, key=lambda pair: pair[0].rank)
    if is_same(best):
        return Holding(Held.OWN, name, best)
    return Holding(Held.MAYBE if best.relation is Relation.POSSIBLE else Held.OTHERS, name, best)


def is_of_client(weighed: Weighed, names: Iterable[str]) -> bool:
    """Whether a paper names an enterprise of the lists: it proves something about that, and claims nothing here."""
    return any(weighed.bench.pool.declared(name) for name in names if name)


def weigh_holder(
    scale: UnitScale, weighed: Weighed, holding: Holding, shown: str, places: Sequence[Source], confidence: float
) -> None:
    """Prove that the applicant holds a paper, or leave it, or exclude what is surely another's.

    Of a certificate that names only another (a parent, a seller before the transfer) see A27 in domain.md.
    """
    own = weighed.applicant.name if weighed.applicant is not None else "申报单位"
    if holding.held is Held.OWN and confidence >= LEGIBLE:
        scale.prove(*places)
    elif holding.held is Held.OWN:
        scale.open_unread(places[0])
    elif holding.held is Held.MAYBE:
        reason = holding.match.reason if holding.match is not None else "未能确定申报单位"
        scale.open(Reason.POSSIBLE_PARTY, *places, name=own, found=holding.name, expected=reason)
    elif holding.held is Held.OTHERS and confidence >= CERTAIN:
        scale.exclude(Reason.HOLDER_MISMATCH, *places, name=scale.name, found=shown, expected=own)
    else:
        scale.open(Reason.HOLDER_MISMATCH, *places, name=scale.name, found=shown or "未能识别", expected=own)


# --- Days -------------------------------------------------------------------------------------------------------------


def confidence_of(record: Record, name: str) -> float:
    """How surely a field was read; 1 where the paper has none."""
    field = record.field(name)
    return field.confidence if field is not None else 1.0


def weigh_start(scale: UnitScale, record: Record, name: str, as_of: date) -> None:
    """Granted or issued by the day at which things stand; to the month where the paper says no more."""
    text = record.text(name)
    places = record.sources(name)
    if not text:
        scale.open(Reason.DATE_MISSING, *places, name=scale.name, found="证书")
    elif confidence_of(record, name) < LEGIBLE:
        scale.open_unread(places[0])
    elif text <= as_of.isoformat()[: len(text)]:
        scale.prove(*places)
    elif confidence_of(record, name) < CERTAIN:
        scale.open_unread(places[0])
    else:
        expected = f"{as_of.isoformat()}之前"
        scale.exclude(Reason.DATE_OUT_OF_PERIOD, *places, name=scale.name, found=text, expected=expected)


def weigh_end(scale: UnitScale, record: Record, last_needed: date, since: date | None = None) -> None:
    """In force on the last day needed; what ended between `since` and that day is for a person.

    Without `since` whatever ended before the last day is out.
    """
    text = record.text("valid_until")
    if not text:
        return
    places, confidence = record.sources("valid_until"), confidence_of(record, "valid_until")
    expected = last_needed.isoformat()
    if confidence < LEGIBLE:
        scale.open_unread(places[0])
    elif text >= expected[: len(text)]:
        scale.prove(*places)
    elif confidence >= CERTAIN and (since is None or text < since.isoformat()[: len(text)]):
        scale.exclude(Reason.EXPIRED, *places, name=scale.name, found=text, expected=expected)
    else:
        scale.open(Reason.EXPIRED, *places, name=scale.name, found=text, expected=expected)
