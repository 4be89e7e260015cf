"""The entries of certificates: labelled values that may run over lines, the last day of validity, who issued it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.documents import Reading, enclosing
from domain.records import Field
from domain.text import clean, squash
from domain.values import find_days, find_spans, parse_term_length, term_end
from extractors.events import lone_days
from extractors.holder import closing_day, labelled_day
from extractors.labels import find_first, make_field
from extractors.parties import is_organisation
from extractors.script import Hit, Script

ISSUER_LABELS = (
    *("发证机关", "发证机构", "发证单位", "发证部门", "颁发机关", "颁发单位", "颁发机构", "授予单位", "批准机关"),
    *("批准单位", "认定单位", "认定机构", "认定部门", "许可机关", "审批机关", "认可机构", "颁证机构", "登记机构"),
)
DAY_LABELS = (
    *("发证日期", "发证时间", "颁发日期", "颁证日期", "签发日期", "批准日期", "授予日期", "授予时间", "认定日期"),
    *("认定时间", "颁发时间", "登记日期", "公布日期", "生效日期"),
)
END_LABELS = (
    *("有效期至", "有效期限至", "有效期限", "有效期", "证书有效期", "证书有效期至", "有效日期", "有效期截止日期"),
    *("截止日期", "有效日期至", "许可期限", "注册有效期限", "专用权期限", "到期日期"),
)
SEAL_CONFIDENCE = 0.8
"""A name that only a seal bears."""
MOST_LINES = 4
"""Lines over which one value may run."""

GUESSED = 0.85
"""An issuer that only stands at the head of a paper."""
HEAD_LINES = 4
_AUTHORITY = re.compile(r"(?:局|厅|部|署|政府|委员会|办公室)\Z")
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,12}(?:\([^()\n]{0,16}\))?\t?:|第\d|根据|依照|经|以上|国家知识产权局")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff()、·]{2,40}(?:局|厅|部|委|署|政府|办公室|委员会|管委会|中心|学会|协会|联盟|联合会|商会|促进会|研究会"
    r"|基金会|研究院|大学|报社|日报|杂志社|电视台|集团|公司|组委会|理事会|交易所|银行)"
)
_NEXT_OFFICE = re.compile(
    r"(?<=[局会厅部])(?<!税务总局)(?<!监督管理总局)(?=(?:北京|天津|上海|重庆)市|国家|中华人民共和国|中关村科技|[\u4e00-\u9fff]{2,3}省)"
)
"""Where the name of another office begins right behind one."""
_COMPANY_END = re.compile(r"(?<=公司)(?=[\u4e00-\u9fff]{4,40}(?<!分)公司)")
_UNLABELLED_END = re.compile(r"有效期(?:限)?(?:至|到|截至|为)?[:\t]?(?P<value>[^\n。,;)]{6,40})")
_BEGINNING = re.compile(r"日起|起算|始")
_PERPETUAL = re.compile(r"长期|永久|不限|无固定期限")


def find_entry(script: Script, labels: Iterable[str], accept: Callable[[Hit], bool] | None = None) -> Hit | None:
    """The value behind the first of these labels that has one, with the lines that go on under it."""
    hit = find_first(script, labels, accept=accept)
    return hit if hit is None or hit.start < 0 else with_lines(script, hit)


def with_lines(script: Script, hit: Hit, more: Callable[[str], bool] | None = None) -> Hit:
    """A value with the lines right below it that begin where it does, up to the next label."""
    for _ in range(MOST_LINES):
        following = _line_below(script, hit)
        if following is None or (more is not None and not more(squash(following.text))):
            break
        hit = replace(
            hit,
            text=clean(hit.text + following.text),
            raw=f"{hit.raw} {following.raw}",
            box=enclosing((hit.box, following.box)),
            confidence=min(hit.confidence, following.confidence),
            end=following.end,
            level=following.level,
        )
    return hit


def _line_below(script: Script, hit: Hit) -> Hit | None:
    """The next line, if it is one more line of the value: it begins where the value does, and is no label."""
    number = script.line_at(max(hit.end - 1, 0)) + 1
    if hit.level is None or number >= len(script.lines) or script.lines[number][0].page != hit.page:
        return None
    line = script.lines[number]
    below = script.hit(line[0].start, line[-1].end, hit.label)
    if below.level is None or not below.text or _LABELLED.match(squash(below.text)):
        return None
    height = max(hit.level[3] - hit.level[1], 0.001)
    beside = abs(below.level[0] - hit.level[0]) <= 1.6 * height
    near = 0 < below.level[1] - hit.level[1] <= 2.4 * height
    return below if beside and near and len(line) == 1 else None


def entry_fields(reading: Reading, script: Script, labels: dict[str, Sequence[str]]) -> dict[str, Field]:
    """The field of each key whose labels have a value."""
    found = {key: find_entry(script, names, _is_value) for key, names in labels.items()}
    return {key: make_field(reading, hit) for key, hit in found.items() if hit is not None}


def _is_value(hit: Hit) -> bool:
    """Whether something stands there that is no label itself."""
    return len(squash(hit.text)) > 1 and not squash(hit.text).endswith(":")


# --- Owners and issuers -----------------------------------------------------------------------------------------------


def split_names(text: str) -> tuple[str, ...]:
    """The names of a value that names several: parted by signs, or simply behind each other."""
    parts = (part for piece in re.split(r"[;；、,，/\n]", text) for part in _COMPANY_END.split(piece))
    return tuple(dict.fromkeys(name for part in parts if len(name := squash(part).strip("。.: ")) > 1))


def issuer_fields(reading: Reading, script: Script, others: Collection[str] = ()) -> dict[str, Field]:
    """`issuer`, all in one text, and `issuers`: behind their label, else over the closing day, else on the seals.

    `others` are the names that the paper bears for another reason: its holders.
    """
    taken = frozenset(map(squash, others))
    hits = _labelled_issuers(script) or _closing_offices(script, taken)
    if hits:
        names = list(dict.fromkeys(name for hit in hits for name in split_offices(hit.text)))
        field = make_field(reading, hits[0], "、".join(names), min(hit.confidence for hit in hits))
        return {"issuer": field, "issuers": replace(field, value=names)}
    head = next((hit for hit in _head_offices(script) if squash(hit.text) not in others), None)
    if head is not None:
        field = make_field(reading, head, squash(head.text), GUESSED)
        return {"issuer": field, "issuers": replace(field, value=[field.value])}
    for page in reading.pages:
        names = [squash(seal.text) for seal in page.seals if _OFFICE.fullmatch(squash(seal.text))]
        names = [name for name in names if name not in others]
        if names:
            source = reading.source(page.number, page.seals[0].box)
            field = Field("、".join(names), " ".join(names), SEAL_CONFIDENCE, source)
            return {"issuer": field, "issuers": replace(field, value=names)}
    return {}


def split_offices(text: str) -> tuple[str, ...]:
    """The offices that a line names; 、 inside the name of one (市科委、中关村管委会) parts two, either an office."""
    parts = (name for part in re.split(r"[;,\t\s、]", text) for name in _NEXT_OFFICE.split(squash(part)))
    return tuple(name for name in parts if len(name) > 2)


def _labelled_issuers(script: Script) -> list[Hit]:
    hit = find_first(script, ISSUER_LABELS, accept=lambda hit: _OFFICE.match(squash(hit.text)) is not None)
    if hit is None:
        return []
    hits = [hit]
    while hit.start >= 0 and len(hits) < MOST_LINES:
        following = _line_below(script, hit)
        if following is None or not _OFFICE.fullmatch(squash(following.text)):
            break
        hit = following
        hits.append(hit)
    return hits


def _closing_offices(script: Script, others: Collection[str]) -> list[Hit]:
    """The offices that have a line to themselves in the lines before the last day that stands alone."""
    days = [hit for hit, _ in lone_days(script)]
    last = script.line_at(days[-1].start) if days else len(script.lines)
    hits: list[Hit] = []
    for number in range(min(last + 1, len(script.lines) - 1), max(last - 2 * MOST_LINES, -1), -1):
        for placed in script.lines[number]:
            hit = script.hit(placed.start, placed.end)
            text = squash(hit.text)
            if _OFFICE.fullmatch(text) and text not in others:
                hits.append(hit)
    return sorted(hits, key=lambda hit: hit.start)


def _head_offices(script: Script) -> Iterator[Hit]:
    """The offices that have a line to themselves at the head of a paper."""
    for line in script.lines[:HEAD_LINES]:
        hit = script.hit(line[0].start, line[-1].end)
        if _AUTHORITY.search(squash(hit.text)) and _OFFICE.fullmatch(squash(hit.text)):
            yield hit


def organisation_lines(script: Script) -> Iterator[Hit]:
    """The words of the paper that are the name of an organisation and nothing else."""
    for line in script.lines:
        for placed in line:
            hit = script.hit(placed.start, placed.end)
            text = squash(hit.text)
            if len(text) > len("某公司") and is_organisation(text) and _OFFICE.fullmatch(text):
                yield hit


# --- Days -------------------------------------------------------------------------------------------------------------


def day_field(reading: Reading, script: Script, name: str, labels: Sequence[str]) -> dict[str, Field]:
    """A day behind one of these labels, else the last day that stands alone."""
    found = labelled_day(script, labels) or closing_day(script)
    return {} if found is None else {name: make_field(reading, found[0], found[1])}


def end_fields(reading: Reading, script: Script, since: date | None = None) -> dict[str, Field]:
    """`valid_until`: a last day, the end of a span, or of a term from the day of issue; `perpetual` for 长期."""
    for label in END_LABELS:
        hit = find_first(script, (label,))
        if hit is None:
            continue
        if _PERPETUAL.search(hit.text):
            return {"perpetual": make_field(reading, hit, value=True)}
        last = _last_day(hit.text)
        if last is not None:
            return {"valid_until": make_field(reading, hit, last.isoformat())}
        length = parse_term_length(hit.text)
        if length is not None and since is not None:
            field = make_field(reading, hit, term_end(since, *length).isoformat(), 0.9)
            return {"valid_until": replace(field, raw=f"{hit.raw}（自{since.isoformat()}起算）")}
    loose = next((hit for hit in script.find(_UNLABELLED_END) if _last_day(hit.text) is not None), None)
    last = _last_day(loose.text) if loose is not None else None
    return {} if loose is None or last is None else {"valid_until": make_field(reading, loose, last.isoformat())}


def _last_day(text: str) -> date | None:
    """The end of the first span of a text, else its last day; a day from which something runs is none."""
    for span in find_spans(text):
        if span.valid and span.last is not None:
            return span.last
    if _BEGINNING.search(text):
        return None
    days = [day.value for day in find_days(text) if day.valid and day.value]
    return max(days) if days else None


def iso_day(field: Field | None) -> date | None:
    """The day of a field, where it is a whole one."""
    value = str(field.value) if field is not None else ""
    return date.fromisoformat(value) if len(value) == len("2024-01-31") else None
