"""Levels of education, degrees and titles by their words and numbers (domain.md 3.9, appendix A.5)."""

import re
from dataclasses import dataclass

from domain.text import squash

DOCTOR, MASTER, BACHELOR, COLLEGE = "博士研究生", "硕士研究生", "本科", "专科"
JUNIOR, MIDDLE, ASSOCIATE, FULL = "初级", "中级", "副高级", "正高级"


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What the number of a diploma or degree certificate says: the level and the year."""

    level: str
    year: int


def education_level(text: str) -> str | None:
    """The level that a text names: 博士研究生, 硕士研究生, 本科, 专科; 专升本 is 本科."""
    plain = squash(text)
    return next((level for pattern, level in _EDUCATION if pattern.search(plain)), None)


def degree_level(text: str) -> str | None:
    """The degree that a text confers: 学士, 硕士, 博士."""
    match = _DEGREE.search(squash(text))
    return match[1] if match else None


def diploma_number(number: str) -> NumberFacts | None:
    """Level and year of a diploma's number: 5 digits of the school, 1 of the type, 4 of the year, 2 of the level, 6."""
    match = _DIPLOMA_NUMBER.fullmatch(squash(number))
    level = _DIPLOMA_LEVELS.get(match[2]) if match else None
    return NumberFacts(level, int(match[1])) if match and level else None


def degree_number(number: str) -> NumberFacts | None:
    """Degree and year of a degree's number: 5 digits of the school, 1 of the degree, 4 of the year, 6."""
    match = _DEGREE_NUMBER.fullmatch(squash(number).upper())
    level = _DEGREE_LEVELS.get(match[1]) if match else None
    return NumberFacts(level, int(match[2])) if match and level else None


def title_level(title: str) -> str | None:
    """The level of a professional title by its words; None for skill levels, posts and what the words do not settle."""
    plain = squash(title)
    if not plain or _NO_TITLE.search(plain):
        return None
    return next((level for pattern, level in _TITLES if pattern.search(plain)), None)


def stated_level(text: str) -> str | None:
    """The level in a field of that name: 初级, 中级, 副高级, 正高级; a plain 高级 is 副高级, skill levels are none."""
    plain = squash(text)
    if _SKILL.search(plain):
        return None
    return next((level for word, level in _STATED if word in plain), None)


def is_skill_level(text: str) -> bool:
    """Whether a text speaks of a worker's skill level (高级工, 技师, 三级), which is no title."""
    return _SKILL.search(squash(text)) is not None


_EDUCATION = (
    (re.compile(r"博士"), DOCTOR),
    (re.compile(r"硕士"), MASTER),
    (re.compile(r"专升本|专科起点升?本科|第二学士学位|本科|学士"), BACHELOR),
    (re.compile(r"专科|大专|高职|高等职业"), COLLEGE),
    (re.compile(r"中专|中等专业|中等职业|职业高中|技工"), "中专"),
    (re.compile(r"高中"), "高中"),
)
_DEGREE = re.compile(r"(学士|硕士|博士)(?:专业)?学位")
_DIPLOMA_NUMBER = re.compile(r"\d{6}((?:19|20)\d\d)(0[1-6])\d{6}")
_DIPLOMA_LEVELS = {"01": DOCTOR, "02": MASTER, "04": BACHELOR, "05": BACHELOR, "06": COLLEGE}
_DEGREE_NUMBER = re.compile(r"[A-Z]?\d{5}([234])((?:19|20)\d\d)\d{6}")
_DEGREE_LEVELS = {"2": "博士", "3": "硕士", "4": "学士"}

_NO_TITLE = re.compile(
    r"经理|顾问|总监|主管(?!药师|护师|技师|中药师)|(?<!主管)(?<!主任)技师|[初中高]级工(?!程)|工人|厨师|注册|执业|建造师|代理师"
    r"|法律职业|岗位|上岗|聘任|总(?:工程|会计|经济)师|首席|企业人力资源管理师"
)
_TITLES = (
    (
        re.compile(
            r"正高级|教授级高级|研究员级高级|(?<!副)教授|(?<![副理习])研究员(?!级)|(?<!副)研究馆员|(?<!副)编审|(?<!副)译审|(?<!副)主任(?:医|药|护|技|中药)师"
        ),
        FULL,
    ),
    (
        re.compile(
            r"副高级|副教授|副研究员|副研究馆员|副编审|副译审|副主任(?:医|药|护|技|中药)师|一级翻译|主任(?:编辑|记者|播音员)"
            r"|高级[\u4e00-\u9fff]{0,12}(?:师|讲师|教师|编辑|记者|馆员)|高级(?:工程|经济|会计|统计|审计|农艺|实验|政工|工艺美术)师"
        ),
        ASSOCIATE,
    ),
    (
        re.compile(
            r"助理(?!研究员)|助教|技术员|会计员|统计员|经济员|审计员|研究实习员|实习研究员|管理员|三级翻译|初级|技术设计员|播音员\Z|资料员"
        ),
        JUNIOR,
    ),
    (re.compile(r"(?:\A|[^主])管?(?<!主管)(?:护师|药师|技师|药士|护士|医士|技士)\Z|(?<!主治)(?<!主任)医师\Z"), JUNIOR),
    (
        re.compile(
            r"工程师|经济师|会计师|统计师|审计师|讲师|助理研究员|馆员|编辑|二级翻译|翻译|主治(?:中)?医师|主管(?:药|护|技|中药)师|农艺师|实验师"
            r"|政工师|知识产权师|人力资源管理师|记者|畜牧师|兽医师|工艺美术师|建筑师|一级教师|中级"
        ),
        MIDDLE,
    ),
)
_STATED = (
    ("正高", FULL),
    ("副高", ASSOCIATE),
    ("中级", MIDDLE),
    ("初级", JUNIOR),
    ("助理级", JUNIOR),
    ("员级", JUNIOR),
    ("高级", ASSOCIATE),
)
_SKILL = re.compile(r"[初中高]级工(?!程)|技师|[一二三四五1-5]级(?!翻译|教师|建造|注册|造价|播音)|技能等级")
