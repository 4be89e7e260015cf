"""The holder of a certificate, its days and its labelled facts: what education papers and titles share."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.values import find_days
from extractors.events import lone_days
from extractors.labels import find_first, find_labelled
from extractors.script import Hit, Script

CONFLICT = 0.5
"""The confidence of a value that another one on the paper contradicts."""
DERIVED = 0.8
"""The confidence of a value that a number tells and no word."""


def find_name(script: Script) -> Hit | None:
    """The holder's name: labelled, or as the subject of the sentence."""
    hit = labelled(script, _NAME_LABELS, lambda hit: _NAME.match(hit.text) is not None)
    if hit is not None:
        match = _NAME.match(hit.text)
        if match is not None and hit.start >= 0 and match.end() < len(hit.text):
            return replace(script.hit(hit.start, hit.start + match.end()), label=hit.label)
        return hit
    return script.search(_SUBJECT) or script.search(_HALF_LABELLED)


def closing_day(script: Script, month: str = "") -> tuple[Hit, str] | None:
    """The day of the certificate: the last one that stands alone, not long before the end of the study."""
    days = list(lone_days(script)) or list(_days_at_line_ends(script))
    later = [(hit, day.isoformat()) for hit, day in days if day.isoformat() >= month]
    return later[-1] if later else None


def _days_at_line_ends(script: Script) -> Iterator[tuple[Hit, date]]:
    """The days that are a word of their own at the end of a line (证书编号：…  二〇〇九年七月一日)."""
    for line in script.lines:
        last = line[-1]
        text = script.text[last.start : last.end]
        found = find_days(text)
        if (
            len(line) > 1
            and len(found) == 1
            and found[0].value is not None
            and found[0].end - found[0].start == len(text)
        ):
            yield script.hit(last.start, last.end), found[0].value


def labelled_day(script: Script, labels: Sequence[str]) -> tuple[Hit, str] | None:
    """A labelled day or month."""
    for label in labels:
        hit = find_labelled(script, (label,), accept=lambda hit: any(day.valid for day in find_days(hit.text)))
        if hit is not None:
            day = next(day for day in find_days(hit.text) if day.valid)
            value = day.value.isoformat() if day.value else day.month
            if value:
                return hit, value
    return None


def labelled(script: Script, labels: Sequence[str], accept: Callable[[Hit], bool] | None = None) -> Hit | None:
    """The value of the first of these labels that has one, up to the next label of a certificate."""
    hit = find_first(script, labels, accept=accept)
    if hit is None or hit.start < 0:
        return hit
    beside = _BESIDE.search(script.text, hit.start, hit.end)
    return replace(script.hit(hit.start, beside.start()), label=hit.label) if beside else hit


_HAN = r"[\u3400-\u9fff\U00020000-\U000323af]"
_FOREIGN = rf"{_HAN}{{1,8}}(?:·{_HAN}{{1,12}}){{1,3}}"
_NAME = re.compile(rf"{_HAN}{{2,4}}(?![\u3400-\u9fff])|{_FOREIGN}|{_HAN}{{2,4}}|[A-Z][A-Za-z ,.'-]{{2,40}}")
_SUBJECT = re.compile(
    rf"(?:学生|研究生|学员|考生|同学)?[\t ]?(?P<value>(?!性别){_FOREIGN}|(?!性别){_HAN}{{2,4}})"
    r"[\t ]?[,，]?[\t ]?(?:性别[\t ]?)?[男女][\t ]?[,，]"
)
_BESIDE = re.compile(
    r"\t(?:性\t?别|学制|层次|学习形式|学历类别|毕\(结\)业|入学日期|出生日期|证书编号|学校名称|专业|校\(院\)长|校\t?长|级\t?别)(?![\u3400-\u9fff]{3})"
)
"""Labels that stand beside a value without a colon."""
_HALF_LABELLED = re.compile(rf"(?:\A|\n)名:[\t ]?(?P<value>{_HAN}{{2,4}})(?=[\t\n]|\Z)")
"""A name behind 姓名 of which recognition lost the first character."""
_NAME_LABELS = ("姓名", "持证人姓名", "持证人", "学生姓名")
