"""Weigh the satisfaction list (附表6): each row against the list of enterprises served and its questionnaire."""

from collections.abc import Sequence
from decimal import Decimal

from domain.claims import Claim
from domain.findings import Reason, Status
from validators.applicant import is_same
from validators.names import Relation
from validators.pairing import Link
from validators.weighing.orders import decimal_cell
from validators.weighing.papers import PaperDesk, is_legible
from validators.weighing.scale import Scale
from validators.weighing.served import exclude_duplicates

RULE = "gate-11-surveys"
SCORE_TOLERANCE = Decimal("0.5")
"""Percentage points by which list and questionnaire may differ through rounding to whole numbers."""


def weigh_surveys(claims: Sequence[Claim], desk: PaperDesk, served: Sequence[Scale]) -> list[Scale]:
    """Every row of the list, weighed."""
    scales = [Scale(claim, RULE) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    names = {scale.claim.name for scale in served}
    for scale in scales:
        if scale.status is not Status.EXCLUDED:
            _weigh_listed(scale, desk, names)
            _weigh_value(scale)
        if scale.status is not Status.EXCLUDED:
            _weigh_questionnaire(scale, desk)
    return scales


def _weigh_listed(scale: Scale, desk: PaperDesk, names: set[str]) -> None:
    """Only an enterprise of 附表2 counts; one that may be on it is left open."""
    claim = scale.claim
    alike = [(other, match) for other, match in desk.pool.alike(claim.name) if other in names]
    if any(is_same(match) or match.strength == "branch" for _, match in alike):
        return
    near = [(other, match) for other, match in alike if match.strength in {"strong", "medium"}]
    if near:
        other, match = near[0]
        scale.open(Reason.POSSIBLE_PARTY, claim.source, name=other, found=claim.name, expected=match.reason)
        return
    scale.exclude(Reason.SURVEY_NOT_LISTED, claim.source, name=claim.name)


def is_share(value: Decimal | None) -> bool:
    """Whether a satisfaction is a percentage."""
    return value is not None and Decimal(0) <= value <= Decimal(100)


def _weigh_value(scale: Scale) -> None:
    claim = scale.claim
    if not is_share(decimal_cell(claim, "satisfaction")):
        raw = claim.raw.get("satisfaction", "")
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=raw, expected="服务满意度")


def _weigh_questionnaire(scale: Scale, desk: PaperDesk) -> None:
    claim = scale.claim
    links = desk.pool.surveys.get(claim.name, ())
    sure = [link for link in links if is_same(link.match) and is_legible(link.record, "enterprise")]
    if not sure:
        _explain(scale, desk, links)
        return
    listed = decimal_cell(claim, "satisfaction")
    fitting = [link for link in sure if _agrees(link, listed)]
    best = (fitting or sure)[0]
    scale.prove(claim.source, *best.record.sources("enterprise"), *best.record.sources("score"))
    if not fitting:
        found = best.record.text("score") or ""
        scale.open(
            Reason.SCORE_MISMATCH, *best.record.sources("score"), name=claim.name, found=found, expected=str(listed)
        )


def _agrees(link: Link, listed: Decimal | None) -> bool:
    """Whether a questionnaire states the listed score, or none."""
    score = link.record.number("score")
    return score is None or listed is None or abs(score - listed) <= SCORE_TOLERANCE


def _explain(scale: Scale, desk: PaperDesk, links: Sequence[Link]) -> None:
    name = scale.claim.name
    for link in links[:1]:
        if link.match.relation is Relation.POSSIBLE:
            found = link.record.text("enterprise") or ""
            scale.open(Reason.POSSIBLE_PARTY, *link.sources, name=name, found=found, expected=link.match.reason)
        else:
            place = link.record.place()
            scale.open(Reason.PAGE_UNREADABLE, place, name=place.path, found=place.page or 1)
    for problem in desk.pool.unread_near(name)[:1]:
        scale.open(Reason.PAGE_UNREADABLE, problem.source, name=problem.source.path, found=problem.source.page or 1)
    scale.open(Reason.SURVEY_MISSING, name=name)
