"""Read what papers say of research: a body founded together, a project with its number and level (domain.md 3.29, A61).

Papers that approve a project (立项通知, 批复) or set its task (任务书) are of no kind of their own: other, with fields.
"""

import re

from domain.documents import Kind, Problem, Reading
from domain.records import Field, Record
from domain.text import squash
from extractors.closing import find_closing, seal_fields, signing_fields
from extractors.headings import title_field
from extractors.labels import find_all_labelled, find_first, make_field, make_record
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

NUMBER_LABELS = (
    *("项目编号", "课题编号", "项目(课题)编号", "立项编号", "任务书编号", "项目批准号", "批准号", "计划编号"),
    *("项目立项号", "课题号"),
)
HOLDER_LABELS = (
    *("承担单位", "项目承担单位", "课题承担单位", "牵头单位", "项目牵头单位", "主持单位", "项目单位", "申报单位"),
    *("参与单位", "参加单位", "合作单位", "协作单位", "项目参与单位", "课题参与单位", "联合承担单位"),
)
LEVEL_LABELS = ("项目级别", "课题级别", "级别", "项目类别", "计划类别")
TITLE = re.compile(r"任务书|立项|批复|课题|科研项目|科技计划|科技项目")
NATIONAL, PROVINCIAL = "国家级", "省级"

_NATIONAL = re.compile(
    r"国家级|国家(?:重点研发计划|自然科学基金|社会科学基金|科技(?:重大专项|支撑计划|计划)|高技术研究)|科学技术部|科技部"
    r"|工业和信息化部|国家发展(?:和|与)改革委|国家发展改革委"
)
_PROVINCIAL = re.compile(
    r"省级|省部级|直辖市级|(?:北京|天津|上海|重庆)市(?:科技计划|自然科学基金|科学技术委员会|科委|重大科技|经济和信息化局)"
    r"|[\u4e00-\u9fff]{2,3}省(?:科技计划|科学技术厅|自然科学基金|重点研发|重大科技|工业和信息化厅)"
)
_BODY = re.compile(
    r"(?:联合|共建|共同|自建|合作|设立|成立|组建|建设)[^。;,\n]{0,24}?"
    r"(?P<value>(?:[\u4e00-\u9fffA-Za-z0-9]{0,16}(?:联合|共建|协同)?)?"
    r"(?:实验室|研究院|研究中心|研发中心|技术中心|工程中心|创新中心|研究所|工作站|研发机构))"
)
_SALUTATION = re.compile(
    r"(?:\A|\n)[\t ]?(?P<value>[\u4e00-\u9fffA-Za-z0-9()]{4,40}(?:公司|中心|院|所|大学|学院|协会))[\t ]?:"
)
_BEGUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()]{2,36}?(?:有限公司|大学|研究院|研究所|协会)")
_REST = re.compile(r"\n([^\n\t,;。:、]{1,40})")
_NUMBER = re.compile(r"[A-Za-z0-9〔〕\[\]()第号年.\-—–_]{4,40}")
_NUMBER_IN_TEXT = re.compile(
    r"(?:项目|课题|立项|批准)[编批]?[号准]号?\)?[:为是]?[\t ]?"
    r"(?P<value>[A-Za-z][A-Za-z0-9.\-—_]{4,30}|20\d{2}[A-Z0-9][A-Za-z0-9\-]{3,20})"
)


def research_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`research_body`, `project_number` and `project_level` (国家级, 省级), as far as a paper says them."""
    hits: dict[str, tuple[Hit | None, str]] = {
        "research_body": _found(script.search(_BODY)),
        "project_number": _number(script),
        "project_level": _level(script),
    }
    return {name: make_field(reading, hit, value) for name, (hit, value) in hits.items() if hit is not None}


def extract_project(reading: Reading) -> tuple[Record | Problem, ...]:
    """A paper that approves a research project or sets its task; nothing of any other paper."""
    script = simplified_script(reading)
    titled = title_field(reading, script, TITLE) if script.text else {}
    project = {} if not titled else research_fields(reading, script)
    if not {"project_number", "project_level"} & project.keys():
        return ()
    closing = find_closing(script)
    fields = {**titled, **project, **_holder_field(reading, script)}
    fields |= signing_fields(reading, script, closing, first_page=False) | seal_fields(reading)
    return (make_record(Kind.OTHER, reading, fields),)


def _found(hit: Hit | None) -> tuple[Hit | None, str]:
    return hit, squash(hit.text) if hit is not None else ""


def _number(script: Script) -> tuple[Hit | None, str]:
    """The number behind its label, else in the text."""
    hit = find_first(script, NUMBER_LABELS, accept=lambda hit: _printed(hit.text) != "")
    hit = hit or script.search(_NUMBER_IN_TEXT)
    return hit, _printed(hit.text) if hit is not None else ""


def _printed(text: str) -> str:
    match = _NUMBER.match(squash(text))
    return match[0] if match is not None and any(sign.isdigit() for sign in match[0]) else ""


def _level(script: Script) -> tuple[Hit | None, str]:
    """The level that the paper shows: by a label, else by the programme or office that it names."""
    for label in find_all_labelled(script, LEVEL_LABELS):
        for pattern, level in ((_NATIONAL, NATIONAL), (_PROVINCIAL, PROVINCIAL)):
            if pattern.search(label.text):
                return label, level
    national, provincial = (_own(script, pattern) for pattern in (_NATIONAL, _PROVINCIAL))
    return (national, NATIONAL) if national is not None else (provincial, PROVINCIAL)


def _own(script: Script, pattern: re.Pattern[str]) -> Hit | None:
    """The first words of a level that do not stand in a rule or paper which the text only cites."""
    return next(
        (hit for hit in script.find(pattern) if not _CITING.search(script.text[max(0, hit.start - 40) : hit.start])),
        None,
    )


_CITING = re.compile(r"《[^》]*\Z|(?:根据|依据|按照|参照|遵照|落实)[^。;\n]*\Z")


def _holder_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`participants`: who undertakes the project or takes part, labelled or addressed."""
    hits = [hit for hit in find_all_labelled(script, HOLDER_LABELS) if _organisations(_whole(script, hit))]
    addressed = script.search(_SALUTATION) if not hits else None
    hits += [addressed] if addressed is not None and _organisations(addressed.text) else []
    hits.sort(key=lambda hit: hit.start)
    names = list(dict.fromkeys(name for hit in hits for name in _organisations(_whole(script, hit))))
    if not names:
        return {}
    field = make_field(reading, hits[0], names, min(hit.confidence for hit in hits))
    return {"participants": field}


def _whole(script: Script, hit: Hit) -> str:
    """The text of a hit with what its last name lacks in the next line."""
    rest = _REST.match(script.text, hit.end) if hit.start >= 0 and not is_organisation(hit.text) else None
    return hit.text + rest[1] if rest is not None and is_organisation(rest[1]) else hit.text


def _organisations(text: str) -> list[str]:
    """The organisations of a list; of one that runs on into prose, its name."""
    found = []
    for part in re.split(r"[、,;，；\t]", text):
        name, begun = party_name(part), _BEGUN.match(squash(part))
        if not is_organisation(name) and begun is not None:
            name = party_name(begun[0])
        found += [name] if len(name) > len("某公司") and is_organisation(name) else []
    return found
