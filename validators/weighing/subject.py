"""Whether a row of 附表2 is an enterprise, small or medium, and in the region (G04 C3, C5, C6)."""

from collections.abc import Mapping, Sequence

from domain.findings import Reason
from domain.text import squash
from validators.names import EnterpriseClass, is_enterprise, parse_name, province_of, region_of
from validators.pairing import Pool
from validators.weighing.matching import Order
from validators.weighing.scale import Scale

GENERIC_SERVICES = frozenset(
    {"服务", "咨询", "咨询服务", "技术服务", "培训", "综合服务", "企业服务", "其他", "其他服务"}
)

PROVINCES: Mapping[str, str] = {
    **dict(zip(("11", "12", "13", "14", "15"), ("北京", "天津", "河北", "山西", "内蒙古"), strict=True)),
    **dict(zip(("21", "22", "23"), ("辽宁", "吉林", "黑龙江"), strict=True)),
    **dict(
        zip(map(str, range(31, 38)), ("上海", "江苏", "浙江", "安徽", "福建", "江西", "山东"), strict=True),
    ),
    **dict(zip(map(str, range(41, 47)), ("河南", "湖北", "湖南", "广东", "广西", "海南"), strict=True)),
    **dict(zip(map(str, range(50, 55)), ("重庆", "四川", "贵州", "云南", "西藏"), strict=True)),
    **dict(zip(map(str, range(61, 66)), ("陕西", "甘肃", "青海", "宁夏", "新疆"), strict=True)),
}
"""GB/T 2260: the province of digits 3 and 4 of a 统一社会信用代码; 10 is the national registry and says nothing."""


def weigh_subject(scale: Scale, regions: Sequence[str], orders: Sequence[Order], pool: Pool) -> None:
    """Exclude what cannot be counted whatever its papers say, and leave open what a person has to tell."""
    claim = scale.claim
    weigh_class(scale)
    if regions:
        _weigh_region(scale, regions, pool)
    weigh_size(scale, orders)
    service = squash(str(claim.cells.get("service") or ""))
    if not service or service in GENERIC_SERVICES:
        scale.remark(Reason.GENERIC_SERVICE, claim.source, name=claim.name, found=service or "空")


def weigh_class(scale: Scale) -> None:
    """What is surely no enterprise goes; a natural person may be a short name, and other names do not say."""
    claim = scale.claim
    found = is_enterprise(claim.name)
    certain = found.counts is False and found is not EnterpriseClass.PERSON
    if found.counts is not True:
        weigh = scale.exclude if certain else scale.open
        weigh(Reason.NOT_AN_ENTERPRISE, claim.source, name=claim.name, found=found.value)


def weigh_size(scale: Scale, orders: Sequence[Order]) -> None:
    """大型 on 附表3 is no SME; where rows of one enterprise differ, a person has to tell (A6)."""
    sizes = {order.claim.row: squash(str(order.claim.cells.get("size") or "")) for order in orders}
    large = [order for order in orders if sizes[order.claim.row].startswith("大型")]
    if large:
        weigh = scale.exclude if all(size.startswith("大型") for size in sizes.values() if size) else scale.open
        weigh(Reason.LARGE_ENTERPRISE, scale.claim.source, large[0].claim.source, name=scale.claim.name)


def _weigh_region(scale: Scale, regions: Sequence[str], pool: Pool) -> None:
    """The declared province decides; what contradicts it is for a person (A7)."""
    claim = scale.claim
    written = str(claim.cells.get("province") or "").strip()
    declared, hints = province_of(written), _hints(claim.name, pool)
    against = [(said, place) for said, place in hints if place != declared]
    if declared is None:
        _weigh_undeclared(scale, written, regions, [place for _, place in hints])
    elif against:
        said, place = against[0]
        scale.open(Reason.REGION_CONFLICT, claim.source, name=claim.name, found=written, expected=f"{said}中的{place}")
    elif declared not in regions:
        expected = "、".join(regions)
        scale.exclude(Reason.OUTSIDE_REGION, claim.source, name=claim.name, found=written, expected=expected)


def is_within(name: str, provinces: Mapping[str, str], regions: Sequence[str], pool: Pool) -> bool | None:
    """Whether an enterprise lies in the regions, as 附表2 (`provinces`), its name and its code say.

    None if they differ; what nothing tells lies nowhere.
    """
    inside = {place in regions for _, place in _places(name, provinces, pool)}
    return inside.pop() if len(inside) == 1 else None if inside else False


def weigh_place(scale: Scale, provinces: Mapping[str, str], regions: Sequence[str], pool: Pool) -> None:
    """Weigh where an enterprise of another list lies, by its province on 附表2, its name and its code (A7, A41)."""
    claim = scale.claim
    places, within = _places(claim.name, provinces, pool), is_within(claim.name, provinces, regions, pool)
    if not places:
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found="空", expected="所属省市")
    elif within is None:
        (_, found), (said, place) = places[0], next(other for other in places if other[1] != places[0][1])
        scale.open(Reason.REGION_CONFLICT, claim.source, name=claim.name, found=found, expected=f"{said}中的{place}")
    elif not within:
        expected = "、".join(regions)
        scale.exclude(Reason.OUTSIDE_REGION, claim.source, name=claim.name, found=places[0][1], expected=expected)


def _places(name: str, provinces: Mapping[str, str], pool: Pool) -> list[tuple[str, str]]:
    told = province_of(provinces.get(pool.canonical(name), ""))
    return [*([("附表2", told)] if told else []), *_hints(name, pool)]


def _weigh_undeclared(scale: Scale, written: str, regions: Sequence[str], hints: Sequence[str]) -> None:
    """A row without a province: the name may tell it; a word that is no province is for a person."""
    claim = scale.claim
    told = bool(hints) and not written and all(place in regions for place in hints)
    weigh = scale.remark if told else scale.open
    weigh(Reason.VALUE_INVALID, claim.source, name=claim.name, found=written or "空", expected="所属省市")


def _hints(name: str, pool: Pool) -> list[tuple[str, str]]:
    """What else says where an enterprise is: its name, that of its head office, its code."""
    parsed, code = parse_name(name), pool.code_of(name) or ""
    found = (
        ("名称", region_of(name)),
        ("总机构名称", parsed.province if parsed.branch else None),
        ("信用代码", PROVINCES.get(code[2:4])),
    )
    return [(said, place) for said, place in found if place is not None]
