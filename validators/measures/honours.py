"""Count the applicant's honours (评分指标1): distinct titles that offices of municipal level or above conferred."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.fuzz import ratio

from domain.documents import Kind, Source
from domain.findings import Reason, Severity, Status
from domain.programme import Rule
from domain.records import Record
from domain.text import squash
from validators.bench import Weighed
from validators.issuers import classify_issuer, eligible_of
from validators.measured import Measured, of_units
from validators.measures.holding import Held, Holding, confidence_of, holding_of, is_of_client, weigh_holder
from validators.weighing.evidence import is_flagged, least_confidence
from validators.weighing.scale import CERTAIN, LEGIBLE, UnitScale

SURE = 0.95
"""Titles read as surely as this are not taken for misread ones."""
ALIKE = 88
"""Titles alike to this degree may be one title, misread."""
TWO_YEARS = "two-years"
"""The period of a rule that takes the year before as well (2023-2024年度内)."""
ELIGIBLE = "市级及以上政府部门，不包括学会、协会、联盟"
_YEARS = re.compile(
    r"(?:19|20)\d{2}(?:年度?)?(?:[-—~至](?:19|20)\d{2}(?:年度?)?)?|第[一二三四五六七八九十百\d]{1,4}[批届次]|\d{4}届"
)
_WRAPPING = re.compile(r"[“”\"‘’「」『』《》()（）\s·]|荣誉称号|称号|荣誉|证书|牌匾|奖牌|名单|拟?认定|公示|公告")
_PERSONAL = re.compile(
    r"个人|工作者|劳动模范|劳模|带头人|企业家|人物|人才(?!服务|工作|培养|培训)|能手|标兵|专家\Z|导师\Z"
)
"""What titles of persons say; whose such a title is a person has to say."""
_CANDIDATE = re.compile(r"提名|候选|参赛|参展|感谢信|推荐单位")
"""What says that a title was proposed, or thanks are given: whether that is an honour a person has to say."""
_PLACE = re.compile(r"\A(?:北京市|北京|首都|全国|国家级?|市级)")


@dataclass(frozen=True, slots=True)
class Award:
    """A paper that says that a title was conferred on somebody: whom it names, and where."""

    record: Record
    holding: Holding
    shown: str
    places: tuple[Source, ...]
    confidence: float
    listed: bool
    """Whether it names many (公示, 通知): then its day stands behind that of a certificate (A25)."""

    @property
    def title(self) -> str:
        """The title as the paper has it."""
        return self.record.text("title") or ""

    @property
    def key(self) -> str:
        """The title as titles are compared: without years, batches, quotation marks and words of form."""
        return title_key(self.title)


def title_key(title: str) -> str:
    """A title without years, batches and words of form: renewals are one title (A25)."""
    plain = _WRAPPING.sub("", _YEARS.sub("", squash(title)))
    return _PLACE.sub("", plain) or plain


def measure_honours(rule: Rule, weighed: Weighed) -> Measured:
    """One unit for each title; further papers on it are duplicates that help to prove it."""
    scales: list[UnitScale] = []
    kept: list[tuple[Award, UnitScale]] = []
    for awards in _by_title(awards_of(weighed)):
        first = awards[0]
        scale = UnitScale(first.title or "荣誉证书", rule.id, first.record.place())
        _weigh(scale, awards, weighed, rule)
        before = [other for other, weighed_before in kept if not weighed_before.is_excluded]
        _doubt_copy(scale, first, [other for other, _ in kept])
        _doubt_namesake(scale, first, before)
        kept.append((first, scale))
        scales += [scale, *(_repeated(other, scale.name, rule) for other in awards[1:])]
    return of_units(scales)


def awards_of(weighed: Weighed) -> tuple[Award, ...]:
    """The papers on honours of the applicant, certificates before lists, sure holders before doubtful ones."""
    order = {Held.OWN: 0, Held.MAYBE: 1, Held.UNSAID: 2, Held.OTHERS: 3}
    found = [award for record in _papers(weighed) if (award := _award(record, weighed)) is not None]
    return tuple(sorted(found, key=lambda award: (order[award.holding.held], award.listed)))


def _papers(weighed: Weighed) -> Iterator[Record]:
    for record in weighed.of_kind(Kind.HONOUR_CERTIFICATE, Kind.RECOGNITION_PROOF):
        if not is_flagged(record, "permit"):
            yield record


def _award(record: Record, weighed: Weighed) -> Award | None:
    """What a paper says of the applicant; None where it speaks of clients, or proves the title of another."""
    rows = record.rows("holders")
    names = [str(row.get("name", "")) for row in rows] or [record.text("holder") or ""]
    holding = holding_of(weighed, names, brand=True)
    if holding.held in (Held.OTHERS, Held.UNSAID) and (
        record.kind is Kind.RECOGNITION_PROOF or is_of_client(weighed, names)
    ):
        return None
    shown_rows = rows if holding.held in (Held.OWN, Held.MAYBE) else ()
    row = next((row for row in shown_rows if squash(str(row.get("name", ""))) == holding.name), None)
    if row is None:
        shown = "名单" if rows else names[0]
        return Award(record, holding, shown, record.sources("holder"), _sure(record, rows), bool(rows))
    return Award(record, holding, holding.name, (_row_source(record, row),), _row_confidence(row), listed=True)


def _sure(record: Record, rows: Sequence[Mapping[str, object]]) -> float:
    """How surely the holder was read; that the applicant is not on a list is never sure."""
    return 0.0 if rows else confidence_of(record, "holder")


def _row_source(record: Record, row: Mapping[str, object]) -> Source:
    """The place of a row of a list."""
    page, box = row.get("page"), row.get("bbox")
    corners = tuple(float(x) for x in box) if isinstance(box, list | tuple) and len(box) == 4 else None
    number = page if isinstance(page, int) else record.place().page
    return Source(
        path=record.path,
        sha256=record.sha256,
        page=number,
        bbox=(corners[0], corners[1], corners[2], corners[3]) if corners else None,
    )


def _row_confidence(row: Mapping[str, object]) -> float:
    found = row.get("confidence")
    return float(found) if isinstance(found, int | float) else 1.0


def _by_title(awards: Iterable[Award]) -> list[list[Award]]:
    """The papers of each title; a paper without one stands for itself, as do certificates of other issuers."""
    titles: dict[object, list[list[Award]]] = {}
    for place, award in enumerate(awards):
        groups = titles.setdefault(award.key or place, [])
        group = next((group for group in groups if _may_share_issuer(award, group)), None)
        if group is None:
            groups.append([award])
        else:
            group.append(award)
    return [group for groups in titles.values() for group in groups]


def _may_share_issuer(award: Award, group: Sequence[Award]) -> bool:
    """Whether a paper may tell of the award of a group: an announcement, or a certificate of no other issuer."""
    named = set(issuers_of(award.record))
    others = {issuer for other in group if not other.listed for issuer in issuers_of(other.record)}
    return award.listed or not named or not others or bool(named & others)


def _repeated(award: Award, name: str, rule: Rule) -> UnitScale:
    """A further paper on a title."""
    scale = UnitScale(award.title or name, rule.id, award.record.place())
    scale.exclude(Reason.DUPLICATE_ORDER, award.record.place(), name=scale.name, other=f"“{name}”")
    return scale


def _weigh(scale: UnitScale, awards: Sequence[Award], weighed: Weighed, rule: Rule) -> None:
    """Holder, title, issuer and day, each by the papers that show it best."""
    first = awards[0]
    weigh_holder(scale, weighed, first.holding, first.shown, first.places, first.confidence)
    if not first.title or max(confidence_of(award.record, "title") for award in awards) < LEGIBLE:
        scale.open_unread(first.record.place())
    if _PERSONAL.search(first.title):
        own_name = weighed.applicant.name if weighed.applicant is not None else "申报单位"
        places = first.record.sources("title")
        scale.open(Reason.HOLDER_MISMATCH, *places, name=scale.name, found="个人荣誉", expected=own_name)
    if _CANDIDATE.search(first.title):
        scale.open(Reason.DOCUMENT_MISSING, *first.record.sources("title"), name=f"“{scale.name}”的正式授予证明")
    own = [award for award in awards if award.holding.held is first.holding.held]
    _weigh_issuer(scale, own)
    _weigh_day(scale, own, weighed, rule)
    if scale.status is Status.VERIFIED:
        _weigh_together(scale, own, weighed, rule)


# --- Issuers ----------------------------------------------------------------------------------------------------------


def issuers_of(record: Record) -> tuple[str, ...]:
    """The issuers that a paper names."""
    listed = record.field("issuers")
    if listed is not None and isinstance(listed.value, list | tuple):
        return tuple(str(name) for name in listed.value)
    return tuple(part for part in squash(record.text("issuer") or "").replace(";", "、").split("、") if part)


def _weigh_issuer(scale: UnitScale, awards: Sequence[Award]) -> None:
    """One issuer of the level does, the others are noted; none, surely: excluded; else a person."""
    named = [(award.record, name) for award in awards for name in issuers_of(award.record)]
    eligible = set(eligible_of(name for _, name in named))
    proven = [record for record, name in named if name in eligible and confidence_of(record, "issuer") >= LEGIBLE]
    facts = {"name": scale.name, "expected": ELIGIBLE}
    if proven:
        scale.prove(*proven[0].sources("issuer"))
        others = dict.fromkeys(name for record, name in named if name not in eligible)
        if others:
            places = proven[0].sources("issuer")
            found = "、".join(others)
            scale.remark(Reason.ISSUER_NOT_ELIGIBLE, *places, severity=Severity.NOTE, found=found, **facts)
        return
    found = "、".join(dict.fromkeys(f"{name}（{classify_issuer(name).value}）" for _, name in named)) or "未写明"
    places = tuple(place for record, _ in named for place in record.sources("issuer"))
    sure = bool(named) and all(confidence_of(record, "issuer") >= CERTAIN for record, _ in named)
    if sure and all(classify_issuer(name).is_eligible is False for _, name in named):
        scale.exclude(Reason.ISSUER_NOT_ELIGIBLE, *places, found=found, **facts)
    else:
        scale.open(Reason.ISSUER_NOT_ELIGIBLE, *places, found=found, **facts)


def _weigh_together(scale: UnitScale, awards: Sequence[Award], weighed: Weighed, rule: Rule) -> None:
    """The issuer and the day are of one award: the paper of another year lends its issuer to none."""
    first, last = first_day(rule, weighed.options.year), date(weighed.options.year, 12, 31)
    dated = [award for award in awards if _is_within(award.record.text("awarded_on") or "", first, last)]
    issued = [award for award in awards if eligible_of(issuers_of(award.record))]
    if any(_is_one_award(award, other) for award in dated for other in issued):
        return
    found = "、".join(dict.fromkeys(name for award in dated for name in issuers_of(award.record))) or "未写明"
    places = tuple(place for award in dated for place in award.record.sources("awarded_on"))
    scale.open(Reason.ISSUER_NOT_ELIGIBLE, *places, name=scale.name, found=found, expected=ELIGIBLE)


def _is_one_award(dated: Award, issued: Award) -> bool:
    """Whether a paper with a day of the period and one with an issuer of the level tell of one award."""
    if dated is issued or set(issuers_of(dated.record)) & set(issuers_of(issued.record)):
        return True
    return not issued.record.text("awarded_on") and (dated.listed or not issuers_of(dated.record))


# --- Days -------------------------------------------------------------------------------------------------------------


def first_day(rule: Rule, year: int) -> date:
    """The first day of a rule's period."""
    return date(year - 1 if rule.period == TWO_YEARS else year, 1, 1)


def _weigh_day(scale: UnitScale, awards: Sequence[Award], weighed: Weighed, rule: Rule) -> None:
    """A day of the period on a certificate, else on an announcement (A25); any one of several renewals does."""
    first, last = first_day(rule, weighed.options.year), date(weighed.options.year, 12, 31)
    dated = [award for award in awards if award.record.text("awarded_on")]
    chosen = [award for award in dated if not award.listed] or dated
    if not chosen:
        scale.open(Reason.DATE_MISSING, awards[0].record.place(), name=scale.name, found="证书")
        return
    within = [award.record for award in chosen if _is_within(award.record.text("awarded_on") or "", first, last)]
    if any(confidence_of(record, "awarded_on") >= LEGIBLE for record in within):
        scale.prove(*within[0].sources("awarded_on"))
        return
    records = [award.record for award in chosen]
    places = tuple(place for record in records for place in record.sources("awarded_on"))
    sure = not within and all(confidence_of(record, "awarded_on") >= CERTAIN for record in records)
    if not sure:
        scale.open_unread(places[0])
        return
    found = "、".join(dict.fromkeys(record.text("awarded_on") or "" for record in records))
    expected = f"{first.isoformat()}至{last.isoformat()}"
    scale.exclude(Reason.DATE_OUT_OF_PERIOD, *places, name=scale.name, found=found, expected=expected)


def _is_within(text: str, first: date, last: date) -> bool:
    """Whether a day, or a month, lies in a period."""
    return first.isoformat()[: len(text)] <= text <= last.isoformat()[: len(text)]


def _may_be_one(one: Record, other: Record) -> bool:
    """Whether two papers may tell of one award, its title misread: neither day nor issuers part them."""
    if min(least_confidence(one, "title"), least_confidence(other, "title")) >= SURE:
        return False
    pairs = [(one.text(name), other.text(name)) for name in ("awarded_on", "issuer")]
    return all(first is None or second is None or first == second for first, second in pairs)


def _doubt_namesake(scale: UnitScale, award: Award, before: Iterable[Award]) -> None:
    """Leave to a person a title that another office confers under the same name, or under another name of its own."""
    other = next((other for other in before if award.key and award.key == other.key), None)
    if other is not None:
        facts = {"name": scale.name, "other": f"“{other.title}”（名称相同，授予单位不同）"}
        scale.open(Reason.DUPLICATE_ORDER, award.record.place(), other.record.place(), **facts)


def _doubt_copy(scale: UnitScale, award: Award, before: Iterable[Award]) -> None:
    """Leave to a person what may be the title of another unit, misread."""
    for other in before:
        near = bool(award.key and other.key) and ratio(award.key, other.key) >= ALIKE
        if near and _may_be_one(award.record, other.record):
            facts = {"name": scale.name, "other": f"“{other.title}”（名称相近）"}
            scale.open(Reason.DUPLICATE_ORDER, award.record.place(), other.record.place(), **facts)
            return
