"""Places (行政区划): the gazetteer, the place at the head of a name, the province that a cell or a name tells."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from domain.text import squash
from validators.characters import simplify

NATION = "中国"
NATIONS = ("中华人民共和国", "中国")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as a name bears it.

    `name` tells places apart (“北京”, “石家庄”, “朝阳区”), `short` is without 省市区县, `province` is None where the
    text does not tell it. `plain` says that the short form is no ordinary word.
    """

    name: str
    short: str
    full: str
    level: str
    province: str | None
    city: str | None = None
    plain: bool = True
    suffixed: bool = True
    """Whether the text bore the full name: what is written short may be a word of the brand."""


@dataclass(frozen=True, slots=True)
class Head:
    """The places at the head of a text, and how many characters they take."""

    places: tuple[Place, ...]
    length: int


def read_places(text: str) -> Head:
    """The places at the head of a text, from the nation down, longest name first (domain.md 4.3, step 7)."""
    places: list[Place] = []
    position = 0
    while (found := _next_place(text[position : position + 30], places)) is not None:
        place, length = found
        places.append(place)
        position += length
    return Head(tuple(places), position)


def province_of(text: str) -> str | None:
    """The province that a cell 所属省市 names (A55): 北京 for 北京市海淀区 and 海淀区; None for none, or for two."""
    cell = _LABEL.sub("", simplify(squash(text)))
    if cell in _SIGNS or cell in _TWICE:
        return _SIGNS.get(cell)
    cell = _SEPARATORS.sub("", _BEFORE_PLACE.sub("", cell))
    head = read_places(cell)
    found = {place.province for place in head.places if place.province}
    if not found:
        return _short_county(cell[head.length :])
    rest = cell[head.length :]
    behind = read_places(rest)
    if behind.length == len(rest) and rest not in _short_counties(head.places[-1].province):
        found |= {place.province for place in behind.places if place.province}
    return found.pop() if len(found) == 1 else None


def place_province(places: tuple[Place, ...]) -> str | None:
    """The one province in which these places lie, as far as their names tell without a doubt."""
    found = {place.province for place in places if place.province and (place.suffixed or place.plain)}
    return found.pop() if len(found) == 1 else None


def find_city(text: str, start: int) -> tuple[int, Head] | None:
    """The first province or city that stands in a text at or behind a position."""
    for match in _cities_inside().finditer(text, start):
        head = read_places(text[match.start() :])
        if head.places:
            return match.start(), head
    return None


def _next_place(text: str, before: list[Place]) -> tuple[Place, int] | None:
    last = before[-1] if before else None
    if last is None or last.level == "nation":
        for nation in NATIONS:
            if last is None and text.startswith(nation):
                return Place(name=NATION, short=NATION, full=nation, level="nation", province=None), len(nation)
        return _listed(text, _anywhere()) or _unlisted_county(text)
    if last.level == "province":
        return _listed(text, _cities_of(last.name)) or _county(text, last)
    return _county(text, last) if last.level == "city" else None


def _listed(text: str, places: Mapping[str, Place]) -> tuple[Place, int] | None:
    """The longest listed name at the head of the text, full or short; 市 stays with 市场 and 市政."""
    for length in range(min(len(text), _LONGEST), 1, -1):
        place = places.get(text[:length])
        if place is None:
            continue
        if place.suffixed and place.full.endswith("市") and _KEEPS_SUFFIX.match(text[length - 1 :]):
            continue
        if place.suffixed and place.short in _SIDED and _SIDE.match(text[length - 1 :]):
            continue
        if text[length - 1 :][:2] in _ORDINARY:
            continue
        return place, length
    return None


def _county(text: str, parent: Place) -> tuple[Place, int] | None:
    """A district, county, county-level city or zone under a province or a city."""
    for zone in _ZONES:
        if text.startswith(zone):
            return _make(zone, "zone", parent.province, parent.name), len(zone)
    for place in _counties_under(parent.province or "", parent.name if parent.level == "city" else None):
        if text.startswith(place.full):
            return place, len(place.full)
        if place.level == "town" and text.startswith(place.short):
            return replace(place, suffixed=False), len(place.short)
    return _pattern(text, parent)


def _pattern(text: str, parent: Place) -> tuple[Place, int] | None:
    """A district or county that the gazetteer does not list, by its suffix."""
    if parent.province in _MUNICIPAL and parent.name == parent.province and _counties().get(parent.province):
        return None
    match = _UNLISTED.match(text)
    return (_make(match[0], "county", parent.province, parent.name), len(match[0])) if match else None


def _unlisted_county(text: str) -> tuple[Place, int] | None:
    """A county without its province before it, known by its suffix alone."""
    match = _UNLISTED_COUNTY.match(text)
    return (_make(match[0], "county", None, None), len(match[0])) if match else None


def _make(full: str, level: str, province: str | None, city: str | None) -> Place:
    return Place(name=full, short=_short(full), full=full, level=level, province=province, city=city)


def _short_county(cell: str) -> str | None:
    """The province of a cell that gives a district without its suffix (海淀), or an area (亦庄)."""
    if cell in _AREAS:
        return _AREAS[cell]
    found = {province for province in _WATCHED if cell in _short_counties(province) and cell not in _TWICE}
    return found.pop() if len(found) == 1 else _SIGNS.get(cell.casefold())


@cache
def _short_counties(province: str | None) -> frozenset[str]:
    return frozenset(place.short for place in _counties().get(province or "", ()))


def _short(full: str) -> str:
    """A place without 省市区县 and the like."""
    return _SUFFIX.sub("", full) or full


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    text = (files("validators") / "gazetteer.txt").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((level, parent, tuple(names.split())) for level, parent, names in lines)


@cache
def _provinces() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for level, short, names in _rows():
        if level == "province":
            place = Place(name=short, short=short, full=names[0], level="province", province=short)
            found |= {names[0]: place, short: replace(place, suffixed=False)}
            extra = _EXTRA_FORMS.get(short)
            if extra:
                found[extra] = place
    return found


@cache
def _cities() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for level, province, names in _rows():
        if level == "city":
            for marked in names:
                full, plain = marked.removesuffix("*"), not marked.endswith("*")
                short = _short(full)
                place = Place(name=short, short=short, full=full, level="city", province=province, plain=plain)
                if short == province:
                    place = replace(place, name=full)
                found |= {full: place, short: replace(place, suffixed=False)}
    return found


@cache
def _cities_of(province: str) -> Mapping[str, Place]:
    return {name: place for name, place in _cities().items() if place.province == province}


@cache
def _counties_under(province: str, city: str | None) -> tuple[Place, ...]:
    """The listed counties of a province, or of one of its cities, longest names first."""
    within = [place for place in _counties().get(province, ()) if city is None or place.city == city]
    return tuple(sorted(within, key=lambda place: -len(place.full)))


@cache
def _counties() -> Mapping[str, tuple[Place, ...]]:
    """Listed districts, counties and county-level cities by province.

    A “town” is a county-level city whose short form is no ordinary word: it stands for the city, as 昆山 does.
    """
    found: dict[str, list[Place]] = defaultdict(list)
    for level, parent, names in _rows():
        if level == "county":
            province, city = parent.split("/")
            for marked in names:
                full, plain = marked.removesuffix("*"), not marked.endswith("*")
                town = plain and full.endswith("市")
                place = replace(_make(full, "town" if town else "county", province, city), plain=plain)
                found[province].append(replace(place, name=place.short) if town else place)
    return {province: tuple(places) for province, places in found.items()}


@cache
def _anywhere() -> Mapping[str, Place]:
    """What may stand at the head of a name: provinces, cities, and counties by their full names."""
    found: dict[str, Place] = {}
    for places in _counties().values():
        for place in places:
            found.setdefault(place.full, place)
            if place.level == "town":
                found.setdefault(place.short, replace(place, suffixed=False))
    return found | dict(_cities()) | dict(_provinces())


@cache
def _cities_inside() -> re.Pattern[str]:
    names = sorted({*_provinces(), *_cities()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


_LONGEST = 12
_WATCHED = frozenset({"北京", "天津", "河北"})
_TWICE = frozenset(
    {"朝阳", "通州", "和平", "河东", "河西", "长安", "新华", "桥西", "桥东", "双桥", "海港", "运河", "复兴"}
)
_AREAS = {"亦庄": "北京", "中关村": "北京", "燕郊": "河北", "雄安": "河北"}
_MUNICIPAL = frozenset({"北京", "天津"})
_ETHNIC = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|哈萨克"
    "|柯尔克孜|满族"
)
_SUFFIX = re.compile(rf"(?:(?:{_ETHNIC})+自治[州县]|自治[州县旗]|地区|林区|新区|[省市区县盟])$")
_EXTRA_FORMS = {
    "香港": "中国香港",
    "澳门": "中国澳门",
    "广西": "广西省",
    "宁夏": "宁夏省",
    "内蒙古": "内蒙",
    "新疆": "新疆省",
}

# 市 is no suffix of the place before these words, unless they are longer words themselves (市民政局, 市场景).
_KEEPS_SUFFIX = re.compile("市(?:政(?![府协法通])|场(?!景)|民(?![政族生用航爆])|容|井|值|集|话)")
_SIDE = re.compile("市[北南中](?=区|高新|工业)")
_ORDINARY = frozenset({"区域", "区块", "县域", "县城"})
_SIDED = frozenset({"上海", "青岛", "济南", "枣庄", "内江", "乐山"})

_ZONES = (
    "经济技术开发区",
    "经济开发区",
    "高新技术产业开发区",
    "高新技术开发区",
    "高新区",
    "经开区",
    "开发区",
    "自由贸易试验区",
    "自贸试验区",
    "自贸区",
    "综合保税区",
    "保税区",
    "保税港区",
)
_UNLISTED = re.compile(
    "[\u4e00-\u9fff]{1,3}?(?:(?<![社园小校景片街库厂专特战军市地郊林牧圈辖灾])区|新区|县|(?<=[\u4e00-\u9fff]{2})(?<![城都超集上楼夜菜股门街闹黑])市)"
)
_UNLISTED_COUNTY = re.compile(
    "[\u4e00-\u9fff]{2,3}?(?:县|(?<![城都超集上楼夜菜股门街闹黑利])市(?![场政民容值集话]))|[\u4e00-\u9fff]{2,8}?自治[县州旗]"
)

_LABEL = re.compile("^[^:]{0,20}:")
_SEPARATORS = re.compile(r"[-—–_/|·•.,，、;；()（）\[\]【】〔〕]")
_BEFORE_PLACE = re.compile(f"^(?:{'|'.join(NATIONS)})(?!香港|澳门)")
_SIGNS: Mapping[str, str] = {
    "京": "北京",
    "津": "天津",
    "冀": "河北",
    "晋": "山西",
    "蒙": "内蒙古",
    "辽": "辽宁",
    "吉": "吉林",
    "黑": "黑龙江",
    "沪": "上海",
    "苏": "江苏",
    "浙": "浙江",
    "皖": "安徽",
    "闽": "福建",
    "赣": "江西",
    "鲁": "山东",
    "豫": "河南",
    "鄂": "湖北",
    "湘": "湖南",
    "粤": "广东",
    "桂": "广西",
    "琼": "海南",
    "渝": "重庆",
    "川": "四川",
    "贵": "贵州",
    "云": "云南",
    "藏": "西藏",
    "陕": "陕西",
    "甘": "甘肃",
    "青": "青海",
    "宁": "宁夏",
    "新": "新疆",
    "beijing": "北京",
    "tianjin": "天津",
    "hebei": "河北",
}
