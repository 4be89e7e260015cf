"""Read title certificates (职称证书) and vocational certificates (职业资格证书): domain.md 3.9."""

import re

from domain.codes import is_id_number
from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from domain.values import find_days
from extractors.contributions import find_id
from extractors.holder import CONFLICT, closing_day, find_name, labelled, labelled_day
from extractors.labels import find_labelled, make_field
from extractors.ranks import is_skill_level, stated_level, title_level
from extractors.script import Hit, Script


def title_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The fields of a title or vocational certificate."""
    title = labelled(script, _TITLE_LABELS, _is_title) or script.search(_TITLE_IN_SENTENCE)
    awarded = labelled_day(script, _AWARDED_LABELS) or closing_day(script)
    hits = {
        "name": find_name(script),
        "title": title,
        "number": labelled(script, _TITLE_NUMBER_LABELS, _is_number),
        "issuer": labelled(script, _ISSUER_LABELS, _is_issuer),
    }
    fields = {key: make_field(reading, hit, squash(hit.text)) for key, hit in hits.items() if hit is not None}
    if awarded is not None:
        fields["awarded_on"] = make_field(reading, awarded[0], awarded[1])
    fields.update(_id_fields(reading, script))
    fields.update(_rank_fields(reading, script, title))
    return fields


def _rank_fields(reading: Reading, script: Script, title: Hit | None) -> dict[str, Field]:
    """`level` as stated, checked against the title's words; `level_conflict` where they differ, none for skills."""
    field = labelled(script, _RANK_LABELS, lambda hit: stated_level(hit.text) is not None or is_skill_level(hit.text))
    by_words = title_level(title.text) if title is not None else None
    skill = next((hit for hit in (field, title) if hit is not None and is_skill_level(hit.text)), None)
    if skill is not None:
        return {"skill_level": make_field(reading, skill)}
    stated = stated_level(field.text) if field is not None else None
    if field is not None and stated is not None:
        conflict = by_words is not None and by_words != stated and title is not None
        fields = {"level": make_field(reading, field, stated, CONFLICT if conflict else 1.0)}
        return {**fields, "level_conflict": make_field(reading, title, by_words)} if conflict and title else fields
    if title is not None and by_words is not None:
        return {"level": make_field(reading, title, by_words)}
    return {}


def _id_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The holder's ID number and whether its check digit is right."""
    hit = find_labelled(script, _ID_LABELS, accept=lambda hit: bool(find_id(hit.text)))
    if hit is None:
        return {}
    number = find_id(hit.text)
    return {"id_number": make_field(reading, hit, number), "id_valid": make_field(reading, hit, is_id_number(number))}


def _is_title(hit: Hit) -> bool:
    """Whether a value can be a title: words, not a date or a number."""
    text = squash(hit.text)
    return 2 <= len(text) <= _LONGEST_TITLE and _CHINESE.search(text) is not None and not find_days(text)


def _is_number(hit: Hit) -> bool:
    return _NUMBER.fullmatch(squash(hit.text)) is not None


def _is_issuer(hit: Hit) -> bool:
    return len(squash(hit.text)) >= _SHORTEST_ISSUER and not find_days(hit.text)


_TITLE_LABELS = (
    *("资格名称", "职称名称", "专业技术资格名称", "专业技术资格", "任职资格", "专业技术职务任职资格", "资格/职称名称"),
    *(
        "职业(资格)名称",
        "职业资格名称",
        "职业名称",
        "评审通过资格",
        "取得资格",
        "授予资格",
        "专业技术职务",
        "资格级别名称",
        "职称",
        "资格",
    ),
)
_RANK_LABELS = ("级别", "资格级别", "职称级别", "职称等级", "等级", "资格等级", "职业技能等级", "技能等级", "职业等级")
_AWARDED_LABELS = (
    *(
        "授予时间",
        "授予日期",
        "取得时间",
        "取得日期",
        "批准日期",
        "批准时间",
        "评审时间",
        "评审日期",
        "通过时间",
        "评审通过时间",
    ),
    *("资格取得时间", "获得时间", "任职资格时间", "签发日期", "发证日期", "发证时间", "签发时间", "颁发日期"),
)
_TITLE_NUMBER_LABELS = ("管理号", "证书管理号", "证书编号", "证书号码", "证书号", "注册编号", "资格证书编号", "编号")
_ISSUER_LABELS = (
    *(
        "评审机构",
        "发证机关",
        "发证单位",
        "评审单位",
        "审批机关",
        "批准单位",
        "批准机关",
        "颁发机构",
        "发证机构",
        "授予单位",
    ),
    *("评审委员会", "签发单位", "颁发单位", "审批部门", "评审组织", "评委会名称"),
)
_ID_LABELS = ("证件号码", "身份证号", "身份证号码", "公民身份号码", "证件编号")
_NUMBER = re.compile(r"[0-9A-Za-z\u3400-\u9fff()〔〕\[\]-]{4,40}")
_TITLE_IN_SENTENCE = re.compile(
    r"(?:具备|取得|授予|评为|具有|通过)[^，。,\n]{0,24}?(?P<value>(?:正高级|高级|助理|副)?[\u3400-\u9fff]{0,8}(?:工程师|经济师|会计师|统计师|审计师|讲师|教授|研究员|馆员|农艺师|实验师))"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SHORTEST_ISSUER = 4
_LONGEST_TITLE = 40
