"""Read certificates of intellectual property: software, patents, works, layout designs, products, trademarks (3.17)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from statistics import median

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_spans, term_end
from extractors.closing import seal_fields
from extractors.entries import DAY_LABELS, end_fields, entry_fields, find_entry, iso_day, split_names
from extractors.events import lone_days
from extractors.holder import labelled_day
from extractors.labels import make_field, make_record
from extractors.script import Script
from extractors.simplified import simplified_script

TERMS: Mapping[str, int] = {"发明": 20, "实用新型": 10, "外观设计": 15}
"""Years of a patent from its day of application (专利法 第四十二条)."""
OLD_DESIGN_TERM = 10
OLD_DESIGN_UNTIL = date(2021, 6, 1)
"""Designs applied for before this day are protected for ten years."""
SORTS: Mapping[str, str] = {"1": "发明", "2": "实用新型", "3": "外观设计", "8": "发明", "9": "实用新型"}
"""The fifth digit of a patent number."""
APPLICATION_WORDS = re.compile(
    r"受理通知书|受理通知|申请受理|缴费通知书|补正通知书|初步审查合格|进入实质审查|办理登记手续通知|授予[^\n]{0,10}通知书|初步审定公告通知|驳回通知"
)

LAPSED = re.compile(
    r"(?:法律状态|案件状态|专利状态|商标状态|权利状态|状态):?\t?[^\n]{0,12}?(?P<value>失效|终止|无效|驳回|撤回|撤销|注销|届满)"
    r"|未缴(?:纳)?年费[^\n]{0,8}终止"
)
MANY = 3
"""So many patent or registration numbers on one paper are a list, no certificate."""
OWNER_LABELS = ("著作权人", "著作权人(国籍)", "专利权人", "布图设计权利人", "权利人", "申请企业", "企业名称", "申请人")
NAME_LABELS = (
    *("软件名称", "发明名称", "实用新型名称", "外观设计名称", "使用外观设计的产品名称", "发明创造名称"),
    *("作品名称", "布图设计名称", "产品名称"),
)
SOFTWARE_NUMBER = re.compile(r"软著(?:变补|补)?登字第?[ \t]?\d{5,9}[ \t]?号")
REGISTRATION = re.compile(r"(?:19|20)\d{2}[ ]?SR[ ]?[A-Z]?\d{4,8}")
PATENT_NUMBER = re.compile(r"(?<![A-Z0-9])ZL[ \t]?(?:\d[ \t]?){8,12}[.．][ \t]?[\dX](?!\d)")
ANNOUNCEMENT = re.compile(r"(?<![A-Z])CN[ \t]?\d{7,9}[ \t]?[A-Z]\d?(?![A-Za-z0-9])")
CERTIFICATE = re.compile(r"证书号[ \t]?第[ \t]?(?P<value>\d{5,9})[ \t]?号")
OTHER_NUMBER = re.compile(
    r"(?P<value>[\u4e00-\u9fff]?作登字-?[ ]?\d{4}-?[A-Z]?-?\d{4,10}|BS\.?[ ]?\d{8,10}(?:\.[\dX])?"
    r"|[\u4e00-\u9fff]{0,2}RC-\d{4}-[A-Z]?\d{3,6})"
)
OTHER_NUMBER_LABELS = ("布图设计登记号", "登记号", "证书编号", "编号", "登记证书编号")


def extract_ip_certificate(reading: Reading) -> tuple[Record | Problem, ...]:
    """The owner, name, numbers and days of a right; an application (受理通知书) bears `application`."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = {**_common_fields(reading, script), **_number_fields(reading, script)}
    patent = fields.pop("patent", None)
    if patent is not None:
        fields |= _patent_days(reading, script, str(patent.value))
    else:
        fields |= _granted(reading, script)
        fields |= end_fields(reading, script, iso_day(fields.get("granted_on")))
    fields |= _doubts(reading, script)
    if patent is None and not _is_registered(script):
        fields |= _application_field(reading, script)
    return (make_record(Kind.IP_CERTIFICATE, reading, {**fields, **seal_fields(reading)}),)


def _is_registered(script: Script) -> bool:
    """Whether a paper bears the number of a registration of software, which no application does."""
    return any(script.search(pattern) is not None for pattern in (SOFTWARE_NUMBER, REGISTRATION))


def _application_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`application`: the paper says that something was applied for, or may be registered, not that it is."""
    hit = script.search(APPLICATION_WORDS)
    return {} if hit is None else {"application": make_field(reading, hit, value=True)}


def _doubts(reading: Reading, script: Script) -> dict[str, Field]:
    """`lapsed` where a register says that a right ended; `listed` where a paper names many and certifies none."""
    fields = {}
    lapsed = script.search(LAPSED)
    if lapsed is not None:
        fields["lapsed"] = make_field(reading, lapsed)
    patterns = (PATENT_NUMBER, SOFTWARE_NUMBER, REGISTRATION)
    counts = [len({squash(hit.text) for hit in script.find(pattern)}) for pattern in patterns]
    if max(counts) >= MANY:
        fields["listed"] = make_field(reading, script.hit(0, min(len(script.text), 40)), value=True)
    return fields


def _granted(reading: Reading, script: Script) -> dict[str, Field]:
    """The day of the certificate: labelled, else the last that stands alone; never that of another entry."""
    alone = [(hit, day.isoformat()) for hit, day in lone_days(script)]
    found = labelled_day(script, ("登记日期", "颁证日期", *DAY_LABELS)) or (alone[-1] if alone else None)
    return {} if found is None else {"granted_on": make_field(reading, found[0], found[1])}


def _common_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`name`, `owner` as printed, `owners` one by one."""
    fields = entry_fields(reading, script, {"name": NAME_LABELS})
    owner = find_entry(script, OWNER_LABELS)
    if owner is not None and (names := split_names(owner.text)):
        field = make_field(reading, owner, ";".join(names))
        fields |= {"owner": field, "owners": replace(field, value=list(names))}
    return fields


def _number_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`number`, `registration`, `certificate`; `patent` only for a patent, whose term has to be reckoned."""
    fields: dict[str, Field] = {}
    patent, software = script.search(PATENT_NUMBER), script.search(SOFTWARE_NUMBER)
    if patent is not None:
        fields |= {"number": make_field(reading, patent), "patent": make_field(reading, patent, squash(patent.text))}
        for name, pattern in (("registration", ANNOUNCEMENT), ("certificate", CERTIFICATE)):
            hit = script.search(pattern)
            fields |= {name: make_field(reading, hit)} if hit is not None else {}
        return fields
    registration = script.search(REGISTRATION)
    if registration is not None:
        fields["registration"] = make_field(reading, registration, squash(registration.text))
    if software is not None:
        fields["number"] = make_field(reading, software, squash(software.text))
    elif (hit := script.search(OTHER_NUMBER)) is not None or (
        (hit := find_entry(script, OTHER_NUMBER_LABELS)) is not None and registration is None
    ):
        fields["number"] = make_field(reading, hit)
    return fields


def _patent_days(reading: Reading, script: Script, number: str) -> dict[str, Field]:
    """`applied_on`, `granted_on`, `sort`, and `valid_until` reckoned from the day of application."""
    fields: dict[str, Field] = {}
    for name, labels in (("applied_on", ("专利申请日", "申请日")), ("granted_on", ("授权公告日", "授权公告日期"))):
        found = labelled_day(script, labels)
        if found is not None:
            fields[name] = make_field(reading, found[0], found[1])
    sort = SORTS.get(number.removeprefix("ZL")[4:5], "")
    applied = iso_day(fields.get("applied_on"))
    if sort and applied is not None:
        years = OLD_DESIGN_TERM if sort == "外观设计" and applied < OLD_DESIGN_UNTIL else TERMS[sort]
        stated = fields["applied_on"]
        raw = f"{stated.raw}（{sort}，自申请日起{years}年，推算）"
        fields["valid_until"] = replace(stated, value=term_end(applied, years).isoformat(), raw=raw)
        fields["sort"] = replace(stated, value=sort, raw=number)
    return fields


# --- Trademarks -------------------------------------------------------------------------------------------------------

MARK_NUMBER = re.compile(r"第[ \t]?(?P<value>[Gg]?\d{5,9}[A-Z]?)[ \t]?号")
REGISTRANT_LABELS = ("注册人", "商标注册人", "注册人名义", "申请人", "注册人名称")
REGISTERED_LABELS = ("注册公告日期", "注册日期", "注册公告日", "核准注册日期", "专用权期限", "注册有效期限", "有效期限")
TALLER = 1.6
"""The mark itself is so much taller than the print of its page."""
MOST_TALL = 4
ATTACHED = re.compile(r"续展|转让|转移|变更")
RENEWED = re.compile(r"续展[^\n]{0,20}有效期(?:限)?(?P<value>[^。;]{8,60})")
RECEIVER = re.compile(
    r"受让人(?:名义|名称)?(?:为)?:?[\t\n]?(?P<value>[\u4e00-\u9fffA-Za-z()·\n]{4,50}?)(?=[。,;]|转让人|\n\n|\Z)"
)
RENAMED = re.compile(
    r"(?:名义|名称)?变更(?:后(?:的)?(?:名义|名称)?)?(?:为|:)+:?[\t\n]?(?P<value>[\u4e00-\u9fffA-Za-z()·\n]{4,50}?)(?=[。,;]|变更前|\n\n|\Z)"
)
_NO_MARK = re.compile(r"商标|注册|知识产权局|证明|国际分类|第\d|\A.{12}")


def extract_trademark(reading: Reading) -> tuple[Record | Problem, ...]:
    """The registrant, number and term of a trademark, as they stand after what is attached.

    A renewal or transfer that lies alone has no `granted_on` and bears `attachment`.
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = {**_registrant(reading, script), **_mark_number(reading, script), **_mark_term(reading, script)}
    fields |= _mark_name(reading, script)
    if "注册证" not in squash(script.text):
        fields |= _application_field(reading, script)
    if "granted_on" not in fields and ATTACHED.search(script.text):
        place = script.search(ATTACHED)
        fields |= {"attachment": make_field(reading, place, value=True)} if place is not None else {}
    for name, pattern in (("owner", RENAMED), ("owner", RECEIVER)):
        hit = script.search(pattern)
        if hit is not None and len(squash(hit.text)) > len("某公司"):
            new = make_field(reading, hit, squash(hit.text))
            fields |= {name: new, "owners": replace(new, value=[new.value])}
            fields |= {"owner_before": fields["owner"]} if "owner_before" not in fields else {}
    return (make_record(Kind.TRADEMARK_CERTIFICATE, reading, {**fields, **seal_fields(reading)}),)


def _registrant(reading: Reading, script: Script) -> dict[str, Field]:
    hit = find_entry(script, REGISTRANT_LABELS, lambda hit: len(squash(hit.text)) > 1)
    if hit is None:
        return {}
    names = split_names(hit.text)
    field = make_field(reading, hit, ";".join(names))
    return {"owner": field, "owners": replace(field, value=list(names))}


def _mark_number(reading: Reading, script: Script) -> dict[str, Field]:
    hit = script.search(MARK_NUMBER)
    return {} if hit is None else {"number": make_field(reading, hit, squash(hit.text))}


def _mark_term(reading: Reading, script: Script) -> dict[str, Field]:
    """`granted_on` and `valid_until`; a renewal's last day goes before that of the certificate."""
    fields: dict[str, Field] = {}
    found = labelled_day(script, REGISTERED_LABELS)
    if found is not None:
        fields["granted_on"] = make_field(reading, found[0], found[1])
    fields |= end_fields(reading, script)
    for hit in script.find(RENEWED):
        last = next((span.last for span in find_spans(hit.text) if span.valid and span.last), None)
        if last is not None:
            fields |= {
                "valid_until": make_field(reading, hit, last.isoformat()),
                "renewed": make_field(reading, hit, value=True),
            }
    return fields


def _mark_name(reading: Reading, script: Script) -> dict[str, Field]:
    """`name`: the mark itself, where it is the tallest print of the page; most marks are pictures."""
    first = reading.pages[0].number
    words = [word for word in script.words if word.page == first and word.box is not None]
    heights = [word.box[3] - word.box[1] for word in words if word.box is not None]
    if not heights:
        return {}
    tall = [
        script.hit(word.start, word.end)
        for word, height in sorted(zip(words, heights, strict=True), key=lambda pair: -pair[1])[:MOST_TALL]
        if height >= TALLER * median(heights)
    ]
    hit = next((hit for hit in tall if not _NO_MARK.search(squash(hit.text))), None)
    return {} if hit is None else {"name": make_field(reading, hit, squash(hit.text))}
