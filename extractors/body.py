"""Read certificates of institutions and societies (事业单位法人证书, 社会团体法人登记证书 …): domain.md 3.11."""

import re
from functools import partial

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from extractors.labels import find_first, make_field, make_record
from extractors.registration import address_field, authority_field, code_field, day_field, is_value, until_field
from extractors.script import Script
from extractors.simplified import simplified_script

NAME_LABELS = ("名称", "单位名称", "社会团体名称", "组织名称")
PERSON_LABELS = ("法定代表人", "法人代表", "负责人")
FOUNDED_LABELS = ("成立登记日期", "成立日期", "设立登记日期", "设立日期", "成立时间", "登记日期", "注册日期")
ISSUED_LABELS = ("发证日期", "颁发日期", "发证时间", "签发日期")
AUTHORITY_LABELS = ("登记管理机关", "发证机关", "登记机关", "颁证机关")
TERM_LABELS = ("有效期", "有效期限", "证书有效期", "有效期至")

ENDS = (
    *("中心", "院", "所", "馆", "局", "站", "校", "会", "联盟", "促进会", "基金会", "俱乐部", "社", "团", "园", "室"),
    *("公司", "大学", "学院", "医院"),
)
"""What the name of such a body ends with."""

_AUTHORITY = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{2,20}?(?:民政局|民政厅|民政部|事业单位登记管理局|事业单位登记服务中心|事业单位监督管理局"
    r"|机构编制委员会办公室|行政审批局|社会组织管理局|社团办))"
)


def extract_body(kind: Kind, reading: Reading) -> tuple[Record | Problem, ...]:
    """The fields of a certificate that identify its holder.

    `founded_on` only where the certificate says it: the day of its issue (`issued_on`) may be that of a renewal.
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = code_field(reading, script) | _named_fields(reading, script)
    fields |= day_field(reading, script, "founded_on", FOUNDED_LABELS)
    fields |= day_field(reading, script, "issued_on", ISSUED_LABELS)
    fields |= address_field(reading, script) | authority_field(reading, script, AUTHORITY_LABELS, _AUTHORITY)
    fields |= until_field(reading, script, TERM_LABELS)
    return (make_record(kind, reading, fields),)


def _named_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`name` and `legal_representative`."""
    found = {}
    for name, labels in (("name", NAME_LABELS), ("legal_representative", PERSON_LABELS)):
        hit = find_first(script, labels, accept=is_value, unfinished=_no_end if name == "name" else None)
        if hit is not None:
            found[name] = make_field(reading, hit, squash(hit.text))
    return found


def _no_end(text: str) -> bool:
    """Whether a body's name has not come to its end."""
    return len(text) > len("某中心") and not squash(text).endswith(ENDS)


extract_institution = partial(extract_body, Kind.INSTITUTION_CERTIFICATE)
extract_society = partial(extract_body, Kind.SOCIETY_CERTIFICATE)
