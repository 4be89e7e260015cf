"""Read filings and licences of information systems (ICP备案, 增值电信业务经营许可证): domain.md 3.16."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_days
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script
from extractors.table_cells import cell_field
from extractors.table_headers import Column
from extractors.tables import find_table

HOLDER_LABELS = (
    *(
        "主办单位名称",
        "主办单位",
        "公司名称",
        "开办主体名称",
        "开办者名称",
        "备案主体名称",
        "备案主体",
        "持证单位",
        "许可证持有者",
    ),
    *("单位名称", "企业名称", "主体名称", "网站主办者名称"),
)
DAY_LABELS = (
    *(
        "审核通过日期",
        "审核通过时间",
        "审核日期",
        "审核时间",
        "备案日期",
        "备案时间",
        "联网备案时间",
        "发证日期",
        "签发日期",
    ),
    "颁发日期",
)
SYSTEM_LABELS = ("网站名称", "APP名称", "小程序名称", "服务名称", "系统名称")
DOMAIN_LABELS = ("网站域名", "域名", "网站首页网址", "首页网址", "网站首页地址", "网址")
COLUMNS = (
    Column("holder", ("主办单位名称", "主办单位", "开办主体")),
    Column("kind", ("主办单位性质",)),
    Column(
        "number",
        ("网站备案号", "APP备案号", "小程序备案号", "备案/许可证号", "网站备案/许可证号", "服务备案号", "备案号"),
    ),
    Column("system", ("网站名称", "APP名称", "小程序名称", "服务名称")),
    Column("domain", ("网站域名", "域名", "网站首页网址", "网站首页地址", "首页网址")),
    Column("approved_on", ("审核日期", "审核时间", "审核通过日期", "审核通过时间")),
)

PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
NUMBERS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?P<value>{PROVINCE}\t?[I1l]CP\t?备\t?\d[\d\t]{{6,11}}号?\t?[-—－]\t?\d{{1,3}}[AXK]?)(?![0-9A-Z])"),
    re.compile(rf"(?P<value>{PROVINCE}\t?[I1l]CP\t?证\t?\d{{6,8}}号)"),
    re.compile(rf"(?P<value>(?:{PROVINCE}|合字)?\t?[AB][12]\t?[.-]\t?(?:20\d{{2}}\d{{4,5}}))(?!\d)"),
    re.compile(rf"(?P<value>{PROVINCE}\t?[I1l]CP\t?备\t?\d{{8,10}}号)"),
    re.compile(rf"(?P<value>{PROVINCE}公网安备\t?\d{{14}}号?)"),
)
"""The forms of a number, that of one service before that of its operator (domain.md 3.16)."""
CHANNELS: Mapping[str, str] = {"A": "APP", "X": "小程序", "K": "快应用"}
"""The channel that the last letter of a number tells; without any it is a site."""

_DOMAIN = re.compile(
    r"(?<![\w.@/-])(?P<value>(?:[a-z0-9-]{1,40}\.){1,4}(?:com|cn|net|org|top|vip|tech|info|cc|ltd)(?:\.cn)?)(?![\w.-]{1,3})",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"\.gov\.cn\Z|miit")


def extract_filing(reading: Reading) -> tuple[Record | Problem, ...]:
    """The holder, number, domain, day, channel and system of a filing or licence."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _labelled_fields(reading, script) | _tabled_fields(reading)
    number = _number_field(script, reading)
    fields |= number | _channel_field(number, script)
    if "domain" not in fields and (hit := _domain(script)) is not None:
        fields["domain"] = make_field(reading, hit, squash(hit.text).lower())
    return (make_record(Kind.ICP_FILING, reading, fields),)


def _tabled_fields(reading: Reading) -> dict[str, Field]:
    """What the first row of a table of results says."""
    found = find_table(reading, COLUMNS, minimum=3)
    if found is None or not found.entries:
        return {}
    fields = {}
    for name in ("holder", "system", "domain", "approved_on"):
        cell = found.entries[0].cells.get(name)
        value = _value(name, cell.text) if cell is not None else ""
        if cell is not None and value:
            fields[name] = cell_field(reading, cell, value)
    return fields


def _value(name: str, text: str) -> str:
    """The value of a cell in the form of its field; "" where it cannot be one."""
    if name == "holder":
        return party_name(text)
    if name == "system":
        return squash(text)
    if name == "domain":
        return squash(text).lower() if _DOMAIN.search(squash(text)) else ""
    return next((day.value.isoformat() for day in find_days(text) if day.value), "")


def _labelled_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """What stands behind labels."""
    fields = {}
    wanted: Sequence[tuple[str, Sequence[str]]] = (
        ("holder", HOLDER_LABELS),
        ("domain", DOMAIN_LABELS),
        ("system", SYSTEM_LABELS),
        ("approved_on", DAY_LABELS),
    )
    for name, labels in wanted:
        hit = find_first(script, labels, accept=partial(_fits, name))
        if hit is not None:
            fields[name] = make_field(reading, hit, _value(name, hit.text))
    return fields


def _fits(name: str, hit: Hit) -> bool:
    """Whether a text can be the value of a field; a holder is an organisation."""
    value = _value(name, hit.text)
    return is_organisation(value) if name == "holder" else bool(value)


def _number_field(script: Script, reading: Reading) -> dict[str, Field]:
    """`number`: of one service, else of its operator."""
    for pattern in NUMBERS:
        hit = script.search(pattern)
        if hit is not None:
            return {"number": make_field(reading, hit, normal_number(hit.text))}
    return {}


def normal_number(text: str) -> str:
    """A number as it is written: without blanks, ICP in letters."""
    plain = re.sub(r"[—－]", "-", squash(text))
    return re.sub(r"[1l]CP", "ICP", plain)


def _channel_field(number: Mapping[str, Field], script: Script) -> dict[str, Field]:
    """`channel`: 网站, APP, 小程序, as the number tells."""
    field = number.get("number")
    if field is None:
        return {}
    text = str(field.value)
    if re.search(r"-\d{1,3}[AXK]?\Z", text):
        channel = CHANNELS.get(text[-1], "网站")
    elif re.search(r"[AB][12]-|ICP证", text) or "网站" not in script.text:
        return {}
    else:
        channel = "网站"
    return {"channel": Field(channel, field.raw, field.confidence, field.source)}


def _domain(script: Script) -> Hit | None:
    """The first domain that is no office's."""
    return next((hit for hit in script.find(_DOMAIN) if not _OFFICIAL.search(hit.text.lower())), None)
