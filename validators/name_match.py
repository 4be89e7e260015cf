"""What two names are to each other: the relation, how sure it is, and what deviations leave of it (domain.md 4.5)."""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What two names are to each other."""

    SAME = "same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


class Strength(StrEnum):
    """How sure a relation is (domain.md 4.5): the first two of the same, the others of the possible."""

    EXACT = "exact"
    VARIANT = "variant"
    BRANCH = "branch"
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    NONE = ""


ORDER = tuple(Strength)
"""From the surest down: what ranks several candidates."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names compare, and the reason in a few words."""

    relation: Relation
    strength: Strength
    reason: str
    reason_en: str

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return ORDER.index(self.strength)


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which two names differ without telling two enterprises apart, and what it leaves of the match."""

    kind: str
    strength: Strength
    reason: str
    reason_en: str


def has_kind(deviations: list[Deviation], kind: str) -> bool:
    """Whether one of the deviations is of this kind."""
    return any(deviation.kind == kind for deviation in deviations)


def weigh_deviations(deviations: list[Deviation], *, is_short: bool = False) -> NameMatch:
    """What several deviations leave of a match: the weakest of them, and less where they add up.

    Weak is a short name, which misses two of place, trade and form, a doubtful 字号 of an incomplete name, and what is
    medium twice; two incomplete parts are medium.
    """
    kinds = [deviation.kind for deviation in deviations]
    strengths = [deviation.strength for deviation in deviations]
    missing = sum(kind.endswith("-missing") for kind in kinds)
    incomplete = sum(kind in {"region-missing", "form-missing", "form"} for kind in kinds)
    strength = max(strengths, key=ORDER.index)
    if is_short or missing > 1 or (missing and "brand" in kinds) or strengths.count(Strength.MEDIUM) > 1:
        strength = Strength.WEAK
    elif incomplete > 1 and strength is Strength.STRONG:
        strength = Strength.MEDIUM
    reasons = dict.fromkeys(deviation.reason for deviation in deviations)
    reasons_en = dict.fromkeys(deviation.reason_en for deviation in deviations)
    return possible(strength, "；".join(reasons), "; ".join(reasons_en))


def possible(strength: Strength, reason: str, reason_en: str) -> NameMatch:
    """Perhaps the same enterprise, and why."""
    return NameMatch(Relation.POSSIBLE, strength, reason, reason_en)


def different(reason: str, reason_en: str) -> NameMatch:
    """Another enterprise, and why."""
    return NameMatch(Relation.DIFFERENT, Strength.NONE, reason, reason_en)
