"""Weigh the satisfaction list (附表6): each row against the list of enterprises served and its questionnaire."""

from collections.abc import Sequence
from decimal import Decimal

from domain.claims import Claim
from domain.findings import Reason
from validators.applicant import is_same
from validators.names import Strength
from validators.pairing import Link
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import decimal_cell, is_legible, year_of
from validators.weighing.orders import remark_branch
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

SCORE_TOLERANCE = Decimal("0.5")
"""Percentage points by which list and questionnaire may differ through rounding to whole numbers."""


def weigh_surveys(
    claims: Sequence[Claim], desk: PaperDesk, served: Sequence[Scale] | None, rule: str | None
) -> list[Scale]:
    """Every row of the list, weighed; `served` is None where 附表2 was not handed in as a list."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_duplicates(scales, desk.pool)
    names = {desk.pool.canonical(scale.claim.name) for scale in served or ()}
    for scale in scales:
        if not scale.is_excluded:
            _weigh_listed(scale, desk, names, is_known=served is not None)
        if not scale.is_excluded:
            _weigh_value(scale)
            _weigh_questionnaire(scale, desk)
    return scales


def is_share(value: Decimal | None) -> bool:
    """Whether a satisfaction is a percentage."""
    return value is not None and Decimal(0) <= value <= Decimal(100)


def _weigh_listed(scale: Scale, desk: PaperDesk, names: set[str], *, is_known: bool) -> None:
    """Only an enterprise of 附表2 counts; one that may be on it, also under a short name, is left open."""
    claim, pool = scale.claim, desk.pool
    alike = [(other, match) for other, match in pool.alike(claim.name) if pool.canonical(other) in names]
    if any(is_same(match) or match.strength is Strength.BRANCH for _, match in alike):
        return
    if alike:
        other, match = alike[0]
        scale.open(Reason.POSSIBLE_PARTY, claim.source, name=other, found=claim.name, expected=match.reason)
        return
    weigh = scale.exclude if is_known else scale.open
    weigh(Reason.SURVEY_NOT_LISTED, claim.source, name=claim.name)


def _weigh_value(scale: Scale) -> None:
    claim = scale.claim
    if not is_share(decimal_cell(claim, "satisfaction")):
        found = claim.raw.get("satisfaction") or "空"
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected="服务满意度")


def _weigh_questionnaire(scale: Scale, desk: PaperDesk) -> None:
    """A questionnaire of the enterprise that states the listed score, or none."""
    links = desk.pool.surveys.get(desk.pool.canonical(scale.claim.name), ())
    named = [link for link in links if link.names_it]
    sure = [link for link in named if is_legible(link.record, "enterprise")]
    if not sure:
        _explain(scale, desk, named or links)
        return
    listed = decimal_cell(scale.claim, "satisfaction")
    best = min(sure, key=lambda link: (not _agrees(link, listed), _is_old(link, desk.year)))
    scale.prove(scale.claim.source, *best.record.sources("enterprise"), *best.record.sources("score"))
    remark_branch(scale, best)
    if not _agrees(best, listed):
        _open_score(scale, best, listed)
    if _is_old(best, desk.year):
        found, places = best.record.text("signed_on"), best.record.sources("signed_on")
        name, expected = scale.claim.name, f"{desk.year}年"
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=found, expected=expected)


def _agrees(link: Link, listed: Decimal | None) -> bool:
    score = link.record.number("score")
    return score is None or listed is None or abs(score - listed) <= SCORE_TOLERANCE


def _is_old(link: Link, year: int) -> bool:
    """Whether a questionnaire was filled in before the year that it is to speak of (G11 C3)."""
    signed = year_of(link.record, "signed_on")
    return signed is not None and signed < year and is_legible(link.record, "signed_on")


def _open_score(scale: Scale, link: Link, listed: Decimal | None) -> None:
    """List and questionnaire differ; a score that was read badly is to be looked at first."""
    record = link.record
    places = record.sources("score")
    if is_legible(record, "score"):
        found, expected = record.text("score") or "", scale.claim.raw.get("satisfaction") or str(listed)
        scale.open(Reason.SCORE_MISMATCH, *places, name=scale.claim.name, found=found, expected=expected)
    else:
        scale.open_unread(places[0])


def _explain(scale: Scale, desk: PaperDesk, links: Sequence[Link]) -> None:
    """Why no questionnaire proves the row."""
    name = scale.claim.name
    for link in links[:1]:
        if link.names_it:
            scale.open_unread(link.record.place())
            return
        found, why = link.record.text("enterprise") or "", link.match.reason
        scale.open(Reason.POSSIBLE_PARTY, *link.sources, name=name, found=found, expected=why)
    for problem in desk.pool.unread_of(name)[:1]:
        scale.open_unread(problem.source)
    scale.open(Reason.SURVEY_MISSING, name=name)
