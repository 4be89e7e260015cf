"""Titles of activities: whether two mean the same one."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from domain.text import squash

EQUAL, CONTAINED = 100.0, 95.0
"""Likeness of equal titles, and of titles of which one stands inside the other."""

SHORTEST_TITLE = 4
"""A title of fewer signs, without the words that every notice has, names no activity."""

_FILLER = re.compile(
    r"关于|成功|举办|召开|开展|组织|邀请函|邀请|通知|签到表|签到册|活动|总结|新闻稿|课件|报道|照片|截图|现场|参会人员|名单|签到"
    r"|20\d{2}年度?|的|[\W_]"
)
_ORDINAL = re.compile(
    r"第?([0-9一二三四五六七八九十]{1,4})(?=[期场讲届次站季轮批课])|\(([0-9一二三四五六七八九十]{1,3}|[上中下])\)|([0-9]{1,3})$"
)
_FIGURES = str.maketrans("一二三四五六七八九", "123456789")


@lru_cache(maxsize=1 << 14)
def title_key(title: str) -> str:
    """An activity title without the words that every notice and sheet has."""
    return _FILLER.sub("", squash(title))


def speaks(title: str) -> bool:
    """Whether a text names an activity at all."""
    return len(title_key(title)) >= SHORTEST_TITLE


@lru_cache(maxsize=1 << 16)
def likeness(first: str, second: str) -> float:
    """How alike two activity titles are, in percent; 0 for two of a series (第1期, 第2期)."""
    one, other = title_key(first), title_key(second)
    if not one or not other or _are_of_a_series(first, second):
        return 0.0
    if one == other:
        return EQUAL
    if min(len(one), len(other)) >= SHORTEST_TITLE and (one in other or other in one):
        return CONTAINED
    return min(fuzz.ratio(one, other), CONTAINED)


def _are_of_a_series(first: str, second: str) -> bool:
    """Whether both titles bear an ordinal, and not the same one."""
    one, other = _ordinals(first), _ordinals(second)
    return bool(one and other) and one != other


@lru_cache(maxsize=1 << 14)
def _ordinals(title: str) -> tuple[str, ...]:
    plain = re.sub(r"20\d{2}年?", "", squash(title))
    return tuple("".join(groups).translate(_FIGURES) for groups in _ORDINAL.findall(plain))
