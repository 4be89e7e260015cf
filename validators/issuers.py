"""Who awards a title, and whether the office is of municipal level or above (评分指标1; domain.md 3.22)."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from domain.text import squash
from validators.regions import province_of


class Issuer(Enum):
    """What kind of body awards a title; the value is what a reviewer reads."""

    STATE = "国家部门"
    PROVINCE = "省（直辖市）级部门"
    DISTRICT = "区县级部门"
    ASSOCIATION = "社会团体"
    COMPANY = "企业"
    MEDIA = "媒体"
    UNUSUAL = "层级或性质需人工判断"

    @property
    def is_eligible(self) -> bool | None:
        """Whether it is an office of municipal level or above; None where a person has to say."""
        if self is Issuer.UNUSUAL:
            return None
        return self in (Issuer.STATE, Issuer.PROVINCE)


HERE = Path(__file__).parent
CAPITAL = ("北京市", "首都")
MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")
_PREFIX = re.compile(r"\A(?:中华人民共和国|中共中央|中共)")
_DISTRICT = re.compile(
    r"(?:东城|西城|朝阳|海淀|丰台|石景山|门头沟|房山|通州|顺义|昌平|大兴|怀柔|平谷|密云|延庆|燕山|滨海新|浦东新)(?:区|县)?"
    r"|[\u4e00-\u9fff]{2,4}(?<!园)(?<!示范)(?<!开发)(?<!技术)(?<!自治)(?<!高新)(?<!新)区(?=人民政府|委|[\u4e00-\u9fff]{2,14}(?:局|委|办))"
    r"|[\u4e00-\u9fff]{1,5}县|街道|镇(?:人民)?政府|乡(?:人民)?政府|社区|村民委员会|居民委员会"
)
_PROVINCIAL = re.compile(r"\A[\u4e00-\u9fff]{2,8}?(?:省|自治区)")
_CITY = re.compile(r"\A[\u4e00-\u9fff]{2,8}?市")


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """The lists of the data file."""
    data = tomllib.loads((HERE / "issuers.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in data.items()}


@cache
def classify_issuer(name: str) -> Issuer:
    """The kind of body that a name is of."""
    plain = _PREFIX.sub("", squash(name))
    words = _words()
    if plain in words["city"] or plain.removeprefix("北京") in words["city"]:
        return Issuer.PROVINCE
    if plain in words["state"]:
        return Issuer.STATE
    for kind, key in ((Issuer.UNUSUAL, "unusual"), (Issuer.ASSOCIATION, "association"), (Issuer.COMPANY, "company")):
        if plain.endswith(words[key]):
            return _zoned(plain, kind)
    if plain.endswith(words["media"]):
        return Issuer.MEDIA
    return _office(plain) if plain.endswith(words["office"]) and not _is_inside_another(plain) else Issuer.UNUSUAL


def _is_inside_another(plain: str) -> bool:
    """Whether a committee or department may be that of an association, firm or institution (某协会评审委员会)."""
    words = _words()
    return any(word in plain for key in ("association", "hosting") for word in words[key])


def _zoned(plain: str, kind: Issuer) -> Issuer:
    """A people's organisation or an institution of a district is below the level, whatever it is."""
    return Issuer.DISTRICT if kind is Issuer.UNUSUAL and _is_of_district(plain) else kind


def _office(plain: str) -> Issuer:
    """The level of an office, by the place that its name begins with."""
    if _is_of_district(plain):
        return Issuer.DISTRICT
    if plain.startswith((*MUNICIPALITIES, *CAPITAL)) or _PROVINCIAL.match(plain):
        return Issuer.PROVINCE
    if plain.startswith(_words()["state"]):
        return Issuer.STATE
    if plain.startswith("国家") and province_of(plain) is None:
        return Issuer.STATE
    return Issuer.UNUSUAL


def _is_of_district(plain: str) -> bool:
    """Whether a name is of a district, county, street or town; a zone of development is none."""
    rest = plain
    for start in (*MUNICIPALITIES, "北京", "国家税务总局北京市"):
        rest = rest.removeprefix(start)
    return _DISTRICT.match(rest) is not None


def eligible_of(issuers: Iterable[str]) -> tuple[str, ...]:
    """Those issuers that are offices of municipal level or above."""
    return tuple(name for name in issuers if classify_issuer(name).is_eligible)
