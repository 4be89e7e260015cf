"""Count the posts with which the applicant helped to make 千亿畅融 known (评分指标13)."""

from collections.abc import Sequence

from domain.documents import Kind
from domain.findings import Reason
from domain.programme import Rule
from domain.records import Record
from domain.text import squash
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_copies
from validators.measures.holding import Held, confidence_of, holding_of, weigh_holder
from validators.names import parse_name
from validators.weighing.evidence import year_of
from validators.weighing.scale import LEGIBLE, UnitScale

CAMPAIGN = "千亿畅融"
KINDS = (Kind.PRESS_RELEASE, Kind.SYSTEM_SCREENSHOT, Kind.ACTIVITY_NOTICE, Kind.OTHER)


def measure_posts(rule: Rule, weighed: Weighed) -> Measured:
    """One unit for each post, told by its link, or by title and day, by its best copy."""
    return of_units(best_copies([(_weighed(record, rule, weighed), _keys(record)) for record in posts_of(weighed)]))


def _weighed(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One post on a scale of its own."""
    scale = UnitScale(record.text("title") or record.text("link") or CAMPAIGN, rule.id, record.place())
    _weigh_day(scale, record, weighed.options.year)
    _weigh_account(scale, record, weighed)
    return scale


def posts_of(weighed: Weighed) -> tuple[Record, ...]:
    """The papers that show a post of the campaign."""
    return tuple(record for record in weighed.of_kind(*KINDS) if record.text("campaign"))


def _keys(record: Record) -> tuple[str, ...]:
    """By what a post is known: its link; its title with its day."""
    link = squash(record.text("link") or "").removeprefix("https://").removeprefix("http://").rstrip("/")
    title = squash(record.text("title") or "")
    day = record.text("issued_on") or record.text("event_on") or ""
    dated = f"{title} {day}" if title else ""
    return tuple(key for key in (link, dated) if key)


def _weigh_day(scale: UnitScale, record: Record, year: int) -> None:
    """Posted in the year; the article states no period, so another year is for a person."""
    posted = record.text("issued_on")
    places = record.sources("issued_on")
    if not posted:
        scale.open(Reason.DATE_MISSING, *places, name=scale.name, found="推送")
    elif confidence_of(record, "issued_on") < LEGIBLE:
        scale.open_unread(places[0])
    elif year_of(record, "issued_on") == year:
        scale.prove(*places)
    else:
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=scale.name, found=posted, expected=f"{year}年")


def _weigh_account(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Posted by the applicant's account, or naming it; an account that bears its 字号 may be its own."""
    mentions = record.field("mentions")
    named = [str(name) for name in mentions.value] if mentions is not None and isinstance(mentions.value, list) else []
    account = record.text("account") or ""
    for names, field in (([account], "account"), (named, "mentions")):
        holding = holding_of(weighed, names, brand=True)
        if holding.held is Held.OWN:
            weigh_holder(scale, weighed, holding, holding.name, record.sources(field), confidence_of(record, field))
            return
    _open_account(scale, record, weighed, account, named)


def _open_account(scale: UnitScale, record: Record, weighed: Weighed, account: str, named: Sequence[str]) -> None:
    """Leave to a person whose post it is."""
    own = weighed.applicant.name if weighed.applicant is not None else "申报单位"
    places = record.sources("account", "mentions")
    brand = parse_name(own).brand
    if account and len(brand) > 1 and brand in squash(account):
        facts = {"name": own, "found": account, "expected": "账号名称含申报单位字号"}
        scale.open(Reason.POSSIBLE_PARTY, *places, **facts)
        return
    found = account or "、".join(named) or "未能识别"
    scale.open(Reason.HOLDER_MISMATCH, *places, name=scale.name, found=found, expected=own)
