"""Read letters of appointment (聘书) and agreements with experts (聘任协议): domain.md 3.21."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from extractors.closing import Closing, find_closing, seal_fields, signing_fields
from extractors.holder import labelled_day
from extractors.labels import find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.signatory import is_unit, lone_signatory
from extractors.simplified import simplified_script
from extractors.terms import term_fields

NAME_LABELS = (
    *("姓名", "受聘人", "受聘人姓名", "受聘专家", "受聘导师", "导师姓名", "专家姓名", "受聘方", "受聘者"),
    *("聘任对象", "乙方"),
)
ROLE_LABELS = (
    *("受聘职务", "聘任职务", "聘请职务", "担任职务", "聘任岗位", "受聘岗位", "聘用职务", "聘任名称", "聘任类别"),
    *("职务", "导师类别"),
)
ISSUER_LABELS = (
    *("聘任单位", "聘请单位", "聘用单位", "颁发单位", "发证单位", "颁证单位", "发证机关", "聘任方", "聘请方"),
    *("聘任机构", "甲方"),
)
DAY_LABELS = ("发证日期", "颁发日期", "发证时间", "颁证日期", "聘任日期", "颁发时间", "签发日期")
SEAL_ALONE = 0.5
"""The confidence of an issuer that only the seal names."""

_HAN = r"[\u3400-\u9fff\U00020000-\U000323af]"
_PERSON = rf"(?:{_HAN}{{2,4}}?|{_HAN}{{1,8}}·{_HAN}{{1,12}}|{_HAN}\t?{_HAN})"
_ADDRESS = r"(?:先生|女士|同志|老师|教授|博士|律师|研究员|同学|总经理|总)"
_VERB = r"聘(?:请|任|用|(?![请任用书期]))"
_APPOINTS = re.compile(
    rf"{_VERB}[:\t _]{{0,4}}(?:专家|导师|讲师|顾问)?(?!您|你|贵|乙方|以下|下列|上述|聘|专家|导师|讲师|顾问)"
    rf"(?P<value>{_PERSON})[\t _]{{0,4}}{_ADDRESS}?"
    r"[\t _]{0,4}(?:\([^()\n]{1,16}\))?[\t _]{0,4},?[\t ]?(?:为|担任|出任|任|作为)"
)
_SALUTATION = re.compile(rf"(?:\A|\n)(?:尊敬的)?[\t ]?(?P<value>{_PERSON})[\t ]?{_ADDRESS}[\t ]?[:,]")
_ROLE = re.compile(
    rf"{_VERB}[^。;\n为]{{0,40}}?(?:担任|出任|作为|为|任(?![书命期职协合证]))[\t ]?(?P<value>[^,。;\n]{{2,60}})"
)
_ROLE_END = re.compile(r"聘期|期限|任期|聘用期|有效期|\(聘|[\t ]|事宜|一职|的?职务|的?工作$")
_OF_WHOM = re.compile(r"^.*(?:公司|中心|平台|协会|联合会|单位|我司|本司|基地|联盟|学会|商会|孵化器|研究院|大赛)的?")
_ISSUER_IN_TEXT = re.compile(
    r"(?P<value>[\u4e00-\u9fff()]{4,40}?(?:公司|协会|联合会|联盟|学会|中心|研究院|事务所|促进会|商会|基金会))"
    r"(?:\([^()\n]{1,20}\))?(?:决定|正式|特|现|诚邀|诚|拟)?聘(?:请|任|用)"
)
_CLAUSE_START = re.compile(r"[,。;:\n\t]")
_YEARS = re.compile(r"聘[任用请]?期(?:限)?[:为是\t ]{0,3}(20\d\d)年?度?(?:[-—~至到]{1,2}(20\d\d)年?度?)?(?![\d年月.])")


def extract_appointment(reading: Reading) -> tuple[Record | Problem, ...]:
    """The person, role, issuer, day, term and seals of a letter."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    closing = find_closing(script)
    fields = _person_field(reading, script) | _role_field(reading, script)
    fields |= _issuer_field(reading, script, closing) | _day_fields(reading, script, closing)
    fields |= _term_fields(reading, script, fields) | seal_fields(reading)
    return (make_record(Kind.APPOINTMENT_LETTER, reading, fields),)


def _person_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`name`: the person who is appointed: in the sentence, behind a label, or addressed."""
    hit = script.search(_APPOINTS) or find_first(script, NAME_LABELS, accept=lambda hit: bool(_person(hit.text)))
    if hit is None and "聘" in script.text:
        hit = script.search(_SALUTATION)
    return {} if hit is None else {"name": make_field(reading, hit, _person(hit.text))}


def _person(text: str) -> str:
    """A person's name without the form of address; "" for none."""
    name = re.sub(rf"(?:{_ADDRESS}|\([^()]{{0,16}}\))+$", "", squash(text))
    return name if re.fullmatch(_PERSON, name) and not is_organisation(name) else ""


def _role_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`role`: as what the person is appointed, without whose."""
    hit = find_first(script, ROLE_LABELS, accept=lambda hit: bool(_role(hit.text)))
    hit = hit or next((found for found in script.find(_ROLE) if _role(found.text)), None)
    return {} if hit is None else {"role": make_field(reading, hit, _role(hit.text))}


def _role(text: str) -> str:
    """The words of a role."""
    end = _ROLE_END.search(text)
    words = squash(text[: end.start()] if end else text)
    bare = _OF_WHOM.sub("", words).strip("“”\"'「」《》()、:的")
    return bare if 2 <= len(bare) <= len("北京市中小企业公共服务平台创业导师团队特聘专家") else ""


def _issuer_field(reading: Reading, script: Script, closing: Closing) -> dict[str, Field]:
    """`issuer`: labelled, else the better read of who closes the letter and who appoints in its text; else the seal."""
    hit = find_first(script, ISSUER_LABELS, accept=lambda hit: is_unit(hit.text))
    if hit is None:
        named = [one for one in (lone_signatory(script, closing), _issuer_in_text(script)) if one is not None]
        hit = max(named, key=lambda one: one.confidence, default=None)
    if hit is not None:
        return {"issuer": make_field(reading, hit, party_name(hit.text))}
    for page in reading.pages:
        for seal in page.seals:
            if is_unit(seal.text):
                source = reading.source(page.number, seal.box)
                return {"issuer": Field(party_name(seal.text), seal.text, SEAL_ALONE, source)}
    return {}


def _issuer_in_text(script: Script) -> Hit | None:
    """The organisation that appoints, in the sentence that does."""
    for hit in script.find(_ISSUER_IN_TEXT):
        cuts = list(_CLAUSE_START.finditer(script.text, hit.start, hit.end))
        own = script.hit(cuts[-1].end(), hit.end) if cuts else hit
        if is_unit(own.text):
            return own
    return None


def _day_fields(reading: Reading, script: Script, closing: Closing) -> dict[str, Field]:
    """`signed_on`: the day of the letter."""
    fields = signing_fields(reading, script, closing, first_page=False)
    labelled = labelled_day(script, DAY_LABELS) if "signed_on" not in fields else None
    return fields if labelled is None else {**fields, "signed_on": make_field(reading, *labelled)}


def _term_fields(reading: Reading, script: Script, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The term in days or as a length; one in whole years (聘期2023-2025年度) is from 1 January to 31 December."""
    found = term_fields(reading, script, _signed(fields))
    return found or dict(_whole_years(reading, script))


def _signed(fields: Mapping[str, Field]) -> date | None:
    signed = str(fields["signed_on"].value) if "signed_on" in fields else ""
    return date.fromisoformat(signed) if len(signed) == len("2024-01-31") else None


def _whole_years(reading: Reading, script: Script) -> Iterator[tuple[str, Field]]:
    match = _YEARS.search(script.text)
    if match is not None:
        hit = script.hit(*match.span())
        yield "term_from", make_field(reading, hit, f"{match[1]}-01-01")
        yield "term_to", make_field(reading, hit, f"{match[2] or match[1]}-12-31")
