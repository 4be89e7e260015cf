"""Information systems (门槛条件6) and digital core business (评分指标10): domain.md, BJ24.G06 and S10."""

import re
from collections.abc import Iterator, Sequence

from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Count, Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_of
from validators.weighing.evidence import is_legible
from validators.weighing.scale import UnitScale

FILING = re.compile(
    r"[\u4e00-\u9fff]ICP备\d{8}(?:\d\d)?号(?:-\d{1,3}[AXK]?)?|[\u4e00-\u9fff]ICP证\d{6}号|(?:[\u4e00-\u9fff]|合字)?[AB][12][.-]\d{8,9}"
    r"|[\u4e00-\u9fff]公网安备\d{14}号?"
)
"""The forms of a number (domain.md, 3.16)."""
PUBLIC_ACCOUNT = re.compile(r"公众号|订阅号|服务号|视频号|微信号")
NEAR = ("ICP", "备案", "许可证", "网站", "小程序", "APP", "系统")
FILING_NAME = "网站、APP或小程序的备案或许可证"
SHARED_RUN = 4
"""Signs in a run that two names of one system share."""
SYSTEM_WORDS = re.compile(r"系统|平台|软件|SaaS|云服务|信息化|数字化|智能")


def measure_systems(rule: Rule, weighed: Weighed) -> Measured:
    """The channels that a filing or licence proves, each once; screens alone leave one for a person."""
    filings = weighed.of_kind(Kind.ICP_FILING)
    channels: dict[str, list[UnitScale]] = {}
    for record in filings:
        channels.setdefault(_channel_key(record), []).append(_weighed_filing(record, rule, weighed))
    scales = [scale for group in channels.values() if (scale := best_of(group)) is not None]
    if not any(scale.status is Status.VERIFIED for scale in scales):
        scales += list(_undecided(rule, weighed, filed=bool(filings)))
    return of_units(scales)


def _channel_key(record: Record) -> str:
    """What tells one channel from another: its number, else its domain, else its paper."""
    number = squash(record.text("number") or "")
    return number or record.text("domain") or record.path


def _weighed_filing(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One filing on a scale of its own."""
    number, holder = squash(record.text("number") or ""), record.text("holder")
    name = f"{record.text('channel') or '信息系统'} {number or record.text('domain') or ''}".strip()
    scale = UnitScale(name, rule.id)
    scale.prove(*record.sources("holder"), *record.sources("number"))
    if not holder or not number or not is_legible(record, "holder", "number"):
        scale.open_unread(record.place())
    elif not is_same(weighed.bench.pool.match_applicant(holder)):
        expected = weighed.applicant.name if weighed.applicant else "申报单位"
        scale.open(Reason.HOLDER_MISMATCH, *record.sources("holder"), name=name, found=holder, expected=expected)
    elif FILING.fullmatch(number) is None:
        places = record.sources("number")
        scale.open(Reason.VALUE_INVALID, *places, name=holder, expected="备案或许可证号", found=number)
    return scale


def _undecided(rule: Rule, weighed: Weighed, *, filed: bool) -> Iterator[UnitScale]:
    """What a person may take for a channel where no filing proves one: a screen, or a paper that was not read."""
    screens = weighed.of_kind(Kind.SYSTEM_SCREENSHOT)
    if screens:
        first = screens[0]
        account = all(PUBLIC_ACCOUNT.search(f"{one.text('title')}{one.path}") for one in screens)
        scale = UnitScale(first.text("title") or "系统截图", rule.id, *first.sources("title", "url"))
        scale.open(Reason.DOCUMENT_MISSING, name=f"公众号以外的{FILING_NAME}" if account else FILING_NAME)
        yield scale
    elif not filed:
        for problem in weighed.bench.pool.unread_near(*NEAR)[:1]:
            scale = UnitScale(FILING_NAME, rule.id)
            scale.open_unread(problem.source)
            yield scale


# --- Digital core business --------------------------------------------------------------------------------------------


def measure_digital(rule: Rule, weighed: Weighed) -> Measured:
    """What the system rests on, its screen, and its use in the year: one unit (评分指标10).

    The screen must be of the system on which the unit rests: by its domain, its filing number or its name. How far that
    serves the core business is for the eye.
    """
    basis, screens = _basis(weighed), weighed.of_kind(Kind.SYSTEM_SCREENSHOT)
    if not basis and not screens:
        return Measured(Count(handed_in=False))
    scale = UnitScale(rule.title, rule.id)
    for record, field in basis:
        scale.prove(*record.sources(field))
    own = [screen for screen in screens if any(_is_of(record, screen) for record, _ in basis)]
    if basis and screens and not own:
        scale.open(Reason.DOCUMENT_MISSING, *screens[0].sources("title"), name="与备案、著作权或协议相符的系统截图")
    if not basis:
        scale.open(Reason.DOCUMENT_MISSING, name="采购系统的服务协议，或自主研发系统的备案、许可或著作权证书")
    _weigh_screens(scale, own or screens, weighed.options.year)
    return of_units([scale])


def _basis(weighed: Weighed) -> list[tuple[Record, str]]:
    """The filings, software rights and purchases of systems that name the applicant, each with the field that does."""
    named: Sequence[tuple[Kind, str]] = (
        (Kind.ICP_FILING, "holder"),
        (Kind.IP_CERTIFICATE, "owner"),
        (Kind.SERVICE_CONTRACT, "party_a"),
    )
    found = []
    for kind, field in named:
        for record in weighed.of_kind(kind):
            name = record.text(field)
            own = name and is_legible(record, field) and is_same(weighed.bench.pool.match_applicant(name))
            if own and (kind is not Kind.SERVICE_CONTRACT or _is_purchase(record)):
                found.append((record, field))
    return found


def _is_of(record: Record, screen: Record) -> bool:
    """Whether a screen is of the system that a filing, right or contract is about."""
    domain, number = record.text("domain"), squash(record.text("number") or "")
    if domain and domain.removeprefix("www.") in (screen.text("url") or ""):
        return True
    if number and number == squash(screen.text("number") or ""):
        return True
    names = (record.text(field) for field in ("system", "name", "subject"))
    return any(_share_words(name, screen.text("title") or "") for name in names if name)


def _share_words(one: str, other: str) -> bool:
    """Whether two names share so many signs in a run as make a name."""
    first, second = squash(one), squash(other)
    runs = (first[place : place + SHARED_RUN] for place in range(len(first) - SHARED_RUN + 1))
    return any(run in second for run in runs)


def _is_purchase(record: Record) -> bool:
    """Whether a contract in which the applicant is the client is about a system."""
    return SYSTEM_WORDS.search(f"{record.text('title')}{record.text('subject')}") is not None


def _weigh_screens(scale: UnitScale, screens: Sequence[Record], year: int) -> None:
    """A screen, and on one of them a day of the year."""
    if not screens:
        scale.open(Reason.DOCUMENT_MISSING, name="系统截图")
        return
    used = [record for record in screens if is_legible(record, "dates") and _has_day(record, year)]
    for record in (used or screens)[:1]:
        scale.prove(*record.sources("title"), *record.sources("dates"))
    if not used:
        scale.open(Reason.DOCUMENT_MISSING, *screens[0].sources("title"), name=f"{year}年度的系统使用记录")


def _has_day(record: Record, year: int) -> bool:
    """Whether a screen shows a day of the year."""
    field = record.field("dates")
    days = field.value if field is not None and isinstance(field.value, list | tuple) else ()
    return any(str(day).startswith(f"{year}-") for day in days)
