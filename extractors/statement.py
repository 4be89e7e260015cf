"""Read commitments (承诺), explanations (说明) and statements (声明函): what is said, by whom and when."""

import re
from collections.abc import Callable, Mapping

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import clean, squash
from domain.values import parse_day
from extractors.closing import Closing, find_closing, seal_fields, signing_fields
from extractors.explanation import deferral_fields, period_field, share_fields
from extractors.headings import find_title, title_field
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.signatory import find_signatory, tail_start
from extractors.simplified import simplified_script

UNIT_LABELS = (
    *("填报单位", "承诺单位", "声明单位", "申报单位", "申请单位", "运营单位", "单位名称", "企业名称", "单位", "承诺人"),
    *("声明人", "公司名称", "公司", "填报单位名称", "填报单位盖章"),
)
SIGNER_LABELS = (
    *("法定代表人", "法人代表", "法定代表人或授权代表", "法定代表人/授权代表", "法定代表人签字", "法人签字", "负责人"),
    *("法人", "承诺人", "声明人", "签字", "签名", "授权代表"),
)
DAY_LABELS = ("填表日期", "填报日期", "出具日期", "说明日期")
TITLE = re.compile(r"承诺|声明|说明|保证书|告知")

TOPICS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "gate-2": (
        re.compile(r"审计报告"),
        re.compile(r"未能|无法|尚未|暂未|暂无|不能|未完成"),
        re.compile(r"补交|补充|提交|提供"),
    ),
    "gate-3": (re.compile(r"诚信|诚实"), re.compile(r"守法|遵纪守法|遵守"), re.compile(r"不良信用|失信|信用记录")),
    "gate-4": (
        re.compile(r"抽查|随时接受|核查"),
        re.compile(r"按.{0,6}金额|金额.{0,6}(?:大小|排序|由高到低|从高到低)|100\s?家"),
    ),
    "gate-9": (re.compile(r"中小企业"), re.compile(r"营业.{0,2}收入|服务收入"), re.compile(r"占|比重|比例")),
    "gate-10": (re.compile(r"公益|免费"), re.compile(r"占|比重|比例"), re.compile(r"服务")),
    "truth": (re.compile(r"真实性|真实"), re.compile(r"完整性|完整"), re.compile(r"准确性|准确|有效|后果|责任")),
}
"""The words that a statement for a rule must hold, all of them (domain.md 3.27, 1.4 STM.01)."""

IN_TEXT_CONFIDENCE = 0.5
"""The text names the unit or the person, the closing block could not be read."""
_UNIT_IN_TEXT = re.compile(
    r"(?:(?<=\n)|(?<=系)|(?<=我单位)|(?<=我公司)|(?<=本单位)|(?<=本公司)|(?<=我司))"
    r"(?P<value>[\u4e00-\u9fffA-Za-z0-9()]{4,40}?(?:公司|协会|联合会|联盟|学会|中心|研究院|事务所|促进会|商会))"
    r"(?=20\d\d年|法定代表人|[,(]|承诺|郑重|作为|的)"
)
_DAMAGED_SIGNER = re.compile(r"法\t?定[^\n:]{0,14}:\t?(?P<value>[\u4e00-\u9fff]{2,4})(?=[\t\n]|\Z)")
_SIGNER_IN_TEXT = re.compile(r"本人(?P<value>[\u4e00-\u9fff]{2,4})(?=[,(]|系|作为|,系)")
_SENTENCE = re.compile(r"[。;\n]")
_PERSON = re.compile(r"[\u4e00-\u9fff㐀-䶿]{2,4}\Z|[\u4e00-\u9fff㐀-䶿]{1,8}·[\u4e00-\u9fff㐀-䶿·]{1,8}\Z")


def extract_statement(reading: Reading) -> tuple[Record | Problem, ...]:
    """A statement or explanation (声明函, 说明)."""
    return _extract(reading, Kind.STATEMENT)


def extract_commitment(reading: Reading) -> tuple[Record | Problem, ...]:
    """A commitment (承诺书, 说明和承诺)."""
    return _extract(reading, Kind.COMMITMENT)


def _extract(reading: Reading, kind: Kind) -> tuple[Record | Problem, ...]:
    """The title, unit, signer, day, percentage, year, seals, `text` and `topics` of a statement."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    closing = find_closing(script)
    fields = title_field(reading, script, TITLE)
    fields |= _unit_field(reading, script, closing) | _signer_field(reading, script, closing)
    fields |= _filled_in_field(reading, script) | signing_fields(reading, script, closing, first_page=False)
    fields |= share_fields(reading, script) | period_field(reading, script) | deferral_fields(reading, script)
    fields |= _text_fields(reading, script)
    return (make_record(kind, reading, fields | seal_fields(reading)),)


def _unit_field(reading: Reading, script: Script, closing: Closing) -> dict[str, Field]:
    """Who states: behind a label, else alone in the closing block, else, unsurely, as the text names it.

    `unit_in_text` is what the text says: where a seal lies over the closing block the two may differ.
    """
    inside = script.search(_UNIT_IN_TEXT, 0, closing.start)
    fields = {} if inside is None else {"unit_in_text": make_field(reading, inside, squash(inside.text))}
    closed = find_signatory(script, closing, UNIT_LABELS)
    if closed is not None:
        fields["unit"] = make_field(reading, closed, party_name(closed.text))
    elif inside is not None:
        fields["unit"] = make_field(reading, inside, squash(inside.text), IN_TEXT_CONFIDENCE)
    return fields


def _filled_in_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`signed_on`, where a form gives it in a line or cell of its own (填表日期)."""
    hit = find_first(script, DAY_LABELS, accept=lambda hit: parse_day(hit.text) is not None)
    day = parse_day(hit.text) if hit is not None else None
    return {} if hit is None or day is None else {"signed_on": make_field(reading, hit, day.isoformat())}


def _signer_field(reading: Reading, script: Script, closing: Closing) -> dict[str, Field]:
    """Who signed: a person's name behind 法定代表人 in the closing block, else, unsurely, as the text names him."""
    start = min(closing.start, tail_start(script))
    for first in (start, 0):
        hit = find_first(script, SIGNER_LABELS, accept=_named_after(script, first), below=False)
        if hit is not None:
            name = _person(script, hit)
            return {"signer": make_field(reading, script.hit(hit.start, hit.start + len(name)), squash(name))}
    damaged = script.search(_DAMAGED_SIGNER, start)
    if damaged is not None:
        return {"signer": make_field(reading, damaged, squash(damaged.text))}
    inside = script.search(_SIGNER_IN_TEXT)
    return {} if inside is None else {"signer": make_field(reading, inside, confidence=IN_TEXT_CONFIDENCE)}


def _named_after(script: Script, start: int) -> Callable[[Hit], bool]:
    """Whether a hit is a person's name that stands behind `start`."""
    return lambda hit: hit.start >= start and _person(script, hit) != ""


def _person(script: Script, hit: Hit) -> str:
    """The name that a hit is or begins with, as it stands in the script; "" for none."""
    printed = script.text[hit.start : hit.end] if hit.start >= 0 else ""
    first = printed.split("\t")[0]
    name = first if len(first) > 1 else printed
    return name if _PERSON.match(squash(name)) and not is_organisation(name) else ""


def _text_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`text`, the body in its clean form, and `topics`: the rules whose words it holds."""
    title = find_title(script, TITLE)
    start = title.end if title is not None else 0
    hit = script.hit(start, len(script.text))
    text = clean(script.text[start:])
    plain = squash(script.text)
    topics = [topic for topic, words in TOPICS.items() if all(word.search(plain) for word in words)]
    return {"text": make_field(reading, hit, text), "topics": make_field(reading, hit, topics)}
