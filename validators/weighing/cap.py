"""The hundred enterprises whose evidence is wanted, and what covers the others (门槛条件4, “最多100家”; A8, A9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.findings import Reason
from domain.records import Record
from validators.names import Relation
from validators.pairing import Pool
from validators.weighing.evidence import is_sealed, is_suspect
from validators.weighing.matching import Order
from validators.weighing.scale import Scale

CAP = 100

ABSENT = frozenset(
    {
        Reason.NO_EVIDENCE,
        Reason.CONTRACT_MISSING,
        Reason.INVOICE_MISSING,
        Reason.PAGE_UNREADABLE,
        Reason.POSSIBLE_PARTY,
        Reason.DATE_MISSING,
        Reason.DATE_INVALID,
    }
)
"""Reasons that say only that evidence is not there or not sure: beyond the hundred none is wanted.

What contradicts a row (another party, a void invoice, another year) opens it there too.
"""

ABOUT_THE_ROW = frozenset(
    {
        Reason.POSSIBLE_DUPLICATE,
        Reason.REGION_CONFLICT,
        Reason.NOT_AN_ENTERPRISE,
        Reason.LARGE_ENTERPRISE,
        Reason.VALUE_INVALID,
    }
)
"""Reasons that say nothing about the evidence of a row."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who lies beyond the hundred largest, and whether the sealed 说明和承诺 covers them."""

    ranked: frozenset[str] = frozenset()
    """All enterprises of 附表2 with orders, if they are more than the cap."""
    top: frozenset[str] = frozenset()
    """The largest of them, ties at the last place kept."""
    commitment: Record | None = None
    """The explanation and commitment, sealed or not."""
    sealed: bool = False
    waived: bool = False
    """Whether no commitment is asked for (switch cap_commitment)."""

    def is_beyond(self, name: str) -> bool:
        """Whether an enterprise, by its canonical name, lies beyond the largest hundred."""
        return name in self.ranked and name not in self.top

    def cover(self, scale: Scale) -> bool:
        """Cover a row beyond the hundred that merely lacks evidence; without the sealed commitment it is open.

        False where papers contradict the row: then nothing covers it.
        """
        if set(scale.reasons) - ABSENT - ABOUT_THE_ROW:
            return False
        scale.forget(ABSENT)
        places = self.commitment.sources("title", "unit") if self.commitment is not None else ()
        if self.sealed or self.waived:
            scale.cover()
            scale.prove(scale.claim.source, *places)
        else:
            scale.open(Reason.COMMITMENT_MISSING, *(places or (scale.claim.source,)))
        return True


def find_coverage(
    scales: Sequence[Scale], orders: Mapping[str, Sequence[Order]], pool: Pool, *, waived: bool
) -> Coverage:
    """Who lies beyond the hundred enterprises of 附表2 with the largest orders, by canonical name."""
    names = dict.fromkeys(pool.canonical(scale.claim.name) for scale in scales if not scale.is_excluded)
    amounts = {name: total for name in names if (total := _ordered_wan(orders.get(name, ()))) is not None}
    commitment = find_commitment(pool)
    if len(amounts) <= CAP:
        return Coverage()
    smallest = sorted(amounts.values(), reverse=True)[CAP - 1]
    return Coverage(
        ranked=frozenset(amounts),
        top=frozenset(name for name, amount in amounts.items() if amount >= smallest),
        commitment=commitment,
        sealed=commitment is not None and is_sealed(commitment),
        waived=waived,
    )


def find_commitment(pool: Pool) -> Record | None:
    """The explanation and commitment of gate 4 of this applicant, a sealed one first."""
    found = [record for record in pool.commitments if _is_ours(record, pool)]
    return next((record for record in found if is_sealed(record)), None) or next(iter(found), None)


def _is_ours(record: Record, pool: Pool) -> bool:
    """Whether a letter speaks of gate 4, names no other unit, and bears no stranger's seal."""
    topics, unit = record.field("topics"), record.text("unit")
    spoken = topics is not None and isinstance(topics.value, list | tuple) and "gate-4" in topics.value
    match = pool.match_applicant(unit) if unit else None
    return spoken and not is_suspect(record) and (match is None or match.relation is not Relation.DIFFERENT)


def _ordered_wan(orders: Iterable[Order]) -> Decimal | None:
    """The sum of the orders that count; None where there is none."""
    counted = [order for order in orders if not order.scale.is_excluded]
    return sum((order.amount_wan or Decimal(0) for order in counted), Decimal(0)) if counted else None
