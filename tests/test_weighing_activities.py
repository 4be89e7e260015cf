"""Activities against their notices, sheets, screenshots and pictures."""

from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims import Claim
from domain.documents import Kind, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import OWN, RULE, YEAR, activity_row, desk_of, event_paper, reasons_of, remarks_of, sheet, unread
from validators.weighing.activities import weigh_activities
from validators.weighing.activity_papers import Activity
from validators.weighing.scale import Scale
from validators.weighing.titles import likeness

TITLE, OTHER = "专精特新企业申报政策宣讲会", "知识产权保护与运用培训"
DAY = "2024-05-16"
GUESTS = ("北京云途科技有限公司", "天津岚谷软件有限公司")
NOTICE, PHOTO = event_paper(Kind.ACTIVITY_NOTICE, TITLE), event_paper(Kind.ACTIVITY_PHOTO, TITLE)
SHEET, SCREENSHOT = sheet(TITLE, GUESTS), event_paper(Kind.MEETING_SCREENSHOT, TITLE)


def weighed(
    claims: Sequence[Claim],
    papers: Iterable[Record],
    problems: Iterable[Problem] = (),
    copies: Mapping[str, Sequence[str]] | None = None,
    *,
    lenient: bool = False,
) -> list[Activity]:
    desk = desk_of(papers, (), problems=problems, copies=copies)
    return weigh_activities(claims, desk.pool, YEAR, RULE, lenient=lenient)


def one(claim: Claim, *papers: Record, problems: Iterable[Problem] = (), lenient: bool = False) -> Scale:
    (activity,) = weighed([claim], papers, problems, lenient=lenient)
    return activity.scale


# --- What an activity needs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.ACTIVITY_PHOTO, Kind.COURSEWARE, Kind.ACTIVITY_SUMMARY, Kind.PRESS_RELEASE])
def test_notice_sheet_and_one_more_prove_an_offline_activity(kind: Kind) -> None:
    papers = NOTICE, SHEET, event_paper(kind, TITLE)
    scale = one(activity_row(2, TITLE), *papers)
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} >= {paper.path for paper in papers}


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ((SHEET, PHOTO), Reason.NOTICE_MISSING),
        ((NOTICE, PHOTO), Reason.SIGN_IN_MISSING),
        ((NOTICE, SHEET), Reason.SUPPORTING_ITEM_MISSING),
        ((NOTICE, PHOTO, SCREENSHOT), Reason.SIGN_IN_MISSING),
        ((), Reason.NO_EVIDENCE),
    ],
)
def test_what_is_missing_offline(papers: tuple[Record, ...], reason: Reason) -> None:
    scale = one(activity_row(2, TITLE), *papers)
    assert (scale.status, scale.reasons) == (Status.OPEN, (reason,))


@pytest.mark.parametrize(
    ("papers", "reasons"),
    [
        ((NOTICE, SCREENSHOT), ()),
        ((NOTICE,), (Reason.SCREENSHOT_MISSING,)),
        ((SCREENSHOT,), (Reason.NOTICE_MISSING,)),
        ((NOTICE, SHEET, PHOTO), (Reason.SCREENSHOT_MISSING,)),
        ((), (Reason.NO_EVIDENCE,)),
    ],
)
def test_online_activities_need_notice_and_screenshot(papers: tuple[Record, ...], reasons: tuple[Reason, ...]) -> None:
    assert one(activity_row(2, TITLE, place="线上"), *papers).reasons == reasons


@pytest.mark.parametrize(
    ("place", "online"),
    [
        ("线上", True),
        ("线上（腾讯会议）", True),
        ("腾讯会议 123-456-789", True),
        ("线上会议室", True),
        ("线上+线下", False),
        ("海淀区创新大厦三层及腾讯会议", False),
        ("北京网络职业学院报告厅", False),
        ("会议中心二层", False),
        (None, False),
    ],
)
def test_an_activity_is_online_where_the_place_says_nothing_else(place: str | None, online: bool) -> None:
    reasons = one(activity_row(2, TITLE, place=place), NOTICE, SCREENSHOT).reasons
    assert (reasons == ()) is online


def test_the_lenient_reading_takes_any_one_paper_offline_and_no_less_online() -> None:
    for paper in (NOTICE, SHEET, PHOTO):
        assert one(activity_row(2, TITLE), paper, lenient=True).status is Status.VERIFIED
    assert one(activity_row(2, TITLE), lenient=True).reasons == (Reason.NO_EVIDENCE,)
    assert one(activity_row(2, TITLE, place="线上"), NOTICE, lenient=True).status is Status.OPEN


# --- Days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2023-12-31", Status.EXCLUDED),
        ("2024-01-01", Status.VERIFIED),
        ("2024-12-31", Status.VERIFIED),
        ("2025-01-01", Status.EXCLUDED),
        ("2024-05", Status.VERIFIED),
    ],
)
def test_an_activity_is_of_the_year_or_excluded(day: str, status: Status) -> None:
    on = day if len(day) > 7 else DAY
    papers = (event_paper(kind, TITLE, on) for kind in (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO))
    scale = one(activity_row(2, TITLE, day), *papers, sheet(TITLE, GUESTS, on))
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.DATE_OUT_OF_PERIOD,))


def test_a_range_counts_that_touches_the_year() -> None:
    row = activity_row(2, TITLE, "2023-12-30", held_until="2024-01-02")
    papers = (event_paper(kind, TITLE, "2024-01-02") for kind in (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO))
    assert one(row, *papers, sheet(TITLE, GUESTS, "2023-12-30")).status is Status.VERIFIED


def test_a_row_without_a_day_is_open() -> None:
    assert one(activity_row(2, TITLE, None), NOTICE, SHEET, PHOTO).reasons == (Reason.DATE_INVALID,)


@pytest.mark.parametrize(
    ("day", "fits"), [("2024-05-15", False), (DAY, True), ("2024-05-18", True), ("2024-05-19", False)]
)
def test_papers_of_one_of_several_days_fit(day: str, fits: bool) -> None:
    row = activity_row(2, TITLE, DAY, held_until="2024-05-18")
    scale = one(row, NOTICE, sheet(TITLE, GUESTS, day), PHOTO)
    assert (scale.status is Status.VERIFIED) is fits


def test_a_report_may_bear_the_day_on_which_it_was_written() -> None:
    news = event_paper(Kind.PRESS_RELEASE, TITLE, "2024-05-20")
    assert one(activity_row(2, TITLE), NOTICE, SHEET, news).status is Status.VERIFIED
    early = event_paper(Kind.PRESS_RELEASE, TITLE, "2024-05-10")
    assert one(activity_row(2, TITLE), NOTICE, SHEET, early).status is Status.OPEN


# --- Titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        (TITLE, f"关于举办“{TITLE}”活动的通知", 100, 100),
        ("融资对接会", "京津冀融资对接会", 90, 99),
        ("第1期知识产权培训", "第2期知识产权培训", 0, 0),
        ("知识产权培训（一）", "知识产权培训（二）", 0, 0),
        ("第一期知识产权培训", "第1期知识产权培训", 80, 99),
        (TITLE, OTHER, 0, 40),
        ("签到表", "签到表", 0, 0),
    ],
)
def test_likeness_of_titles(first: str, second: str, least: float, most: float) -> None:
    assert least <= likeness(first, second) <= most


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_has_no_order(first: str, second: str) -> None:
    assert likeness(first, second) == pytest.approx(likeness(second, first), abs=1e-6)
    assert 0 <= likeness(first, second) <= 100


def test_activities_of_one_title_are_told_apart_by_day() -> None:
    rows = [activity_row(2, TITLE), activity_row(3, TITLE, "2024-06-20")]
    later = [event_paper(kind, TITLE, "2024-06-20") for kind in (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO)]
    papers = (NOTICE, SHEET, PHOTO, *later, sheet(TITLE, GUESTS, "2024-06-20"))
    assert [activity.scale.status for activity in weighed(rows, papers)] == [Status.VERIFIED] * 2
    assert reasons_of(activity.scale for activity in weighed(rows, (NOTICE, SHEET, PHOTO, *later))) == [
        ("verified",),
        ("open", "sign-in-missing"),
    ]


def test_a_paper_without_a_day_is_of_no_activity_where_two_bear_its_title() -> None:
    rows = [activity_row(2, TITLE), activity_row(3, TITLE, "2024-06-20")]
    papers = NOTICE, sheet(TITLE, GUESTS, None, path="签到/1.pdf"), PHOTO
    assert reasons_of(activity.scale for activity in weighed(rows, papers))[0] == ("open", "sign-in-missing")


def test_a_paper_of_a_longer_title_is_of_the_activity_of_that_title() -> None:
    rows = [activity_row(2, "融资对接会"), activity_row(3, "京津冀融资对接会", "2024-06-20")]
    paper = event_paper(Kind.ACTIVITY_NOTICE, "京津冀融资对接会", None)
    first, second = weighed(rows, [paper])
    assert (first.papers, second.papers) == ([], [paper])


def test_one_notice_announces_every_day_of_a_series() -> None:
    rows = [activity_row(2, TITLE), activity_row(3, TITLE, "2024-05-18")]
    notice = event_paper(Kind.ACTIVITY_NOTICE, TITLE, DAY, event_to="2024-05-18")
    later = sheet(TITLE, GUESTS, "2024-05-18"), event_paper(Kind.ACTIVITY_PHOTO, TITLE, "2024-05-18")
    found = weighed(rows, (notice, SHEET, PHOTO, *later))
    assert [activity.scale.status for activity in found] == [Status.VERIFIED] * 2


def test_the_sheet_of_another_term_of_a_series_is_no_sheet_of_this_one() -> None:
    row = activity_row(2, f"第1期{OTHER}")
    papers = [event_paper(kind, f"第1期{OTHER}") for kind in (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO)]
    wrong = sheet(f"第2期{OTHER}", GUESTS, None)
    assert one(row, *papers, wrong).reasons == (Reason.SIGN_IN_MISSING,)


@pytest.mark.parametrize(
    ("name", "day", "place", "repeated"),
    [
        (TITLE, DAY, None, True),
        (f"关于举办“{TITLE}”的通知", DAY, None, True),
        (TITLE, "2024-05-17", None, False),
        (TITLE, DAY, "亦庄会议中心二层", False),
        (OTHER, DAY, None, False),
    ],
)
def test_a_row_that_repeats_another_is_for_a_person_and_leaves_that_one_alone(
    name: str, day: str, place: str | None, repeated: bool
) -> None:
    rows = [activity_row(2, TITLE), activity_row(3, name, day, **({"place": place} if place else {}))]
    first, second = reasons_of(activity.scale for activity in weighed(rows, (NOTICE, SHEET, PHOTO)))
    assert (second == ("open", "possible-duplicate")) is repeated
    if repeated:
        assert first == ("verified",)


# --- Folders ----------------------------------------------------------------------------------------------------------


def placed(kind: Kind, name: str, title: str | None = None, day: str | None = None, **more: object) -> Record:
    """A paper in the folder of the activity."""
    return event_paper(kind, title, day, path=f"服务活动/0516{TITLE}/{name}", **more)


def test_photos_without_a_word_follow_their_folder() -> None:
    silent = placed(Kind.ACTIVITY_PHOTO, "1.jpg")
    assert one(activity_row(2, TITLE), NOTICE, SHEET, silent).status is Status.VERIFIED


def test_photos_follow_what_lies_beside_them() -> None:
    papers = (
        event_paper(Kind.ACTIVITY_NOTICE, TITLE, path="活动/03/通知.pdf"),
        sheet(TITLE, GUESTS, path="活动/03/签到.pdf"),
        event_paper(Kind.ACTIVITY_PHOTO, None, None, path="活动/03/照片/1.jpg"),
    )
    rows = [activity_row(2, TITLE), activity_row(3, OTHER, "2024-06-20")]
    assert reasons_of(activity.scale for activity in weighed(rows, papers)) == [("verified",), ("open", "no-evidence")]


def test_a_sheet_that_says_neither_title_nor_day_is_for_a_person() -> None:
    silent = placed(Kind.SIGN_IN_SHEET, "签到表.jpg", rows=[])
    scale = one(activity_row(2, TITLE), NOTICE, PHOTO, silent)
    assert scale.reasons == (Reason.ACTIVITY_MISMATCH,)
    assert "未写明" in scale.findings[0].message


@pytest.mark.parametrize(
    ("title", "day", "reason"),
    [
        (OTHER, "2024-04-13", Reason.ACTIVITY_MISMATCH),
        (OTHER, None, Reason.ACTIVITY_MISMATCH),
        (TITLE, "2024-04-13", Reason.ACTIVITY_MISMATCH),
        (None, DAY, None),
        (TITLE, None, None),
    ],
)
def test_a_notice_of_another_activity_in_the_folder(title: str | None, day: str | None, reason: Reason | None) -> None:
    paper = placed(Kind.ACTIVITY_NOTICE, "通知.pdf", title, day)
    assert one(activity_row(2, TITLE), paper, SHEET, PHOTO).reasons == ((reason,) if reason else ())


def test_a_paper_of_another_listed_activity_is_not_lent_to_the_folder_in_which_it_lies() -> None:
    rows = [activity_row(2, TITLE), activity_row(3, OTHER, "2024-06-20")]
    photo = placed(Kind.ACTIVITY_PHOTO, "1.jpg", OTHER, "2024-06-20")
    first, second = weighed(rows, [NOTICE, SHEET, photo])
    assert first.scale.reasons == (Reason.ACTIVITY_MISMATCH,)
    assert second.papers == [photo]


@pytest.mark.parametrize(("sure", "reason"), [(0.80, Reason.ACTIVITY_MISMATCH), (0.79, Reason.PAGE_UNREADABLE)])
def test_a_badly_read_paper_is_to_be_looked_at_and_contradicts_nothing(sure: float, reason: Reason) -> None:
    paper = placed(Kind.SIGN_IN_SHEET, "签到表.jpg", TITLE, "2024-04-13", rows=[], sure=sure)
    assert one(activity_row(2, TITLE), NOTICE, PHOTO, paper).reasons == (reason,)


def test_a_badly_read_day_leaves_a_sheet_of_the_title_to_a_person_wherever_it_lies() -> None:
    paper = sheet(TITLE, GUESTS, "2024-04-13", sure={"event_on": 0.5}, path="杂项/1.jpg")
    assert one(activity_row(2, TITLE), NOTICE, PHOTO, paper).reasons == (Reason.PAGE_UNREADABLE,)


def test_a_blurred_further_paper_harms_nothing() -> None:
    blurred = placed(Kind.ACTIVITY_PHOTO, "2.jpg", "专精", sure=0.2)
    assert one(activity_row(2, TITLE), NOTICE, SHEET, PHOTO, blurred).status is Status.VERIFIED


def test_an_unread_file_of_the_activity_is_said() -> None:
    scale = one(activity_row(2, TITLE), NOTICE, PHOTO, problems=[unread(f"活动/{TITLE}/签到表.pdf")])
    assert scale.reasons == (Reason.PAGE_UNREADABLE, Reason.SIGN_IN_MISSING)
    assert one(activity_row(2, TITLE), problems=[unread(f"活动/{TITLE}/1.pdf")]).reasons == (Reason.PAGE_UNREADABLE,)


def test_a_screenshot_of_the_announced_meeting_needs_no_title() -> None:
    notice = event_paper(Kind.ACTIVITY_NOTICE, TITLE, meeting_number="123456789")
    shot = event_paper(Kind.MEETING_SCREENSHOT, "王芳预定的会议", meeting_number="123456789")
    assert one(activity_row(2, TITLE, place="线上"), notice, shot).status is Status.VERIFIED
    other = event_paper(Kind.MEETING_SCREENSHOT, "王芳预定的会议", meeting_number="987654321")
    assert one(activity_row(2, TITLE, place="线上"), notice, other).status is Status.OPEN


# --- Pictures used twice ----------------------------------------------------------------------------------------------


def two_events(*photos: Record, copies: Mapping[str, Sequence[str]] | None = None) -> list[Activity]:
    rows = [activity_row(2, TITLE), activity_row(3, OTHER, "2024-06-20")]
    papers = (NOTICE, SHEET, event_paper(Kind.ACTIVITY_NOTICE, OTHER, "2024-06-20"), sheet(OTHER, GUESTS, "2024-06-20"))
    return weighed(rows, (*papers, *photos), copies=copies)


def test_one_photo_in_two_folders_leaves_both_activities_open() -> None:
    photo = placed(Kind.ACTIVITY_PHOTO, "1.jpg")
    found = two_events(photo, copies={photo.sha256: [f"活动/{OTHER}/1.jpg"]})
    assert reasons_of(activity.scale for activity in found) == [("open", "image-reused")] * 2


@pytest.mark.parametrize(
    ("second", "reused"),
    [
        ("f0f0a5c3f0f0a5c3", True),
        ("f0f0a5c3f0f0a5c0", True),
        ("f0f0a5c3f0f0a5d0", False),
        ("0f3c5a690f3c5a69", False),
    ],
)
def test_a_photo_saved_twice_is_known_by_its_fingerprint(second: str, reused: bool) -> None:
    photos = (
        event_paper(Kind.ACTIVITY_PHOTO, TITLE, fingerprint="f0f0a5c3f0f0a5c3"),
        event_paper(Kind.ACTIVITY_PHOTO, OTHER, "2024-06-20", fingerprint=second),
    )
    statuses = {activity.scale.status for activity in two_events(*photos)}
    assert statuses == ({Status.OPEN} if reused else {Status.VERIFIED})


def test_pictures_of_one_colour_are_not_alike() -> None:
    photos = (
        event_paper(Kind.ACTIVITY_PHOTO, TITLE, fingerprint="8000000000000000"),
        event_paper(Kind.ACTIVITY_PHOTO, OTHER, "2024-06-20", fingerprint="8000000000000000"),
    )
    assert {activity.scale.status for activity in two_events(*photos)} == {Status.VERIFIED}


def test_one_photo_that_bears_the_day_of_one_of_them_leaves_both_open_too() -> None:
    photo = placed(Kind.ACTIVITY_PHOTO, "1.jpg", None, DAY)
    found = two_events(photo, copies={photo.sha256: [f"活动/{OTHER}/1.jpg"]})
    assert reasons_of(activity.scale for activity in found) == [
        ("open", "image-reused"),
        ("open", "activity-mismatch", "image-reused"),
    ]


def test_a_photo_that_lies_with_another_event_alone_still_proves_its_own() -> None:
    stray = placed(Kind.ACTIVITY_PHOTO, "1.jpg", OTHER, "2024-06-20")
    found = two_events(stray)
    assert reasons_of(activity.scale for activity in found) == [("open", "activity-mismatch"), ("verified",)]


def test_a_picture_of_its_own_beside_a_reused_one_is_enough() -> None:
    photo, own = placed(Kind.ACTIVITY_PHOTO, "1.jpg"), PHOTO
    found = two_events(photo, own, copies={photo.sha256: [f"活动/{OTHER}/1.jpg"]})
    assert [activity.scale.status for activity in found] == [Status.VERIFIED, Status.OPEN]


def two_sheets(*sheets: Record, copies: Mapping[str, Sequence[str]] | None = None) -> list[Activity]:
    rows = [activity_row(2, TITLE), activity_row(3, OTHER, "2024-06-20")]
    kinds = (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO)
    papers = [event_paper(kind, TITLE) for kind in kinds] + [event_paper(kind, OTHER, "2024-06-20") for kind in kinds]
    return weighed(rows, (*papers, *sheets), copies=copies)


def test_one_sheet_cannot_serve_two_events() -> None:
    spanning = placed(Kind.SIGN_IN_SHEET, "1.pdf", None, DAY, rows=[], event_to="2024-06-20")
    found = two_sheets(spanning, copies={spanning.sha256: [f"活动/{OTHER}/1.pdf"]})
    assert reasons_of(activity.scale for activity in found) == [("open", "image-reused")] * 2


def test_a_copy_of_a_sheet_in_the_folder_of_another_event_harms_only_that_one() -> None:
    copies = {SHEET.sha256: [f"服务活动/0516{TITLE}/签到.pdf", f"服务活动/{OTHER}/签到.pdf"]}
    assert reasons_of(activity.scale for activity in two_sheets(SHEET, copies=copies)) == [
        ("verified",),
        ("open", "activity-mismatch"),
    ]


def test_two_sheets_of_one_workbook_are_two() -> None:
    book = {"path": "活动/签到.xlsx", "sha256": "book"}
    found = two_sheets(sheet(TITLE, GUESTS, tab="5月", **book), sheet(OTHER, GUESTS, "2024-06-20", tab="6月", **book))
    assert [activity.scale.status for activity in found] == [Status.VERIFIED] * 2


# --- Attendance -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "remarked"),
    [
        ({"enterprises": 2, "persons": 2}, False),
        ({"enterprises": 3, "persons": 3}, False),
        ({"enterprises": 30, "persons": 3}, True),
        ({"enterprises": 2, "persons": 46}, True),
        ({}, False),
    ],
)
def test_declared_numbers_are_compared_with_and_without_the_host(cells: dict[str, int], remarked: bool) -> None:
    scale = one(activity_row(2, TITLE, DAY, **cells), NOTICE, sheet(TITLE, (*GUESTS, OWN)), PHOTO)
    assert scale.status is Status.VERIFIED
    assert (Reason.ATTENDANCE_MISMATCH in remarks_of(scale)) is remarked
