"""Papers of activities and persons as the forge draws them, read from their files: what they say is what is found."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from domain.documents import Kind, Reading
from domain.records import Record
from domain.text import squash
from extractors import readers
from extractors.registry import extract
from fixtures.forge import facts as f
from fixtures.forge.facts import Medium, Paper
from fixtures.forge.papers import PAPERS, draw
from fixtures.forge.people import diploma_number, make_enterprise, make_person, meeting_number, title_number

DAY = date(2024, 5, 16)
TITLE = "中小企业数字化转型培训会"
ORGANISERS = ("北京砚溪公共服务中心", "北京澜舟信息技术有限公司")
PLACE = "北京市海淀区中云路8号3层报告厅"
MONTHS = tuple(f"2024-{month:02d}" for month in range(1, 13))
LEFT_OUT = frozenset({"seals", "attendees"})
"""What other tests prove, or what depends on what a picture shows of it."""


def seeded(seed: int) -> Random:
    """Chance that is always the same."""
    return Random(seed)  # noqa: S311 - a forged paper needs a seed, not a secret


def sign_in() -> f.SignInFacts:
    """A sheet of two pages, with ditto marks and rows that nobody signed."""
    rng = seeded(3)
    rows: list[f.SignInRow] = []
    for number in range(34):
        person, ditto = make_person(rng), number % 5 == 3
        unit = rows[-1].unit if ditto else make_enterprise(rng).name
        rows.append(f.SignInRow(person.name, unit, person.phone, number % 7 != 6, ditto))
    return f.SignInFacts(title=TITLE, event_on=DAY, place=PLACE, rows=tuple(rows))


def insurance(*, personal: bool) -> f.InsuranceFacts:
    """Whole years, a year that began late, one with a gap; so many persons that one goes on over the page."""
    rng = seeded(4)
    spans = (MONTHS, MONTHS[3:], MONTHS[:5] + MONTHS[7:], *(MONTHS,) * (0 if personal else 7))
    people = [(make_person(rng), months) for months in spans]
    unit = make_enterprise(rng)
    return f.InsuranceFacts(
        employer=unit.name,
        employer_code=unit.uscc,
        queried_on=date(2025, 1, 15),
        period_from="2024-01",
        period_to="2024-12",
        persons=tuple(f.InsuredPerson(person.name, person.id_number, months) for person, months in people),
        personal=personal,
    )


def education(kind: Kind, level: str, *, completed: bool = True) -> f.EducationFacts:
    rng = seeded(5)
    person = make_person(rng)
    graduated = date(2012, 7, 1)
    return f.EducationFacts(
        kind=kind,
        name=person.name,
        gender=person.gender,
        born_on=person.born_on,
        school="溪川理工大学",
        major="软件工程",
        level=level,
        entered_on=date(2008, 9, 1),
        graduated_on=graduated,
        number="9999942012000123" if kind is Kind.DEGREE_CERTIFICATE else diploma_number(rng, graduated, level),
        verification_code="A1B2C3D4E5F6" if kind is Kind.EDUCATION_REPORT else "",
        completed=completed,
    )


def title(kind: Kind, name: str, level: str) -> f.TitleFacts:
    rng = seeded(6)
    person = make_person(rng)
    return f.TitleFacts(
        kind=kind,
        name=person.name,
        title=name,
        level=level,
        awarded_on=date(2018, 6, 20),
        number=title_number(rng, date(2018, 6, 20)),
        issuer="北京市工程技术系列职称评审委员会",
        id_number=person.id_number,
    )


def account(kind: Kind) -> f.ActivityPaperFacts:
    return f.ActivityPaperFacts(
        kind=kind, title=TITLE, event_on=DAY, place=PLACE, organisers=ORGANISERS, issued_on=date(2024, 5, 18)
    )


FACTS: Mapping[str, tuple[Kind, object]] = {
    "notice": (
        Kind.ACTIVITY_NOTICE,
        f.NoticeFacts(title=TITLE, event_on=DAY, place=PLACE, organisers=ORGANISERS, issued_on=date(2024, 5, 6)),
    ),
    "online-notice": (
        Kind.ACTIVITY_NOTICE,
        f.NoticeFacts(
            title="2024年“专精特新”企业政策宣讲会",
            event_on=DAY,
            place="线上",
            organisers=ORGANISERS,
            issued_on=date(2024, 5, 6),
            meeting_number=meeting_number(seeded(7)),
        ),
    ),
    "sign-in": (Kind.SIGN_IN_SHEET, sign_in()),
    "courseware": (Kind.COURSEWARE, account(Kind.COURSEWARE)),
    "summary": (Kind.ACTIVITY_SUMMARY, account(Kind.ACTIVITY_SUMMARY)),
    "press": (Kind.PRESS_RELEASE, account(Kind.PRESS_RELEASE)),
    "insurance": (Kind.SOCIAL_INSURANCE, insurance(personal=False)),
    "own-insurance": (Kind.SOCIAL_INSURANCE, insurance(personal=True)),
    "diploma": (Kind.DIPLOMA, education(Kind.DIPLOMA, "本科")),
    "unfinished": (Kind.DIPLOMA, education(Kind.DIPLOMA, "专科", completed=False)),
    "degree": (Kind.DEGREE_CERTIFICATE, education(Kind.DEGREE_CERTIFICATE, "学士")),
    "report": (Kind.EDUCATION_REPORT, education(Kind.EDUCATION_REPORT, "硕士研究生")),
    "title": (Kind.TITLE_CERTIFICATE, title(Kind.TITLE_CERTIFICATE, "高级工程师", "副高级")),
    "vocation": (Kind.VOCATIONAL_CERTIFICATE, title(Kind.VOCATIONAL_CERTIFICATE, "系统集成项目管理工程师", "中级")),
    "screenshot": (
        Kind.MEETING_SCREENSHOT,
        f.ScreenshotFacts(
            title=TITLE,
            event_on=DAY,
            meeting_number=meeting_number(seeded(8)),
            persons=56,
            attendees=("北京砚溪科技-张三", "天津澜舟检测-李四"),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A paper to draw and read."""

    name: str
    layout: int
    medium: Medium

    @property
    def paper(self) -> Paper:
        """The drawn paper."""
        return draw(FACTS[self.name][1], layout=self.layout, medium=self.medium, seed=1)


def cases(*media: Medium) -> Iterator[Case]:
    """Every layout in these media, as far as the paper is handed in so."""
    for name, (_, facts) in FACTS.items():
        family = PAPERS[type(facts)]
        yield from (Case(name, k, medium) for k in range(family.layouts) for medium in media if medium in family.media)


def named(case: Case) -> str:
    return f"{case.name}-{case.layout}-{case.medium.value}"


@pytest.mark.parametrize("case", tuple(cases(Medium.TEXT, Medium.WORD, Medium.WORKBOOK)), ids=named)
def test_what_is_written_is_read_whole(case: Case, tmp_path: Path) -> None:
    paper = case.paper
    assert differences(paper, records_of(case, paper, tmp_path)) == []


SCANNED = (
    Case("sign-in", 0, Medium.SCAN),
    Case("insurance", 1, Medium.ROTATED_SCAN),
    Case("diploma", 0, Medium.PHOTO),
    Case("title", 0, Medium.GREY_SCAN),
    Case("notice", 0, Medium.SCAN),
    Case("screenshot", 0, Medium.PICTURE),
)


@pytest.mark.slow
@pytest.mark.parametrize("case", SCANNED, ids=named)
def test_what_is_recognised_is_nearly_whole(case: Case, tmp_path: Path) -> None:
    paper = case.paper
    records = records_of(case, paper, tmp_path)
    wrong, total = differences(paper, records), facts_in(paper)
    assert len(records) == len(paper.truth)
    assert len(wrong) <= MISREAD_SHARE * total, wrong


MISREAD_SHARE = 0.08
"""The share of facts that recognition may get wrong, ditto marks that no engine sees included."""


def records_of(case: Case, paper: Paper, folder: Path) -> list[Record]:
    """The records of a paper, read from its file."""
    file = folder / f"paper{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, f"材料/paper{paper.suffix}", hashlib.sha256(paper.data).hexdigest())
    assert isinstance(reading, Reading)
    return [item for item in extract(FACTS[case.name][0], reading) if isinstance(item, Record)]


def facts_in(paper: Paper) -> int:
    """How many facts the truth of a paper holds."""
    return sum(1 for truth in paper.truth for _ in facts_of(truth.fields))


def differences(paper: Paper, records: list[Record]) -> list[tuple[str, object, object]]:
    """The facts that are not found as they are."""
    found: list[tuple[str, object, object]] = []
    if len(records) != len(paper.truth):
        found.append(("records", len(paper.truth), len(records)))
    for truth, record in zip(paper.truth, records, strict=False):
        read = dict(facts_of({name: field.value for name, field in record.fields.items()}))
        expected = facts_of(truth.fields)
        found += [(place, value, read.get(place)) for place, value in expected if read.get(place) != value]
    return found


def facts_of(fields: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every fact of a record with its place; texts in one form."""
    for name, value in fields.items():
        if name in LEFT_OUT:
            continue
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, row in enumerate(value):
                yield from ((f"{name}[{number}].{key}", plain(cell)) for key, cell in row.items())
        else:
            yield name, plain(value)


def plain(value: object) -> object:
    """A value in one form."""
    if isinstance(value, str):
        return squash(value)
    return [plain(item) for item in value] if isinstance(value, list) else value
