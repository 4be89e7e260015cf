"""Titles of enterprises and what proves them: which title, given when, holding how long (domain.md 3.23, A28)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.documents import Kind
from domain.findings import Reason, Severity
from domain.recognitions import Recognition, find_recognitions
from validators.weighing.headcount import confidence_of
from validators.weighing.mentions import Mention, ProofDesk, is_settled, open_unproven
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

PROOFS = (Kind.RECOGNITION_PROOF, Kind.HONOUR_CERTIFICATE)
TERM_YEARS = 3
"""How long a title of the ladder holds where its proof does not say (优质中小企业梯度培育管理暂行办法)."""
AUTHORITIES = ("局", "部", "委", "厅", "政府", "办公室", "署", "委员会", "管委会")
"""What the name of a public office ends with."""
PRIVATE = re.compile(r"(?<!商业)(?:学会|协会|联盟|促进会|研究会|商会|俱乐部|公司|集团)")
"""Whose office, committee or department is no public one (协会专精特新工作委员会)."""
REVIEW = "复核"
PUBLICITY, QUERY = "publicity", "query"
NO_AWARDS = {"revocation": "撤销称号的公告", "nomination": "推荐名单"}
"""Papers that give nobody a title, in words."""


@dataclass(frozen=True, slots=True)
class Award:
    """A title that a proof says an enterprise has."""

    title: Recognition
    mention: Mention
    awarded: int | None
    """The year of the award."""
    until: int | None
    """The last year of its term."""

    @property
    def starts(self) -> int | None:
        """The first year of its term."""
        return self.awarded if self.awarded is not None else self.until and self.until - TERM_YEARS

    @property
    def ends(self) -> int | None:
        """The last year of its term, as the proof says it or its award tells."""
        return self.until if self.until is not None else self.awarded and self.awarded + TERM_YEARS

    def holds_in(self, year: int) -> bool:
        """Whether it held on some day of a year."""
        return self.starts is not None and self.ends is not None and self.starts <= year <= self.ends

    @property
    def is_eligible(self) -> bool:
        """Whether a public office gave it, which only the page of a query need not say; unicorns stand in rankings."""
        issuer = self.mention.text("issuer")
        told = _is_office(issuer) if issuer else self.mention.text("form") == QUERY
        return self.title is not Recognition.UNICORN and told


def _is_office(issuer: str) -> bool:
    """Whether one of those who gave a title is a public office."""
    offices = (part for part in re.split(r"[、,;\s]+", issuer) if part.endswith(AUTHORITIES))
    return any(PRIVATE.search(office) is None for office in offices)


def named_titles(scale: Scale) -> tuple[Recognition, ...]:
    """The titles that a row of a list names."""
    return find_recognitions(str(scale.claim.cells.get("recognition") or ""))


def awards_of(mentions: Sequence[Mention]) -> tuple[Award, ...]:
    """The titles that proofs surely and legibly give to an enterprise."""
    return tuple(award for mention in mentions if mention.is_sure for award in _awards(mention))


def _awards(mention: Mention) -> Iterator[Award]:
    rows = mention.record.rows("titles")
    if rows:
        for row in rows:
            yield from _of_text(replace(mention, row=row, confidence=min(mention.confidence, confidence_of(row))))
    else:
        yield from _of_text(mention)


def _of_text(mention: Mention) -> Iterator[Award]:
    """The titles of a text; of one that announces lists of several titles each row must say which is its own."""
    said = find_recognitions(mention.text("title"), mention.text("issuer"))
    told = len(said) == 1 or not mention.record.rows("holders") or bool(mention.row.get("title"))
    given = told and mention.text("form") not in NO_AWARDS
    if given and mention.is_legible("title", "awarded_on", "valid_until", "issuer"):
        for title in said:
            awarded = mention.year("awarded_on") or mention.year("valid_from")
            yield Award(title, mention, awarded, mention.year("valid_until"))


# --- A title that holds -----------------------------------------------------------------------------------------------


def weigh_title(scale: Scale, proofs: ProofDesk, desk: PaperDesk) -> None:
    """A proof that names the enterprise and the title of the row, and held in the year; one of several titles does."""
    claim, named = scale.claim, named_titles(scale)
    mentions = proofs.of(claim.name)
    if not named:
        open_untitled(scale)
        return
    awards = awards_of(mentions)
    proven = [award for award in awards if award.title in named and award.holds_in(desk.year) and award.is_eligible]
    if not proven:
        _explain(scale, named, awards, mentions, desk)
        return
    scale.prove(claim.source, *proven[0].mention.sources("title", "awarded_on", "valid_until", "issuer"))
    for title in named:
        if title not in {award.title for award in proven}:
            facts = {"name": f"“{claim.name}”的“{title.value}”资质证明"}
            scale.remark(Reason.DOCUMENT_MISSING, claim.source, severity=Severity.NOTE, **facts)


def open_untitled(scale: Scale) -> None:
    """The row names no title of the ladder: other ones are for a person (A2)."""
    claim = scale.claim
    found = claim.raw.get("recognition") or "空"
    scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected="企业资质")


def _explain(
    scale: Scale,
    named: Sequence[Recognition],
    awards: Sequence[Award],
    mentions: tuple[Mention, ...],
    desk: PaperDesk,
) -> None:
    """Why no proof shows the title of the row."""
    own = [award for award in awards if award.title in named]
    for award in own:
        _open_award(scale, award, desk.year)
    if own:
        return
    for mention in mentions:
        if mention.is_sure and not mention.is_legible("title", "awarded_on", "valid_until", "issuer"):
            scale.open_unread(mention.place)
    open_unproven(scale, mentions, desk)
    vain = (NO_AWARDS.get(mention.text("form")) for mention in mentions if mention.is_sure)
    shown = "、".join(dict.fromkeys([*(award.title.value for award in awards), *filter(None, vain)]))
    wanted = "、".join(title.value for title in named)
    what = f"“{scale.claim.name}”的“{wanted}”资质证明" + (f"（材料为“{shown}”）" if shown else "")
    scale.open(Reason.DOCUMENT_MISSING, scale.claim.source, name=what)


def _open_award(scale: Scale, award: Award, year: int) -> None:
    """Say why a proof of the right title does not count: who gave it, or when it held."""
    name, mention = scale.claim.name, award.mention
    places = mention.sources("title", "awarded_on", "valid_until")
    if not award.is_eligible:
        facts = {"name": f"{name}的{award.title.value}", "found": mention.text("issuer") or "未写明"}
        scale.open(Reason.ISSUER_NOT_ELIGIBLE, *places, **facts, expected="政府部门认定，榜单由人工认可")
    elif award.starts is None:
        scale.open(Reason.DATE_MISSING, *places, name=name, found="资质证明")
    elif award.starts > year:
        found = mention.text("awarded_on") or mention.text("valid_from") or str(award.starts)
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=found, expected=f"{year}年")
    elif not award.holds_in(year):
        until = mention.text("valid_until") or f"{award.ends}年（按{TERM_YEARS}年推算）"
        scale.open(Reason.EXPIRED, *places, name=f"{name}的{award.title.value}", found=until, expected=f"{year}年")


# --- A title given in the year ----------------------------------------------------------------------------------------


def weigh_new_title(scale: Scale, proofs: ProofDesk, desk: PaperDesk, titles: frozenset[Recognition]) -> None:
    """A proof that the enterprise got a title of the row, and of the rule, in the year; a review gives nothing new."""
    claim, named = scale.claim, named_titles(scale)
    if not named:
        open_untitled(scale)
        return
    if not (titles | {Recognition.REGIONAL_GIANT}) & set(named):
        found, expected = claim.raw.get("recognition") or "", "企业资质（" + "、".join(sorted(titles)) + "）"
        scale.exclude(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected=expected)
        return
    mentions = proofs.of(claim.name)
    awards = [award for award in awards_of(mentions) if award.title in titles and award.title in named]
    new = [award for award in awards if award.awarded == desk.year and award.is_eligible and _is_final(award)]
    if new:
        scale.prove(claim.source, *new[0].mention.sources("title", "awarded_on", "issuer"))
        return
    _explain_new(scale, named, awards, mentions, desk)


def _is_final(award: Award) -> bool:
    """Whether a proof shows the day of recognition: neither a publicity period nor a review does."""
    published = award.mention.record.text("form") == PUBLICITY
    return not published and not _is_review(award) and bool(award.mention.text("awarded_on"))


def _is_review(award: Award) -> bool:
    """Whether a proof, or what its row says of the enterprise, is the outcome of a review."""
    return award.mention.record.field("review") is not None or REVIEW in award.mention.text("title")


def _explain_new(
    scale: Scale,
    named: Sequence[Recognition],
    awards: Sequence[Award],
    mentions: tuple[Mention, ...],
    desk: PaperDesk,
) -> None:
    """Why no proof shows a title that is new in the year."""
    name, year = scale.claim.name, desk.year
    if not awards:
        _explain(scale, named, awards_of(mentions), mentions, desk)
        return
    for award in awards:
        places, told = award.mention.sources("title", "awarded_on"), award.mention.text("awarded_on")
        if not award.is_eligible:
            _open_award(scale, award, year)
        elif not _is_final(award):
            scale.open(Reason.DATE_MISSING, *places, name=name, found=_vague(award))
        else:
            certain = award.mention.is_certain("title", "awarded_on") and is_settled(mentions, name, desk)
            alone = all(other.awarded not in (None, year) and _is_final(other) for other in awards)
            weigh = scale.exclude if certain and alone else scale.open
            weigh(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=told, expected=f"{year}年")


def _vague(award: Award) -> str:
    """What a proof is that does not show when the title was given."""
    if award.mention.record.text("form") == PUBLICITY:
        return "认定公告（材料为公示）"
    return "新认定证明（材料为复核结果）" if _is_review(award) else "资质证明"
