"""Read business licences (营业执照): who it is, its code, founding day, address and authority (domain.md 3.10)."""

import re

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Record
from domain.text import squash
from extractors.labels import find_first, make_field, make_record
from extractors.registration import address_field, authority_field, code_field, day_field, is_value, until_field
from extractors.simplified import simplified_script

NAME_LABELS = ("名称", "企业名称", "单位名称", "商号名称")
PERSON_LABELS = ("法定代表人", "负责人", "执行事务合伙人", "经营者", "投资人", "法人代表")
FOUNDED_LABELS = ("成立日期", "注册日期", "设立日期", "成立时间", "登记日期")
AUTHORITY_LABELS = ("登记机关", "发证机关", "登记管理机关", "核准机关")
TERM_LABELS = ("营业期限", "有效期", "有效期限", "经营期限", "合伙期限")
TYPE_LABELS = ("类型", "主体类型", "公司类型")

_NAME = re.compile(
    r"(?:名\t?|(?<=\n))称[:\t]{0,3}(?P<value>[\u4e00-\u9fff][^\t\n:]{3,50}(?:公司|中心|企业|合伙\)|厂|店|所|行|社))(?=[\t\n]|\Z)"
)
_LONE_NAME = re.compile(r"(?<=\n)(?P<value>[\u4e00-\u9fff()]{5,50}(?:公司|合伙\)|厂|中心|合作社))(?=\n)")
UNLABELLED_CONFIDENCE = 0.8
"""A company's name that stands alone on a licence whose label was not read."""
_AUTHORITY = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{2,20}(?:市场监督管理局|工商行政管理局|市场监督管理委员会|行政审批局|监督管理局))"
)


def extract_licence(reading: Reading) -> tuple[Record | Problem, ...]:
    """The fields of a licence that identify its holder."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = code_field(reading, script)
    for name, labels in (("name", NAME_LABELS), ("legal_representative", PERSON_LABELS), ("company_type", TYPE_LABELS)):
        hit = find_first(script, labels, accept=is_value, unfinished=_no_end if name == "name" else None)
        if hit is not None:
            fields[name] = make_field(reading, hit, squash(hit.text))
    if "name" not in fields and (hit := script.search(_NAME)) is not None:
        fields["name"] = make_field(reading, hit, squash(hit.text))
    if "name" not in fields and (hit := script.search(_LONE_NAME)) is not None:
        fields["name"] = make_field(reading, hit, squash(hit.text), UNLABELLED_CONFIDENCE)
    fields |= day_field(reading, script, "founded_on", FOUNDED_LABELS) | address_field(reading, script)
    fields |= authority_field(reading, script, AUTHORITY_LABELS, _AUTHORITY)
    fields |= until_field(reading, script, TERM_LABELS)
    return (make_record(Kind.BUSINESS_LICENCE, reading, fields),)


def _no_end(text: str) -> bool:
    """Whether a company's name has not come to its end."""
    return len(text) > len("某公司") and not squash(text).endswith(
        ("公司", "企业", "中心", "厂", "店", "所", "合伙)", "社")
    )
