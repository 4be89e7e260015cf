"""Recognitions of enterprises (企业资质): which title a text names, which stage a stock-market paper proves.

“专精特新” stands inside “专精特新小巨人”, and a municipal “小巨人” (北京市, 2021) is not the national one (3.23).
"""

import re
from enum import StrEnum

from domain.text import squash


class Recognition(StrEnum):
    """A title of the ladder of growing enterprises."""

    INNOVATIVE = "创新型中小企业"
    SPECIALISED = "专精特新中小企业"
    REGIONAL_GIANT = "省市级小巨人"
    LITTLE_GIANT = "国家级专精特新小巨人"
    HIDDEN_CHAMPION = "隐形冠军"
    SINGLE_CHAMPION = "制造业单项冠军"
    UNICORN = "独角兽"


class Stage(StrEnum):
    """How far an enterprise came on the way to a stock market, the lowest first (评分指标9, A36)."""

    FILED = "辅导备案"
    BASE_LAYER = "基础层"
    QUOTED = "挂牌"
    INNOVATION_LAYER = "创新层"
    TUTORED = "辅导验收"
    ACCEPTED = "受理"
    APPROVED = "过会"
    REGISTERED = "注册"
    LISTED = "上市"


LONGEST = 200
"""Characters of a text in which titles are looked for."""
_BEFORE = 24
_QUOTES = re.compile("[\"'“”‘’「」『』«»《》【】\\[\\]]")
_PARTS = re.compile(r"[、,，;；+/和及\n]")
_NATION = re.compile(r"国家|工业和信息化部|工信部|全国")
_REGION = re.compile(r"市级|省级|区级|地方|(?:北京|天津|上海|重庆)市?|[\u4e00-\u9fff]{2,3}省|自治区")
_GIANT = re.compile("小巨人")
_OTHERS = (
    (re.compile(r"创新型(?:中小企业|企业|中小)?"), Recognition.INNOVATIVE),
    (re.compile(r"隐形冠军"), Recognition.HIDDEN_CHAMPION),
    (re.compile(r"单项冠军"), Recognition.SINGLE_CHAMPION),
    (re.compile(r"(?<!潜在)(?<!准)(?<!种子)独角兽"), Recognition.UNICORN),
)


def find_recognitions(text: str, issuer: str = "") -> tuple[Recognition, ...]:
    """The titles that a text names, each once, in order; `issuer` tells a national “小巨人” from a municipal one."""
    plain = _QUOTES.sub("", squash(text[:LONGEST]))
    found = [title for part in _PARTS.split(plain) for title in _of_part(part, squash(issuer))]
    return tuple(dict.fromkeys(found))


def is_national(title: Recognition) -> bool:
    """Whether only the state itself gives this title."""
    return title in (Recognition.LITTLE_GIANT, Recognition.SINGLE_CHAMPION)


def find_stage(text: str) -> Stage | None:
    """The highest stage that a cell of a list, or a field of a paper, names; none where it was not reached."""
    plain = squash(text)
    if _UNREACHED.search(plain):
        return None
    return next((stage for pattern, stage in _STAGES if pattern.search(plain)), None)


def _of_part(part: str, issuer: str) -> list[Recognition]:
    giant = _GIANT.search(part)
    found = [title for pattern, title in _OTHERS if pattern.search(part)]
    if giant is not None:
        before = part[max(0, giant.start() - _BEFORE) : giant.start()]
        return [_giant(before, issuer), *found]
    if "专精特新" in part:
        national = re.search(r"国家级?专精特新", part) is not None
        return [Recognition.LITTLE_GIANT if national else Recognition.SPECIALISED, *found]
    return found


def _giant(before: str, issuer: str) -> Recognition:
    """Which 小巨人: the words before it say so, else who gave it."""
    if _NATION.search(before) or _NATION.search(issuer):
        return Recognition.LITTLE_GIANT
    return Recognition.REGIONAL_GIANT if _REGION.search(before + issuer) else Recognition.LITTLE_GIANT


_UNREACHED = re.compile(
    r"终止|中止|撤回|暂缓|不予|未(?:获得?|能)?(?:通过|受理|注册|核准)|否决|摘牌|退市|调出|拟上市|后备|申报中"
)
_STAGES = (
    (re.compile(r"创新层"), Stage.INNOVATION_LAYER),
    (re.compile(r"基础层"), Stage.BASE_LAYER),
    (re.compile(r"辅导备案|(?<!已)备案"), Stage.FILED),
    (re.compile(r"辅导(?:工作)?(?:通过)?验收|验收"), Stage.TUTORED),
    (re.compile(r"受理"), Stage.ACCEPTED),
    (re.compile(r"过会|审核通过|发审委|上市委|审议通过"), Stage.APPROVED),
    (re.compile(r"注册"), Stage.REGISTERED),
    (re.compile(r"新三板|股转|挂牌"), Stage.QUOTED),
    (re.compile(r"上市|科创板|创业板|主板|北交所|上交所|深交所|北京证券交易所|IPO|发行"), Stage.LISTED),
)
