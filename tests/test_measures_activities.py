"""Activities that a branch counts: its topic, and both sides of every number that it asks."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Sequence
from typing import Any

import pytest

import programmes
from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Count
from domain.records import Record
from domain.report import Applicant, Platform, Report, RuleResult
from flows.verify import Request, options_of
from tests.papers import APPLICANT, OWN, activity_row, declared, event_paper, record, sheet, submission, unread
from validators.verification import verify

PROGRAMME = programmes.load(programmes.DEFAULT)
TITLE = "专精特新企业申报政策宣讲会"
DAY = "2024-05-16"
FIRST, SECOND = "甲乙丙丁戊己庚辛壬癸", "泽沐棠枫桦柏榆槐栩楚"
FIRMS = tuple(f"北京{a}{b}科技有限公司" for a in SECOND for b in FIRST)
"""A hundred enterprises of which no two sound alike."""

VERIFIED, OPEN, EXCLUDED = Status.VERIFIED, Status.OPEN, Status.EXCLUDED
Outcome = tuple[Status, tuple[Reason, ...]]


def people(units: Sequence[str], **more: Any) -> list[dict[str, object]]:
    """One person of each unit, all signed."""
    return [
        {"name": f"来宾{place}", "unit": unit, "phone": f"139{place:08d}", "signed": True} | more
        for place, unit in enumerate(units)
    ]


def offline(rows: Sequence[dict[str, object]], title: str = TITLE, day: str = DAY, **changes: Any) -> list[Record]:
    """The papers of an activity in a hall."""
    kinds = (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO)
    return [*(event_paper(kind, title, day) for kind in kinds), sheet(title, (), day, **{"rows": list(rows)} | changes)]


def online(persons: int | None, rows: Sequence[dict[str, object]] | None = None, **changes: Any) -> list[Record]:
    """The papers of a meeting on the screen."""
    shot = event_paper(Kind.MEETING_SCREENSHOT, TITLE, **{"persons": persons} | changes)
    listed = [] if rows is None else [sheet(TITLE, (), rows=list(rows))]
    return [event_paper(Kind.ACTIVITY_NOTICE, TITLE), shot, *listed]


def verified(
    rows: Sequence[Claim], papers: Sequence[Record], *, applicant: Applicant = APPLICANT, **more: Any
) -> Report:
    handed_in = submission(papers, applicant=applicant, lists=[declared(ListName.ACTIVITIES, rows)], **more)
    return verify(PROGRAMME, handed_in, options_of(Request(archives=()), PROGRAMME), version="0")


def result(report: Report, rule: str) -> RuleResult:
    return next(found for found in report.rules if found.rule.id == rule)


def outcomes(rule: str, rows: Sequence[Claim], papers: Sequence[Record], **more: Any) -> list[Outcome]:
    return [(unit.status, unit.reasons) for unit in result(verified(rows, papers, **more), rule).units]


def row(enterprises: int | None, persons: int | None, **cells: Any) -> Claim:
    return activity_row(2, cells.pop("title", TITLE), **{"enterprises": enterprises, "persons": persons} | cells)


# --- Thirty enterprises -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("came", "status"), [(29, EXCLUDED), (30, VERIFIED), (31, VERIFIED)])
@pytest.mark.parametrize("rule", ["score-8.1.2", "score-8.5.2"])
def test_thirty_enterprises_count_and_fewer_do_not(rule: str, came: int, status: Status) -> None:
    reasons = () if status is VERIFIED else (Reason.ATTENDANCE_BELOW_MINIMUM,)
    title = "人才招聘政策宣讲会"
    papers = offline(people(FIRMS[:came]), title)
    assert outcomes(rule, [row(30, 30, title=title)], papers) == [(status, reasons)]


@pytest.mark.parametrize(("declares", "listed"), [(29, 0), (30, 1), (31, 1)])
def test_an_activity_that_declares_fewer_is_not_listed(declares: int, listed: int) -> None:
    found = result(verified([row(declares, 90)], offline(people(FIRMS[:40]))), "score-8.1.2")
    assert found.count == Count(listed=listed, verified=listed)
    assert found.verdict is None


def test_the_row_itself_keeps_its_status_and_every_unit_its_places() -> None:
    report = verified([row(30, 30)], offline(people(FIRMS[:29])))
    (judged,) = report.lists["activities"].judgements
    (unit,) = result(report, "score-8.1.2").units
    assert (judged.status, unit.status) == (VERIFIED, EXCLUDED)
    assert unit.name == TITLE
    assert {source.path for source in unit.sources} > {"activities.xlsx"}
    said = [finding.message for _, finding in report.findings if finding.rule == "score-8.1.2"]
    assert said == [f"活动“{TITLE}”参与29家，未达到不少于30家，不计入该指标。"]


def test_the_hosts_own_people_are_no_participants() -> None:
    papers = offline(people([*FIRMS[:29], OWN]))
    assert outcomes("score-8.1.2", [row(30, 30)], papers) == [(EXCLUDED, (Reason.ATTENDANCE_BELOW_MINIMUM,))]
    forty_nine = offline([*people(FIRMS[:49]), {"name": "主持", "unit": OWN, "phone": "", "signed": True}])
    assert outcomes("score-8.1.4", [row(49, 50)], forty_nine) == [(EXCLUDED, (Reason.ATTENDANCE_BELOW_MINIMUM,))]


def test_who_did_not_sign_did_not_come() -> None:
    rows = people(FIRMS[:30])
    rows[3]["signed"] = False
    assert outcomes("score-8.1.2", [row(30, 30)], offline(rows)) == [(EXCLUDED, (Reason.ATTENDANCE_BELOW_MINIMUM,))]
    rows[3]["signed"] = None
    assert outcomes("score-8.1.2", [row(30, 30)], offline(rows)) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


@pytest.mark.parametrize("unit", ["清华大学", "海淀区人民政府", FIRMS[0]])
def test_what_is_no_further_enterprise_does_not_fill_up(unit: str) -> None:
    rows = people([*FIRMS[:29], unit])
    assert outcomes("score-8.1.2", [row(30, 30)], offline(rows)) == [(EXCLUDED, (Reason.ATTENDANCE_BELOW_MINIMUM,))]


@pytest.mark.parametrize(
    "unit", ["砚野科技", "砚野公司", "北京甲泽科技服务中心", FIRMS[0].replace("有限公司", "有限责任公司"), "砚溪服务"]
)
def test_what_may_be_no_further_enterprise_is_for_a_person(unit: str) -> None:
    papers = offline(people([*FIRMS[:29], unit]))
    assert outcomes("score-8.1.2", [row(30, 30)], papers) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


def test_names_that_may_be_one_another_are_counted_once_however_many_ways_they_are_written() -> None:
    ways = (
        "北京云途科技有限公司",
        "北京云途科技有限责任公司",
        "北京云涂科技有限公司",
        "北京云途科技有限公司海淀分公司",
    )
    papers = offline(people([*FIRMS[:28], *ways]))
    assert outcomes("score-8.1.2", [row(30, 32)], papers) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]
    assert outcomes("score-8.1.2", [row(30, 32)], offline(people([*FIRMS[:29], *ways]))) == [(VERIFIED, ())]


@pytest.mark.parametrize(("sure", "status"), [(0.80, VERIFIED), (0.79, OPEN)])
def test_only_legible_rows_prove(sure: float, status: Status) -> None:
    rows = people(FIRMS[:30])
    rows[7]["confidence"] = sure
    assert [found for found, _ in outcomes("score-8.1.2", [row(30, 30)], offline(rows))] == [status]


def test_a_sheet_that_was_recognised_by_eye_may_have_more_rows_than_were_read() -> None:
    papers = offline(people(FIRMS[:29]), sure={"rows": 0.97})
    assert outcomes("score-8.1.2", [row(30, 30)], papers) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


def test_an_unread_file_of_the_activity_may_be_a_further_sheet() -> None:
    problems = [unread(f"活动/{TITLE}/签到表2.jpg")]
    found = outcomes("score-8.1.2", [row(30, 30)], offline(people(FIRMS[:29])), problems=problems)
    assert found == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


def test_an_unread_file_beside_its_papers_may_be_a_further_sheet() -> None:
    rows, claim = people(FIRMS[:29]), row(30, 30)
    papers = offline(rows, path="活动/03/签到.pdf")
    for path, status in (("活动/03/2.jpg", OPEN), ("活动/04/2.jpg", EXCLUDED)):
        assert [found for found, _ in outcomes("score-8.1.2", [claim], papers, problems=[unread(path)])] == [status]


def test_a_sheet_whose_rows_were_not_found_tells_nothing_of_who_came() -> None:
    notice, photo, _ = offline([])
    bare = event_paper(Kind.SIGN_IN_SHEET, TITLE)
    assert outcomes("score-8.1.2", [row(30, 30)], [notice, photo, bare]) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


def test_a_sheet_of_another_day_in_its_folder_may_be_its_own() -> None:
    notice, photo, signed = offline(people(FIRMS[:29]), path=f"活动/{TITLE}/1.pdf")
    other = sheet(TITLE, FIRMS[30:33], "2024-07-16", path=f"活动/{TITLE}/2.pdf")
    found = outcomes("score-8.1.2", [row(30, 30)], [notice, photo, signed, other])
    assert found == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


def test_an_incomplete_activity_is_open_and_one_of_last_year_excluded() -> None:
    papers = offline(people(FIRMS[:30]))
    assert outcomes("score-8.1.2", [row(30, 30)], papers[1:]) == [(OPEN, (Reason.NOTICE_MISSING,))]
    old = offline(people(FIRMS[:30]), day="2023-12-31")
    found = outcomes("score-8.1.2", [row(30, 30, day="2023-12-31")], old)
    assert found == [(EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))]
    first = offline(people(FIRMS[:30]), day="2024-01-01")
    assert outcomes("score-8.1.2", [row(30, 30, day="2024-01-01")], first) == [(VERIFIED, ())]


def test_without_a_declared_number_what_came_in_great_number_is_for_a_person() -> None:
    papers = offline(people(FIRMS[:30]))
    assert outcomes("score-8.1.2", [row(None, 30)], papers) == [(OPEN, (Reason.VALUE_INVALID,))]
    assert outcomes("score-8.1.2", [row(None, 30)], offline(people(FIRMS[:29]))) == []


# --- More than fifty online -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shown", "status"), [(50, OPEN), (51, VERIFIED)])
def test_online_without_enterprises_more_than_fifty_persons_count(shown: int, status: Status) -> None:
    found = outcomes("score-8.1.2", [row(None, 60, place="线上")], online(shown))
    assert found == [(status, () if status is VERIFIED else (Reason.ATTENDANCE_MISMATCH,))]


@pytest.mark.parametrize(("declares", "listed"), [(50, 0), (51, 1)])
def test_online_fifty_declared_persons_are_not_listed(declares: int, listed: int) -> None:
    assert len(outcomes("score-8.1.2", [row(None, declares, place="线上")], online(80))) == listed


def test_persons_count_for_enterprises_only_online() -> None:
    assert outcomes("score-8.1.2", [row(None, 80)], offline(people([""] * 80))) == []
    assert outcomes("score-8.1.2", [row(30, 80)], offline(people([*FIRMS[:20], *[""] * 60])))[0][0] is EXCLUDED


def test_online_with_units_the_enterprises_decide() -> None:
    rows = people([*FIRMS[:29], *FIRMS[:29]])
    claim = row(30, 58, place="线上")
    assert outcomes("score-8.1.2", [claim], online(58, rows)) == [(EXCLUDED, (Reason.ATTENDANCE_BELOW_MINIMUM,))]
    assert outcomes("score-8.1.2", [claim], online(58, people(FIRMS[:30])))[0][0] is VERIFIED


def test_online_a_list_of_mere_names_is_counted_by_persons() -> None:
    claim = row(30, 58, place="线上")
    assert outcomes("score-8.1.2", [claim], online(12, people([""] * 51))) == [(VERIFIED, ())]
    assert outcomes("score-8.1.2", [claim], online(12, people([""] * 50)))[0][0] is EXCLUDED


def test_viewers_of_a_stream_and_names_in_the_window_prove_nothing() -> None:
    claim = row(None, 60, place="线上")
    assert outcomes("score-8.1.2", [claim], online(None, viewers=900)) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]
    notice, _ = online(None)
    shown = [notice, event_paper(Kind.MEETING_SCREENSHOT, TITLE, rows=people(FIRMS[:60]))]
    assert [status for status, _ in outcomes("score-8.1.2", [claim], shown)] == [OPEN]


def test_a_blurred_number_of_members_proves_nothing() -> None:
    papers = online(60, sure={"persons": 0.7})
    assert outcomes("score-8.1.2", [row(None, 60, place="线上")], papers) == [(OPEN, (Reason.ATTENDANCE_MISMATCH,))]


# --- Persons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "title", "enough"),
    [
        ("score-8.1.4", TITLE, 50),
        ("score-8.3.2", "知识产权保护研讨会", 10),
        ("score-8.6.2", "中小企业融资对接会", 10),
    ],
)
@pytest.mark.parametrize("short", [1, 0])
def test_as_many_persons_as_are_asked_count(rule: str, title: str, enough: int, short: int) -> None:
    papers = offline(people(FIRMS[: enough - short]), title)
    expected = (EXCLUDED, (Reason.ATTENDANCE_BELOW_MINIMUM,)) if short else (VERIFIED, ())
    assert outcomes(rule, [row(5, enough, title=title)], papers) == [expected]
    assert outcomes(rule, [row(5, enough - 1, title=title)], papers) == []


def test_one_person_on_two_rows_is_one() -> None:
    rows = people(FIRMS[:9])
    again = {**rows[0], "phone": "13900009999"}
    claim = row(5, 10, title="融资对接会")
    assert outcomes("score-8.6.2", [claim], offline([*rows, rows[0]], "融资对接会"))[0][0] is EXCLUDED
    assert outcomes("score-8.6.2", [claim], offline([*rows, again], "融资对接会"))[0][0] is VERIFIED
    for bare in ({"phone": ""}, {"phone": "", "unit": ""}):
        assert outcomes("score-8.6.2", [claim], offline([*rows, rows[0] | bare], "融资对接会"))[0][0] is OPEN
        assert outcomes("score-8.6.2", [claim], offline([rows[0] | bare, *rows], "融资对接会"))[0][0] is OPEN
    blurred = again | {"confidence": 0.89}
    assert outcomes("score-8.6.2", [claim], offline([*rows, blurred], "融资对接会"))[0][0] is OPEN


@pytest.mark.parametrize(
    ("came", "again", "day", "status"),
    [
        (FIRMS[:30], FIRMS[:30], DAY, OPEN),
        (FIRMS[:30], (*FIRMS[:29], FIRMS[40]), DAY, OPEN),
        (FIRMS[:30], (*FIRMS[:26], *FIRMS[40:44]), DAY, VERIFIED),
        (FIRMS[:30], FIRMS[30:60], DAY, VERIFIED),
        (FIRMS[:30], FIRMS[:30], "2024-06-20", VERIFIED),
    ],
)
def test_an_activity_under_two_titles_is_for_a_person(
    came: Sequence[str], again: Sequence[str], day: str, status: Status
) -> None:
    other = "中小企业数据安全合规沙龙"
    rows = [row(30, 30), activity_row(6, other, day, enterprises=30, persons=30)]
    papers = [*offline(people(came)), *offline(people(again), other, day)]
    assert [found for found, _ in outcomes("score-8.1.2", rows, papers)] == [VERIFIED, status]


# --- Topic ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "title", "told"),
    [
        ("score-8.1.4", "惠企政策进园区", True),
        ("score-8.1.4", "绿色制造标准解读会", False),
        ("score-8.1.4", "检验检测开放日", False),
        ("score-8.1.4", "个税申报实务讲座", False),
        ("score-8.2.1", "大学生创业沙龙", True),
        ("score-8.2.1", "创业板上市辅导", False),
        ("score-8.3.2", "科技成果对接会", True),
        ("score-8.3.2", "研发费用加计扣除辅导会", False),
        ("score-8.5.2", "春季招聘会", True),
        ("score-8.5.2", "企业合规讲座", False),
        ("score-8.6.2", "银企对接会", True),
        ("score-8.6.2", "网络安全讲座", False),
    ],
)
def test_what_an_activity_is_about_its_words_tell_or_a_person(rule: str, title: str, told: bool) -> None:
    papers = offline(people(FIRMS[:60]), title)
    expected = (VERIFIED, ()) if told else (OPEN, (Reason.KIND_AMBIGUOUS,))
    assert outcomes(rule, [row(60, 60, title=title)], papers) == [expected]


@pytest.mark.parametrize(("sure", "status"), [(0.80, VERIFIED), (0.79, OPEN)])
def test_the_notice_may_tell_what_it_is_about(sure: float, status: Status) -> None:
    title = "企业服务日活动"
    _, photo, signed = offline(people(FIRMS[:60]), title)
    heading = "关于举办企业服务日暨惠企政策宣讲的通知"
    notice = event_paper(Kind.ACTIVITY_NOTICE, title, heading=heading, sure={"heading": sure})
    found = outcomes("score-8.1.4", [row(60, 60, title=title)], [notice, photo, signed])
    assert [outcome for outcome, _ in found] == [status]


def test_the_name_of_the_host_is_no_topic() -> None:
    title = "企业服务日活动"
    platform = Platform(number=1, operator=OWN, platform="砚溪创业服务平台", category="创业辅导", district="海淀区")
    host = Applicant(name=OWN, platform=platform)
    _, photo, signed = offline(people(FIRMS[:60]), title)
    for heading, status in (
        ("砚溪创业服务平台关于举办企业服务日活动的通知", OPEN),
        ("砚溪创业服务平台关于举办大学生创业活动的通知", VERIFIED),
    ):
        notice = event_paper(Kind.ACTIVITY_NOTICE, title, heading=heading)
        found = outcomes("score-8.2.1", [row(60, 60, title=title)], [notice, photo, signed], applicant=host)
        assert [outcome for outcome, _ in found] == [status]


@pytest.mark.parametrize(("category", "told"), [("创业辅导", 1), ("综合咨询", 0), (None, 0)])
def test_a_person_is_asked_for_the_topic_of_the_declared_branch_only(category: str | None, told: int) -> None:
    applicant = of_category(category) if category else APPLICANT
    report = verified(
        [row(5, 5, title="企业家早餐会")], offline(people(FIRMS[:5]), "企业家早餐会"), applicant=applicant
    )
    said = [finding for _, finding in report.findings if finding.reason is Reason.KIND_AMBIGUOUS]
    assert [finding.rule for finding in said] == ["score-8.2.1"] * told


def test_one_activity_counts_under_two_indicators() -> None:
    report = verified([row(60, 60)], offline(people(FIRMS[:60])))
    assert [result(report, rule).count.verified for rule in ("score-8.1.2", "score-8.1.4")] == [1, 1]


# --- The branch -------------------------------------------------------------------------------------------------------


def of_category(category: str) -> Applicant:
    platform = Platform(number=1, operator=OWN, platform="平台", category=category, district="海淀区")
    return Applicant(name=OWN, uscc=APPLICANT.uscc, platform=platform)


@pytest.mark.parametrize(
    ("registry", "form", "counted"),
    [("综合咨询", None, True), ("创业辅导", None, False), ("创业辅导", "综合咨询", True)],
)
def test_only_the_declared_branch_is_counted(registry: str, form: str | None, counted: bool) -> None:
    papers = [*offline(people(FIRMS[:30])), *([record(Kind.DECLARED_FORM, category=form)] if form else [])]
    report = verified([row(30, 30)], papers, applicant=of_category(registry))
    assert result(report, "score-8.1.2").count.verified == counted
    assert result(report, "score-8.2.1").count.handed_in is not counted
    assert bool(result(report, "score-8.2.1").units) is not counted
