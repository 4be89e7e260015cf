"""The closing block (落款) of a paper: who signed, on which day, under which seal (domain.md 3.0, 3.31)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.documents import Reading, SealState
from domain.records import Field
from domain.values import FoundDay, find_days
from extractors.labels import find_all_labelled, make_field
from extractors.script import Hit, Script

DATE_LABELS = (
    *("签订日期", "签订时间", "签约日期", "签约时间", "签署日期", "签署时间", "订立时间", "订立日期", "合同签订时间"),
    *(
        "合同签订日期",
        "协议签订日期",
        "协议签订时间",
        "合同日期",
        "签字日期",
        "合同签署日期",
        "委托日期",
        "下单日期",
        "订单日期",
    ),
)
SEAL_READING_CONFIDENCE = 0.8
"""A seal's letters stand on an arc and are read worse than print; no reader gives a score for them."""
FIRST_PAGE_CONFIDENCE = 0.5
"""A date that merely stands on the first page may be another date."""

_MARK = re.compile(r"盖章|签章|盖公章|公章|签字|签名|签署页|以下无正文|落款")
_PROSE = re.compile(r"[。;]|之日|生效|双方|加盖|一式|[一二三四五六两壹贰\d]份|应当|后\Z")
_BLANK = re.compile(r"(?:年[ \t_]*月[ \t_]*日|年[ \t_]*月(?=[\t\n]|\Z))")
_DIGIT = re.compile(r"[0-9〇零一二三四五六七八九十]")
_LONGEST_BLOCK = 14
"""Lines between two marks of one closing block."""
_TAIL = 10
"""Lines of a closing block that bears no mark."""
_BESIDE_A_DATE = 60
"""Characters that are looked at before and behind a date."""
_BESIDE = 0.15
"""The share of the page's width that parts two columns."""
_PARTY = re.compile(
    r"(?:(?P<letter>[甲乙丙丁戊])\t?方|(?P<client>委托[方人]|委托单位|送检单位|客户|买方|需方|采购方|承租方)"
    r"|(?P<provider>受托[方人]|受托单位|服务方|卖方|供方|供应商|检测单位|检验机构|认证机构|代理机构|出租方))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDay:
    """A date of a closing block: its ISO text ("" where it is none), and the letter of the party that wrote it."""

    hit: Hit
    iso: str
    party: str = ""
    valid: bool = True
    complete: bool = True
    """Whether the year is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The closing block: where it stands, the dates in it, and the first empty 年 月 日."""

    start: int
    end: int
    days: tuple[SignedDay, ...] = ()
    blank: Hit | None = None


def find_closing(script: Script) -> Closing:
    """The last block of signing marks, or the last lines of a paper that bears none."""
    start, end = _bounds(script)
    parties = tuple(_party_marks(script, start, end))
    days = tuple(_signed_days(script, start, end, parties))
    return Closing(start=start, end=end, days=days, blank=_blank(script, start, end))


def signing_fields(reading: Reading, script: Script, closing: Closing, *, first_page: bool) -> dict[str, Field]:
    """When a paper was signed: `signed_on`, of two days the later one, with both in `signed_on_a`, `signed_on_b`.

    `signed_on_basis` says where it stands: closing (落款), label (签订日期), clause (于…签订), first-page. An empty
    年 月 日 gives `date_blank`, a date that does not exist `signed_on_invalid`, one without its year
    `signed_on_incomplete`.
    """
    days, basis = _dated(script, closing, first_page=first_page)
    fields = _day_fields(reading, [day for day in days if day.iso], basis)
    invalid = next((day for day in days if not day.valid), None)
    incomplete = next((day for day in days if not day.complete), None)
    if invalid is not None:
        fields["signed_on_invalid"] = make_field(reading, invalid.hit)
    if incomplete is not None and "signed_on" not in fields:
        fields["signed_on_incomplete"] = make_field(reading, incomplete.hit)
    if closing.blank is not None and not any(day.iso for day in closing.days):
        fields["date_blank"] = make_field(reading, closing.blank, value=True)
    return fields


def seal_fields(reading: Reading) -> dict[str, Field]:
    """`seals`: the letters of each seal, "" where they could not be read; `seal_state`: present, not-found, unknown."""
    places = [(page.number, seal) for page in reading.pages for seal in page.seals]
    if places:
        number, seal = places[0]
        source = reading.source(number, seal.box)
        texts = [seal.text for _, seal in places]
        read = SEAL_READING_CONFIDENCE if any(texts) else 1.0
        state = Field(SealState.PRESENT.value, "", 1.0, source)
        return {"seals": Field(texts, " ".join(texts), read, source), "seal_state": state}
    unknown = any(page.seal_state is SealState.UNKNOWN for page in reading.pages)
    state_value = SealState.UNKNOWN if unknown else SealState.NOT_FOUND
    source = reading.source(reading.pages[-1].number if reading.pages else None)
    return {"seals": Field([], "", 1.0, source), "seal_state": Field(state_value.value, "", 1.0, source)}


def iso_of(found: FoundDay) -> str:
    """A day or month as ISO text; "" where the paper does not say a whole one."""
    if found.value is not None:
        return found.value.isoformat()
    return found.month or ""


# --- Where the block stands -------------------------------------------------------------------------------------------


def _bounds(script: Script) -> tuple[int, int]:
    """The characters of the closing block."""
    rows = _rows(script)
    marks = [index for index, (start, end) in enumerate(rows) if _is_mark(script.text[start:end])]
    if not marks:
        return (rows[max(0, len(rows) - _TAIL)][0], len(script.text)) if rows else (0, 0)
    first = marks[-1]
    for index in reversed(marks):
        if first - index > _LONGEST_BLOCK:
            break
        first = index
    return rows[first][0], rows[min(len(rows) - 1, marks[-1] + _LONGEST_BLOCK)][1]


def _rows(script: Script) -> list[tuple[int, int]]:
    """First and last-plus-one character of what stands between newlines."""
    rows, start = [], 0
    for row in script.text.split("\n"):
        rows.append((start, start + len(row)))
        start += len(row) + 1
    return rows


def _is_mark(row: str) -> bool:
    """Whether a row asks for a signature or a seal."""
    return len(row) <= 120 and _MARK.search(row) is not None and _PROSE.search(row) is None


# --- Its dates --------------------------------------------------------------------------------------------------------


def _signed_days(script: Script, start: int, end: int, parties: Sequence[tuple[str, Hit]]) -> Iterator[SignedDay]:
    """The dates that stand alone in the block: with nothing but a label beside them."""
    text = script.text[start:end]
    for found in find_days(text):
        if _stands_alone(text, found.start, found.end):
            hit = script.hit(start + found.start, start + found.end)
            yield SignedDay(
                hit=hit,
                iso=iso_of(found) if found.valid else "",
                party=_party_of(script, hit, parties),
                valid=found.valid,
                complete=not found.valid or bool(iso_of(found)),
            )


_LABEL_BEFORE = re.compile(r"(?:[\u4e00-\u9fff]{0,6}(?:日期|时间|日|期)|[甲乙丙丁]方)?(?:\([^()]{0,10}\))?[:;_ ]*\Z")
_MARKS_BEFORE = re.compile(r".{0,40}[:)_]\t?(?:日期|时间)?[:;_ ]*\Z")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a date has only a label before it and nothing behind it, up to the next gap."""
    before = re.split(r"[\t\n]", text[max(0, start - _BESIDE_A_DATE) : start])[-1]
    behind = re.split(r"[\t\n]", text[end : end + _BESIDE_A_DATE], maxsplit=1)[0]
    labelled = _LABEL_BEFORE.match(before) or (_MARKS_BEFORE.match(before) and not _PROSE.search(before))
    return bool(labelled) and (len(behind) <= 1 or bool(re.match(r"[\u4e00-\u9fff]{2,8}[:(]", behind)))


def _party_marks(script: Script, start: int, end: int) -> Iterator[tuple[str, Hit]]:
    """The party labels of the block with their letters."""
    for match in _PARTY.finditer(script.text, start, end):
        before = script.text[match.start() - 1 : match.start()]
        if before in ("", "\n", "\t", " ", ":", "(", ")", "。", "、") or match.start() == 0:
            letter = dict(zip("甲乙丙丁戊", "abcde", strict=True)).get(match["letter"] or "")
            yield letter or ("a" if match["client"] else "b"), script.hit(*match.span())


def _party_of(script: Script, day: Hit, parties: Sequence[tuple[str, Hit]]) -> str:
    """The party in whose column, or below whose label, a date stands."""
    if day.level is None or any(mark.level is None for _, mark in parties):
        return _party_by_order(script, day, parties)
    above = [
        (round(mark.level[0] / _BESIDE), mark.level[1], letter)
        for letter, mark in parties
        if mark.level
        and mark.page == day.page
        and mark.level[1] <= day.level[3]
        and mark.level[0] <= day.level[0] + 0.05
    ]
    return max(above)[2] if above else _party_by_order(script, day, parties)


def _party_by_order(script: Script, day: Hit, parties: Sequence[tuple[str, Hit]]) -> str:
    """Without places: the k-th column of a row belongs to the k-th party of the last row that names some."""
    before = [(letter, mark) for letter, mark in parties if mark.start <= day.start]
    if not before:
        return ""
    row = script.line_at(before[-1][1].start)
    beside = [letter for letter, mark in before if script.line_at(mark.start) == row]
    line_start = script.lines[script.line_at(day.start)][0].start
    column = len(find_days(script.text[line_start : day.start]))
    return beside[min(column, len(beside) - 1)]


def _blank(script: Script, start: int, end: int) -> Hit | None:
    """The first 年 月 日 without figures."""
    for match in _BLANK.finditer(script.text, start, end):
        before = re.split(r"[\t\n:]", script.text[max(start, match.start() - _BESIDE_A_DATE) : match.start()])[-1]
        if not _DIGIT.search(before[-4:]) or before.strip("_ ") in ("20", "202", "二〇", "二〇二"):
            return script.hit(*match.span())
    return None


def _dated(script: Script, closing: Closing, *, first_page: bool) -> tuple[tuple[SignedDay, ...], str]:
    """The dates that say when the paper was signed, and where they stand."""
    if any(day.iso for day in closing.days):
        return closing.days, "closing"
    for basis, found in (("label", _labelled_days(script)), ("clause", _clause_days(script))):
        if any(day.iso for day in found):
            return closing.days + found, basis
    if first_page and closing.blank is None and not closing.days:
        return _first_page_days(script, closing), "first-page"
    return closing.days, ""


def _labelled_days(script: Script) -> tuple[SignedDay, ...]:
    """The dates behind 签订日期 and the like."""
    hits = find_all_labelled(script, DATE_LABELS)
    return tuple(day for hit in hits for day in _days_in(hit))[:1]


def _days_in(hit: Hit) -> Iterator[SignedDay]:
    """The date that a labelled value is."""
    for found in find_days(hit.text)[:1]:
        yield SignedDay(hit=hit, iso=iso_of(found) if found.valid else "", valid=found.valid)


_SIGNED = re.compile(
    r"(?!前|之前|以前|起|至|到|-)(?:[^。;\n,]{0,40}|,[^。;\n,]{0,24})(?:签订|签署|订立)(?!后|之日|之后|前|生效)"
)


def _clause_days(script: Script) -> tuple[SignedDay, ...]:
    """The date of 于…年…月…日签订."""
    for found in find_days(script.text):
        around = script.text[max(0, found.start - 2) : found.start]
        if found.valid and "于" in around and _SIGNED.match(script.text, found.end):
            return (SignedDay(hit=script.hit(found.start, found.end), iso=iso_of(found)),)
    return ()


def _first_page_days(script: Script, closing: Closing) -> tuple[SignedDay, ...]:
    """The only date that stands alone on the first page above the first clause."""
    end = min(closing.start, script.page_span(script.pages[0].number)[1]) if script.pages else 0
    clause = re.compile(r"\n(?:第[一1]条|[一1][、.])").search(script.text, 0, end)
    days = tuple(_signed_days(script, 0, clause.start() if clause else end, ()))
    return days if len(days) == 1 else ()


def _day_fields(reading: Reading, days: Sequence[SignedDay], basis: str) -> dict[str, Field]:
    """The later of the dates, and each party's own where they differ."""
    if not days:
        return {}
    confidence = FIRST_PAGE_CONFIDENCE if basis == "first-page" else 1.0
    last = max(days, key=lambda day: day.iso)
    fields = {
        "signed_on": make_field(reading, last.hit, last.iso, confidence),
        "signed_on_basis": make_field(reading, last.hit, basis),
    }
    for day in days:
        if day.party in ("a", "b") and len(days) > 1:
            fields.setdefault(f"signed_on_{day.party}", make_field(reading, day.hit, day.iso, confidence))
    return fields
