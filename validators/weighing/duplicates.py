"""Rows of a list that are of one enterprise: the first stays, the later ones go or are left to a person."""

from collections.abc import Sequence

from domain.findings import Reason
from validators.names import EnterpriseName, NameMatch, Relation, Strength, duplicate_groups, parse_name
from validators.pairing import Pool
from validators.weighing.scale import Scale

PERHAPS = frozenset({Strength.STRONG, Strength.MEDIUM})
"""How alike two names must be to be called perhaps one enterprise (domain.md 4.5)."""


def exclude_duplicates(scales: Sequence[Scale], pool: Pool) -> None:
    """Of several rows for one enterprise the first stays; a perhaps-duplicate stays open (contract, section 3).

    A branch is one enterprise with its head office, and with the other branches of it (domain.md 4.4).
    """
    firsts: dict[str, Scale] = {}
    branches: dict[str, Scale] = {}
    for scale in scales:
        name = scale.claim.name
        own, parsed = pool.canonical(name), parse_name(name)
        if own in firsts:
            _exclude(scale, firsts[own], _sameness(name, firsts[own].claim.name, pool))
        elif parsed.branch and _head(parsed) in branches:
            _exclude(scale, branches[_head(parsed)], "同一法人的不同分支机构")
        else:
            _weigh_alike(scale, firsts, pool)
        if not scale.is_excluded:
            firsts[own] = scale
            if parsed.branch:
                branches[_head(parsed)] = scale


def _weigh_alike(scale: Scale, firsts: dict[str, Scale], pool: Pool) -> None:
    """Exclude a branch beside its head office, and leave open what may be one of the rows before."""
    for other, match in pool.alike(scale.claim.name):
        kept = firsts.get(pool.canonical(other))
        if kept is None or match.relation is not Relation.POSSIBLE:
            continue
        if match.strength is Strength.BRANCH:
            _exclude(scale, kept, match.reason)
            return
        if match.strength in PERHAPS:
            _open(scale, kept, match)


def _exclude(scale: Scale, kept: Scale, why: str) -> None:
    claim = scale.claim
    places = (claim.source, kept.claim.source)
    scale.exclude(Reason.DUPLICATE_ENTERPRISE, *places, name=claim.name, other=kept.claim.row, found=why)


def _open(scale: Scale, kept: Scale, match: NameMatch) -> None:
    claim = scale.claim
    places = (claim.source, kept.claim.source)
    scale.open(Reason.POSSIBLE_DUPLICATE, *places, name=claim.name, other=kept.claim.row, found=match.reason)


def _sameness(name: str, kept: str, pool: Pool) -> str:
    """Why two names are one enterprise."""
    known = dict(pool.alike(name))
    return known[kept].reason if kept in known else "与同一企业的名称或信用代码相同"


def _head(parsed: EnterpriseName) -> str:
    """The legal person of a branch."""
    return parsed.canonical


def exclude_repeated(scales: Sequence[Scale]) -> None:
    """The same for a list too long to look its names up one by one; a column of codes (统一社会信用代码) tells more."""
    codes = [str(scale.claim.cells.get("uscc") or "") for scale in scales]
    found = duplicate_groups([scale.claim.name for scale in scales], [code or None for code in codes])
    for group in (*found.groups, *found.branches):
        kept = scales[group.rows[0]]
        for row in group.rows[1:]:
            if not scales[row].is_excluded:
                _exclude(scales[row], kept, group.reason)
    for pair in found.possible:
        kept, later = scales[pair.first], scales[pair.second]
        if pair.match.strength in PERHAPS and not (kept.is_excluded or later.is_excluded):
            _open(later, kept, pair.match)
