"""Weigh the enterprises registered on an online system (评分指标8.1（1）).

Each counts once, in the region, registered by the end of the year where a column says when. One screenshot of the back
end whose total is no smaller than the list proves the list as a whole.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.claims import Claim
from domain.codes import is_uscc
from domain.documents import Kind, Source
from domain.findings import Reason, Status
from domain.records import Record
from domain.report import Judgement
from validators.names import parse_name, province_of, region_of
from validators.pairing import Pool
from validators.weighing.duplicates import exclude_repeated
from validators.weighing.evidence import is_legible
from validators.weighing.products import Screens
from validators.weighing.scale import Scale
from validators.weighing.subject import PROVINCES, weigh_class

UNPROVEN = frozenset({Reason.NO_EVIDENCE, Reason.TOTAL_MISMATCH})
"""Reasons that concern the list as a whole: one finding on it states them."""

_ENTERPRISES = re.compile(r"企业|公司|商户")
_OTHER_COUNT = re.compile(
    r"[今昨本]|新增|待|未|访问|活跃|在线|失败|上市|专精|高新|服务(?:[过次商]|企业|机构)|咨询|订单|产品|动态|政策|新闻|活动|需求|浏览"
    r"|合作|供应|(?:信息|数据)(?:条|总量|库|量)|线索|画像|收录|关注"
)


@dataclass(frozen=True, slots=True)
class Total:
    """The number of registered enterprises that a screenshot of the back end shows."""

    count: int
    label: str
    source: Source


def weigh_registered(
    claims: Sequence[Claim], screens: Iterable[Record], regions: Sequence[str], as_of: date, rule: str | None
) -> list[Scale]:
    """Every row of the list, weighed."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_repeated(scales)
    dated = any(claim.cells.get("registered_on") for claim in claims)
    placed = any(claim.cells.get("province") for claim in claims)
    for scale in scales:
        if not scale.is_excluded:
            weigh_class(scale)
        if not scale.is_excluded and regions:
            _weigh_region(scale, regions, has_column=placed)
        if not scale.is_excluded and dated:
            _weigh_day(scale, as_of)
    _weigh_total(scales, find_total(screens))
    return scales


def own_screens(pool: Pool) -> tuple[Record, ...]:
    """The screenshots that do not say that they are of another's system."""
    screens = Screens(pool)
    return tuple(screen for screen in pool.of_kind(Kind.SYSTEM_SCREENSHOT) if not screens.stranger_of(screen))


def find_total(screens: Iterable[Record]) -> Total | None:
    """The largest legible number of enterprises that any screenshot shows."""
    found = [total for screen in screens if is_legible(screen, "counts") for total in _totals(screen)]
    return max(found, key=lambda total: total.count, default=None)


def needed(rows: Iterable[Scale | Judgement]) -> int:
    """How many enterprises the back end must show: all rows of distinct ones, without those of after the year."""
    left_out = {Reason.DUPLICATE_ENTERPRISE, Reason.DATE_OUT_OF_PERIOD}
    return sum(not (row.status is Status.EXCLUDED and left_out & set(row.reasons)) for row in rows)


def _totals(screen: Record) -> Iterable[Total]:
    place = screen.sources("counts")[0]
    for row in screen.rows("counts"):
        label, count = str(row.get("label") or ""), row.get("count")
        if isinstance(count, int) and _ENTERPRISES.search(label) and not _OTHER_COUNT.search(label):
            yield Total(count, label, place)


def _weigh_total(scales: Sequence[Scale], total: Total | None) -> None:
    """One screenshot proves all rows, or none."""
    wanted = needed(scales)
    for scale in scales:
        if scale.is_excluded:
            continue
        if total is None:
            scale.leave_open(Reason.NO_EVIDENCE)
        elif total.count < wanted:
            scale.leave_open(Reason.TOTAL_MISMATCH, scale.claim.source, total.source)
        else:
            scale.prove(scale.claim.source, total.source)


# --- Where and when ---------------------------------------------------------------------------------------------------


def _weigh_region(scale: Scale, regions: Sequence[str], *, has_column: bool) -> None:
    """The declared province decides, else name and code; what contradicts it is for a person (A7)."""
    claim = scale.claim
    written = str(claim.cells.get("province") or "").strip()
    declared = province_of(written)
    places = [*([("名单", declared)] if declared else []), *_hints(claim)]
    if not places or (written and not declared):
        _open_unplaced(scale, written, has_column=has_column)
        return
    (first, place), *others = places
    against = next(((said, other) for said, other in others if other != place), None)
    if against is not None:
        found = written if declared else f"{first}中的{place}"
        facts = {"name": claim.name, "found": found, "expected": f"{against[0]}中的{against[1]}"}
        scale.open(Reason.REGION_CONFLICT, claim.source, **facts)
    elif place not in regions:
        expected = "、".join(regions)
        scale.exclude(Reason.OUTSIDE_REGION, claim.source, name=claim.name, found=written or place, expected=expected)


def _open_unplaced(scale: Scale, written: str, *, has_column: bool) -> None:
    """Nothing tells where it is; where the list has no such column at all, one finding says so."""
    if not has_column:
        scale.leave_open(Reason.VALUE_INVALID)
        return
    claim = scale.claim
    scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=written or "空", expected="所属省市")


def _hints(claim: Claim) -> list[tuple[str, str]]:
    """What else says where an enterprise is: its name, that of its head office, its code."""
    parsed, code = parse_name(claim.name), str(claim.cells.get("uscc") or "").strip().upper()
    found = (
        ("名称", region_of(claim.name)),
        ("总机构名称", parsed.province if parsed.branch else None),
        ("信用代码", PROVINCES.get(code[2:4]) if is_uscc(code) else None),
    )
    return [(said, place) for said, place in found if place is not None]


def _weigh_day(scale: Scale, as_of: date) -> None:
    """截至上年底: what registered later does not count; a cell without a day is for a person."""
    claim = scale.claim
    day = claim.cells.get("registered_on")
    if not isinstance(day, str) or not day:
        found = claim.raw.get("registered_on") or "空"
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected="注册时间")
    elif day > as_of.isoformat()[: len(day)]:
        expected = f"{as_of.isoformat()}及以前的范围"
        scale.exclude(Reason.DATE_OUT_OF_PERIOD, claim.source, name=claim.name, found=day, expected=expected)
