"""Read certificates of management systems (管理体系认证证书): domain.md 3.18."""

import re
from collections.abc import Iterator

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import FoundSpan, find_spans
from extractors.labels import find_all_labelled, find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.registration import code_field, day_field
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

HOLDER_LABELS = (
    *(
        "获证组织",
        "获证组织名称",
        "证书持有人",
        "证书持有者",
        "获证单位",
        "获证企业",
        "组织名称",
        "申请组织",
        "认证委托人",
    ),
    *("受审核方", "委托人名称", "企业名称", "单位名称", "公司名称", "名称"),
)
NUMBER_LABELS = (
    *(
        "证书编号",
        "证书号",
        "证书注册号",
        "认证证书编号",
        "注册号码",
        "证书号码",
        "注册号",
        "CertificateNo.",
        "CertificateNo",
    ),
    "编号",
)
ISSUED_LABELS = (
    *(
        "本次发证日期",
        "本次颁证日期",
        "换证日期",
        "再认证日期",
        "颁证日期",
        "发证日期",
        "签发日期",
        "颁发日期",
        "注册日期",
    ),
    *("批准日期", "生效日期", "首次发证日期", "初次发证日期", "首次颁证日期"),
)
"""The day of this certificate before that of the first one."""
UNTIL_LABELS = ("有效期至", "证书有效期至", "有效日期至", "有效期止", "到期日期", "失效日期", "截止日期")
TERM_LABELS = ("有效期", "证书有效期", "有效期限", "认证有效期", "有效日期")
LAPSED = re.compile(r"(?:证书|认证|当前)?状态:?[\t\n]?(?P<value>暂停|撤销|注销|失效|过期|无效)")
"""What the register (cx.cnca.cn) says of a certificate that does not hold."""

_ONE = re.compile(
    r"(?:GB/?T|GB/?Z|GB|ISO/?(?:IEC)?|IATF|RB/?T|YY/?T|GJB|SJ/?T|OHSAS)\t?\s?\d{3,6}(?:\.\d{1,2})?(?:[-:—]\d{1,2}(?!\d))?(?:[-:—](?:19|20)\d\d)?"
)
_JOINT = re.compile(r"[\t\n]?(?:[/,、;]|idt|IDT|\()?[\t\n ]?")
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/().-]{5,30}")
_ATTESTED = re.compile(r"(?:兹|特)?证明[:,]?[\t\n]{0,2}(?P<value>[\u4e00-\u9fff()A-Za-z0-9\t]{4,60})(?=\n|\Z)")
"""Whom a certificate is for; large print may be parted."""
_SUBJECT = re.compile(
    r"(?P<value>[\u4e00-\u9fff()]{4,40}(?:公司|中心|协会|联合会|促进会|研究院|事务所))(?=的?(?:质量|环境|信息|职业|知识产权|能源)[\u4e00-\u9fff]{0,12}管理体系)"
)


def extract_management_certificate(reading: Reading) -> tuple[Record | Problem, ...]:
    """The holder, number, standard and days of a certificate; `lapsed` where a register says that it does not hold."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _holder_field(reading, script) | code_field(reading, script)
    number = find_first(script, NUMBER_LABELS, accept=_is_number)
    if number is not None:
        fields["number"] = make_field(reading, number, squash(number.text))
    lapsed = script.search(LAPSED)
    if lapsed is not None:
        fields["lapsed"] = make_field(reading, lapsed)
    fields |= _standard_field(reading, script) | _issued_field(reading, script) | _until_field(reading, script)
    return (make_record(Kind.MANAGEMENT_CERTIFICATE, reading, fields),)


def _holder_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`holder`: behind its label, else whom 兹证明 names."""
    hit = find_first(script, HOLDER_LABELS, accept=_is_holder) or script.search(_ATTESTED)
    if hit is None or not _is_holder(hit):
        hit = script.search(_SUBJECT)
    return {} if hit is None else {"holder": make_field(reading, hit, party_name(hit.text))}


def _is_holder(hit: Hit) -> bool:
    return is_organisation(party_name(hit.text) or "-")


def _is_number(hit: Hit) -> bool:
    text = squash(hit.text).upper()
    return _NUMBER.fullmatch(text) is not None and any(sign.isdigit() for sign in text)


def _standard_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`standard`: the run of standards that are joined, the first of the paper."""
    first = _ONE.search(script.text)
    if first is None:
        return {}
    end = first.end()
    while (following := _ONE.match(script.text, _JOINT.match(script.text, end).end())) is not None:  # type: ignore[union-attr]
        end = following.end()
    hit = script.hit(first.start(), end)
    return {"standard": make_field(reading, hit)}


def _issued_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`issued_on`: behind its label, else the beginning of the term."""
    labelled = day_field(reading, script, "issued_on", ISSUED_LABELS)
    if labelled:
        return labelled
    found = next(((hit, span.first) for hit, span in _terms(script) if span.first is not None), None)
    return {} if found is None else {"issued_on": make_field(reading, found[0], found[1].isoformat())}


def _until_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`valid_until`: behind 有效期至, else the end of the term."""
    labelled = day_field(reading, script, "valid_until", UNTIL_LABELS)
    if labelled:
        return labelled
    found = next(((hit, span.last) for hit, span in _terms(script) if span.last is not None), None)
    return {} if found is None else {"valid_until": make_field(reading, found[0], found[1].isoformat())}


def _terms(script: Script) -> Iterator[tuple[Hit, FoundSpan]]:
    """The terms that the paper names."""
    for hit in find_all_labelled(script, TERM_LABELS):
        for span in find_spans(hit.text):
            if span.valid:
                yield hit, span
