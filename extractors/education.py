"""Read education papers: diplomas (毕业证书), degree certificates (学位证书), registration forms (domain.md 3.9)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from domain.values import find_days, find_spans
from extractors.holder import CONFLICT, DERIVED, closing_day, find_name, labelled, labelled_day
from extractors.labels import find_labelled, make_field
from extractors.ranks import degree_level, degree_number, diploma_number, education_level
from extractors.script import Hit, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where the facts of an education paper stand."""

    name: Hit | None = None
    school: Hit | None = None
    major: Hit | None = None
    number: Hit | None = None
    verification_code: Hit | None = None
    graduated: tuple[Hit, str] | None = None
    level: Hit | None = None
    unfinished: Hit | None = None
    """Where it says 结业 or 肄业."""
    degree: bool = False

    @property
    def texts(self) -> Mapping[str, Hit | None]:
        """The fields that are what the paper says, word for word."""
        return {
            "name": self.name,
            "school": self.school,
            "major": self.major,
            "number": self.number,
            "verification_code": self.verification_code,
        }


def diploma_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The fields of a diploma, in sentences (学生…于…至…在…专业…学习)."""
    end = _study_end(script)
    places = _Places(
        name=find_name(script),
        school=_find_school(script),
        major=script.search(_MAJOR) or labelled(script, _MAJOR_LABELS),
        number=script.search(_NUMBER),
        graduated=closing_day(script, end[1] if end else "") or end,
        level=_level_hit(script),
        unfinished=script.search(_UNFINISHED),
    )
    return _fields(reading, places)


def degree_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The fields of a degree certificate; `graduated_on` is the day of the degree."""
    places = _Places(
        name=find_name(script),
        school=_find_school(script),
        major=script.search(_MAJOR) or labelled(script, _MAJOR_LABELS),
        number=script.search(_NUMBER),
        graduated=closing_day(script) or labelled_day(script, _GRADUATED_LABELS),
        level=script.search(_DEGREE_CONFERRED) or script.search(_DEGREE_WORD),
        degree=True,
    )
    return _fields(reading, places)


def report_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The fields of a registration form or verification report, by their labels."""
    outcome = find_labelled(script, _OUTCOME_LABELS, accept=lambda hit: _OUTCOME.search(squash(hit.text)) is not None)
    level = labelled(script, _LEVEL_LABELS, lambda hit: education_level(hit.text) is not None)
    degree = level is None and degree_level(script.text) is not None
    unfinished = outcome if outcome is not None and _UNFINISHED.search(squash(outcome.text)) else None
    places = _Places(
        name=find_name(script),
        school=labelled(script, _SCHOOL_LABELS, _is_school) or _find_school(script),
        major=labelled(script, _MAJOR_LABELS) or script.search(_MAJOR),
        number=script.search(_NUMBER),
        verification_code=script.search(_VERIFICATION),
        graduated=labelled_day(script, _GRADUATED_LABELS) or _study_end(script),
        level=level or (script.search(_DEGREE_WORD) if degree else _level_hit(script)),
        unfinished=unfinished if outcome is not None else script.search(_UNFINISHED),
        degree=degree,
    )
    return _fields(reading, places)


def _fields(reading: Reading, places: _Places) -> dict[str, Field]:
    """The fields from their places."""
    fields = {key: make_field(reading, hit, squash(hit.text)) for key, hit in places.texts.items() if hit is not None}
    if places.graduated is not None:
        fields["graduated_on"] = make_field(reading, *places.graduated)
    fields.update(_level_fields(reading, places))
    stated = places.unfinished or places.level or places.name
    if stated is not None and not places.degree:
        fields["completed"] = make_field(reading, stated, places.unfinished is None)
    return fields


def _level_fields(reading: Reading, places: _Places) -> dict[str, Field]:
    """`level` by the words, checked against the digits of the number; `level_conflict` where they differ."""
    level, number = places.level, places.number
    read_words, read_number = (degree_level, degree_number) if places.degree else (education_level, diploma_number)
    said = read_words(level.text) if level is not None else None
    facts = read_number(number.text) if number is not None else None
    if level is not None and said is not None:
        if number is None or facts is None or facts.level == said:
            return {"level": make_field(reading, level, said)}
        conflict = make_field(reading, number, facts.level)
        return {"level": make_field(reading, level, said, CONFLICT), "level_conflict": conflict}
    return (
        {"level": make_field(reading, number, facts.level, DERIVED)} if facts is not None and number is not None else {}
    )


def _find_school(script: Script) -> Hit | None:
    """The school: labelled (校名), in the sentence, or a line that is its name."""
    behind = labelled(script, _SCHOOL_LABELS, _is_school)
    if behind is not None:
        match = _SCHOOL.search(behind.text)
        if match is not None and behind.start >= 0 and match.span() != (0, len(behind.text)):
            return script.hit(behind.start + match.start(), behind.start + match.end())
        return behind
    sentence = script.search(_SCHOOL_IN_SENTENCE)
    if sentence is not None:
        return sentence
    words = (placed for line in script.lines for placed in line)
    line = next((word for word in words if _SCHOOL_LINE.fullmatch(script.text[word.start : word.end])), None)
    return script.search(_SCHOOL, line.start, line.end) if line is not None else None


def _is_school(hit: Hit) -> bool:
    return _SCHOOL.search(squash(hit.text)) is not None


def _level_hit(script: Script) -> Hit | None:
    """The words of the study that was finished (…专业四年制本科学习, 硕士研究生)."""
    return script.search(_STUDY) or script.search(_LEVEL_WORD)


def _study_end(script: Script) -> tuple[Hit, str] | None:
    """The end of the time of study (于…至…)."""
    for match in _STUDY_TIME.finditer(script.text):
        spans = [span for span in find_spans(match[0]) if span.valid and span.last]
        days = [day for day in find_days(match[0]) if day.valid]
        if spans and len(days) > 1:
            last = days[1]
            value = last.month or (last.value.isoformat() if last.value else "")
            if value:
                return script.hit(match.start() + last.start, match.start() + last.end), value
    return None


_SCHOOL_WORD = r"(?:大学|学院|学校|研究院|研究所|党校|研究生院|分校|函授部)"
_SCHOOL = re.compile(rf"[\u3400-\u9fff]{{2,24}}{_SCHOOL_WORD}(?:\([\u3400-\u9fff]{{2,8}}\))?")
_SCHOOL_LINE = re.compile(rf"[\u3400-\u9fff]{{2,20}}{_SCHOOL_WORD}(?:\([\u3400-\u9fff]{{2,8}}\))?(?:[校院]长)?[:：]?")
_SCHOOL_IN_SENTENCE = re.compile(
    rf"在(?P<value>(?![本我])[\u3400-\u9fff]{{2,20}}?{_SCHOOL_WORD}(?!生))(?=[^，。\n]{{2,40}}专业)"
)
_SCHOOL_LABELS = (
    "校名",
    "学校名称",
    "毕业院校",
    "院校名称",
    "培养单位",
    "毕业学校",
    "学校",
    "学位授予单位",
    "校(院)名",
)
_MAJOR = re.compile(
    rf"在(?:[本我]?(?:校|院|所)(?:\([院校]\))?|[\u3400-\u9fff]{{2,20}}?{_SCHOOL_WORD})"
    r"[\t ]?(?P<value>[^，。,\n]{2,30}?)[\t ]?专业"
)
_MAJOR_LABELS = ("专业名称", "专业", "所学专业", "学科专业")
_LEVEL_LABELS = ("层次", "学历层次", "培养层次", "学历", "学历类别")
_GRADUATED_LABELS = (
    "毕(结)业日期",
    "毕业日期",
    "毕结业日期",
    "毕业时间",
    "结业日期",
    "学位授予日期",
    "获学位日期",
    "授予日期",
    "毕(结)业时间",
)
_OUTCOME_LABELS = ("毕(结)业", "毕(结)业结论", "毕结业结论", "毕(结)业类型", "毕业结论", "毕结业")
_OUTCOME = re.compile(r"毕业|结业|肄业")
_UNFINISHED = re.compile(r"准[予许](?:结业|肄业)|(?<![毕()])(?:结业|肄业)证书?|\A(?:结业|肄业)\Z")
_STUDY = re.compile(
    r"专业(?P<value>[^，。,\n]{0,16}(?:博士研究生|硕士研究生|本科|专科|专升本|大专|研究生)[^，。,\n]{0,8})学习"
)
_LEVEL_WORD = re.compile(
    r"(?P<value>博士研究生|硕士研究生|攻读博士学位|攻读硕士学位|专科起点本科|专升本|本科|专科|大专|高职)"
)
_DEGREE_CONFERRED = re.compile(r"授予[^，。,\n]{0,12}?(?P<value>(?:学士|硕士|博士)(?:专业)?学位)")
_DEGREE_WORD = re.compile(r"(?P<value>(?:学士|硕士|博士)(?:专业)?学位)")
_STUDY_TIME = re.compile(r"于[^，。于]{6,60}(?:在|学)")
_NUMBER = re.compile(
    r"(?:证书编号|证书号码?|文凭编号|编\t?号)[\t ]?[:：]?[\t ]?"
    r"(?P<value>[A-Za-z]{0,3}[0-9][0-9A-Za-z()第字号-]{4,24})"
)
_VERIFICATION = re.compile(
    r"(?:在线)?验证码[\t ]?[:：]?[\t\n ]?(?P<value>[0-9A-Za-z]{4}(?:[ -]?[0-9A-Za-z]{2,4}){1,5})(?![0-9A-Za-z])"
)
