"""Weigh enterprises with titles (附表8, 评分指标7; 新认定企业名单, 8.3.3): title, contract and invoice."""

from collections.abc import Mapping, Sequence

from domain.claims import Claim
from domain.recognitions import Recognition
from validators.weighing.awards import PROOFS, weigh_new_title, weigh_title
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.mentions import ProofDesk
from validators.weighing.pairs import weigh_pair
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale
from validators.weighing.subject import weigh_place

NEW_TITLES = frozenset(set(Recognition) - {Recognition.UNICORN, Recognition.REGIONAL_GIANT})
"""The titles of 8.3(3): 独角兽 is not among them."""


def provinces_of(served: Sequence[Scale], scales: Sequence[Scale], desk: PaperDesk) -> Mapping[str, str]:
    """The province of each enterprise, by the first of its names: that of 附表2, else that of the list itself."""
    own = {_first(scale, desk): _province(scale) for scale in scales if _province(scale)}
    return own | {_first(scale, desk): _province(scale) for scale in served if _province(scale)}


def weigh_high_growth(
    claims: Sequence[Claim], desk: PaperDesk, served: Sequence[Scale], regions: Sequence[str], rule: str | None
) -> list[Scale]:
    """Every row of 附表8, weighed: its title holds in the year, and it was served for money."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    provinces, proofs = provinces_of(served, scales, desk), ProofDesk(desk.pool, *PROOFS)
    for scale in scales:
        if not scale.is_excluded and regions:
            weigh_place(scale, provinces, regions, desk.pool)
        if not scale.is_excluded:
            weigh_title(scale, proofs, desk)
            weigh_pair(scale, desk)
    return scales


def weigh_recognised(claims: Sequence[Claim], desk: PaperDesk, rule: str | None) -> list[Scale]:
    """Every row of the list of newly recognised enterprises, weighed; the text names no region (A28)."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    proofs = ProofDesk(desk.pool, *PROOFS)
    for scale in scales:
        if not scale.is_excluded:
            weigh_new_title(scale, proofs, desk, NEW_TITLES)
        if not scale.is_excluded:
            weigh_pair(scale, desk)
    return scales


def _first(scale: Scale, desk: PaperDesk) -> str:
    return desk.pool.canonical(scale.claim.name)


def _province(scale: Scale) -> str:
    return str(scale.claim.cells.get("province") or "")
