"""The labels of the declared form and the parts it falls into, by their words (domain.md 1.4.1, 附件4-2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from domain.form_fields import FORM_FIELDS, FormField
from domain.text import squash
from extractors.form_cells import FormCell

LONGEST_LABEL = 120
MOST_COLONS = 40
LONGEST_CELL = 2_000
"""One cell or word holds at most so many labels, in so many characters."""

_NUMBERING = re.compile(r"[\s□■☑√✓◆●○*·]*(?:\(?[0-9一二三四五六七八九十]{1,2}[).、．]\s*){0,2}(?:其中[,:]?)?")
_NOTES = re.compile(r"\([^()]{0,60}\)")
_PERIOD = re.compile(r"(?:截至)?(?:上一?年度|上年底|上年末|20\d\d年度?末?)")
_QUOTES = re.compile(r"[“”\"'\s_、]")
UNIT = re.compile(r"\((?:单位:)?(?P<unit>亿元|万元|千元|元)\)")
YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def label_key(text: str) -> str:
    """A label in the form in which labels are compared."""
    bare = _NOTES.sub("", _NUMBERING.sub("", squash(text), count=1))
    bare = _QUOTES.sub("", bare).rstrip(":—-–;")
    return _PERIOD.sub("", bare, count=1)


def _labels() -> Mapping[str, tuple[FormField, ...]]:
    found: dict[str, dict[str, FormField]] = {}
    for one in FORM_FIELDS:
        for label in (one.label, *one.aliases):
            found.setdefault(label_key(label), {})[one.id] = one
    return {key: tuple(fields.values()) for key, fields in found.items()}


LABELS = _labels()
EXACT: Mapping[str, tuple[FormField, ...]] = {
    squash(one.label): tuple(other for other in FORM_FIELDS if other.label == one.label) for one in FORM_FIELDS
}


_LOOSE = ("投资比例(%)", "投资比例", "单位性质", "职务", "座机", "手机")
"""Labels that may stand behind a value without a gap: Word drops the blanks between."""


@dataclass(frozen=True, slots=True)
class FormLabel:
    """A label in a cell: the fields it may mean, and where its own value begins and ends in the text."""

    fields: tuple[FormField, ...]
    text: str
    start: int
    end: int
    inline: bool
    """Whether a colon stands behind it."""


def labels_in(cell: FormCell) -> tuple[FormLabel, ...]:
    """The labels of a cell: it is one, or holds some, each with a colon behind it."""
    text = cell.text.replace("：", ":")
    found: list[FormLabel] = []
    start = 0
    for colon in islice((index for index, sign in enumerate(text[:LONGEST_CELL]) if sign == ":"), MOST_COLONS):
        begin = _label_start(text, start, colon)
        if begin is not None:
            words = text[begin:colon]
            if found:
                last = found[-1]
                found[-1] = FormLabel(last.fields, last.text, last.start, begin, last.inline)
            found.append(FormLabel(LABELS[label_key(words)], words, colon + 1, len(text), inline=True))
            start = colon + 1
    if not found and len(text) <= LONGEST_LABEL and (fields := LABELS.get(label_key(text))):
        found.append(FormLabel(fields, text, len(text), len(text), inline=False))
    return tuple(found)


def _label_start(text: str, start: int, colon: int) -> int | None:
    """Where a known label begins that ends at this colon: the longest one."""
    first = max(start, colon - LONGEST_LABEL)
    begins = [first, *(index + 1 for index in range(first, colon) if text[index] in ";,，。；、 \t_)")]
    found = next(
        (begin for begin in begins if text[begin:colon].strip() and LABELS.get(label_key(text[begin:colon]))), None
    )
    if found is not None:
        return found
    return next(
        (colon - len(word) for word in _LOOSE if start <= colon - len(word) and text.endswith(word, 0, colon)), None
    )


# --- Parts of the form ------------------------------------------------------------------------------------------------

_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"新认定.{0,80}(?:数量)?情况"), "eff.tech.recognised"),
    (re.compile(r"高成长.{0,10}(?:数量)?情况|高成长中小企业数量\W*\Z"), "growth"),
    (re.compile(r"(?:综合咨询)(?:类|服务)?(?:成效|情况)?\W*\Z"), "eff.consulting"),
    (re.compile(r"(?:创业辅导)(?:类|服务)?(?:成效|情况)?\W*\Z"), "eff.startup"),
    (re.compile(r"(?:技术创新)(?:类|服务)?(?:成效|情况)?\W*\Z"), "eff.tech"),
    (re.compile(r"(?:数字化(?:应用)?)(?:类|服务)?(?:成效|情况)?\W*\Z"), "eff.digital"),
    (re.compile(r"(?:人力资源)(?:类|服务)?(?:成效|情况)?\W*\Z"), "eff.hr"),
    (re.compile(r"(?:融资促进)(?:类|服务)?(?:成效|情况)?\W*\Z"), "eff.finance"),
    (re.compile(r"基本(?:情况|信息)\W*\Z"), "basic"),
    (re.compile(r"专业服务成效|服务成效情况"), "effects"),
    (re.compile(r"激励条件"), "incentive"),
    (re.compile(r"平台简介\W*\Z"), "profile"),
    (re.compile(r"联系(?:方式|人信息)\W*\Z"), "contacts"),
    (re.compile(r"(?<!管理)运营情况\W*\Z"), "operation"),
)
_YEAR_PART = re.compile(r"\W*(?:[0-9一二]\W+)?(20\d\d)年(?:度|末)?(?:数据|运营数据|情况)?\W*")
_LONGEST_PART = 110


def part_of(text: str) -> str:
    """The part of the form that a heading opens, or ""."""
    plain = squash(text) if len(text) <= 2 * _LONGEST_PART else text
    if len(plain) > _LONGEST_PART:
        return ""
    year = _YEAR_PART.fullmatch(plain)
    if year:
        return f"ops.{year[1]}"
    return next((part for pattern, part in _PARTS if pattern.search(plain)), "")
