"""Read licences, qualifications and accreditations (许可证, 资质证书, 认可证书): domain.md 1.2 S02, appendix A.5."""

import re

from domain.documents import Kind, Problem, Reading
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_spans
from extractors.closing import seal_fields
from extractors.entries import DAY_LABELS, end_fields, find_entry, iso_day, issuer_fields
from extractors.headings import first_rows, headings
from extractors.holder import closing_day, labelled_day
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

TITLE = re.compile(
    r"许可证(?:书)?(?:\([^()]{1,6}\))?\Z|资质(?:认定|等级)?证书|认可证书|认可决定书|批准(?:书|证书)\Z|经营许可|备案(?:凭证|登记证|证明|通知书)"
    r"|(?:服务|代理|评价|咨询|监理|测绘|招标|检测|培训|机构)[^\n]{0,8}(?:资质|资格)(?:等级)?证(?:书)?\Z|服务机构(?:执业|登记)证"
)
_NO_TITLE = re.compile(r":|查询|名单|清单|通知|目录")
HOLDER_LABELS = (
    *("单位名称", "机构名称", "企业名称", "公司名称", "持证单位", "经营者名称", "获准机构", "许可对象", "实验室名称"),
    *("组织名称", "申请单位", "名称"),
)
NUMBER_LABELS = ("许可证编号", "证书编号", "许可证号", "批准号", "注册号", "认可编号", "证书号", "备案编号", "编号")
_NUMBER = re.compile(r"[A-Za-z0-9\u4e00-\u9fff()〔〕\[\]\- /.]{4,40}")
_CERTIFIED = re.compile(
    r"(?:兹证明|证明|授予|批准|认定)[:\t\n ]{0,3}"
    r"(?P<value>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9()·]{3,40}?(?:公司|中心|研究院|研究所|协会|院|所))(?=[\n\t,。:]|\Z)"
)
_DIGITS = re.compile(r"\d{3}")


def extract_permit(reading: Reading) -> tuple[Record | Problem, ...]:
    """The holder, title, number, issuer and validity of a licence; `permit` tells it from other recognitions.

    Nothing for a paper that is no licence.
    """
    script = simplified_script(reading)
    title = _title(script) if script.pages else None
    if title is None:
        return ()
    fields = {
        "title": make_field(reading, title, re.sub(r"\([正副]本\)\Z", "", squash(title.text))),
        "permit": make_field(reading, title, value=True),
    }
    holder = find_entry(script, HOLDER_LABELS, lambda hit: is_organisation(hit.text)) or script.search(_CERTIFIED)
    if holder is not None:
        fields["holder"] = make_field(reading, holder, squash(holder.text))
    number = find_first(script, NUMBER_LABELS, accept=_is_number)
    if number is not None:
        fields["number"] = make_field(reading, number, _bare_number(number.text))
    fields |= issuer_fields(reading, script, [str(fields["holder"].value)] if "holder" in fields else [])
    fields |= _issued(reading, script)
    fields |= end_fields(reading, script, iso_day(fields.get("awarded_on")))
    return (make_record(Kind.RECOGNITION_PROOF, reading, {**fields, **seal_fields(reading)}),)


def _bare_number(text: str) -> str:
    """A number without the bracket in which it stands."""
    bare = text.strip()
    return bare.removesuffix(")") if bare.count(")") > bare.count("(") else bare


def _title(script: Script) -> Hit | None:
    """The heading that says which licence it is."""
    page = script.pages[0].number
    for hit in (*headings(script, page), *first_rows(script, page)):
        text = squash(hit.text)
        if TITLE.search(text) and len(text) <= 40 and not _NO_TITLE.search(text):
            return hit
    return None


def _is_number(hit: Hit) -> bool:
    text = squash(hit.text)
    return _NUMBER.fullmatch(text) is not None and _DIGITS.search(text) is not None


def _issued(reading: Reading, script: Script) -> dict[str, Field]:
    """`awarded_on`: labelled, else the first day of its span, else the closing day."""
    found = labelled_day(script, DAY_LABELS)
    if found is None:
        hit = find_first(script, ("有效期限", "有效期"))
        span = next((s for s in find_spans(hit.text) if s.valid and s.first), None) if hit is not None else None
        if hit is not None and span is not None and span.first is not None:
            found = (hit, span.first.isoformat())
    found = found or closing_day(script)
    return {} if found is None else {"awarded_on": make_field(reading, found[0], found[1])}
