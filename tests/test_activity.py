"""Notices, summaries, press releases, courseware, photos and meeting screenshots."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from domain.documents import Kind, Origin, Page, Problem, Reading
from domain.records import Record
from extractors.activity import (
    extract_courseware,
    extract_notice,
    extract_photo,
    extract_press_release,
    extract_screenshot,
    extract_summary,
    split_nickname,
)
from extractors.events import activity_name
from tests.positioned import page, plain, reading, row, table

Extractor = Callable[[Reading], tuple[Record | Problem, ...]]


def only(found: tuple[Record | Problem, ...]) -> Record:
    (record,) = found
    assert isinstance(record, Record)
    return record


def values(record: Record, *names: str) -> Mapping[str, object]:
    return {name: record.fields[name].value for name in names if name in record.fields}


NOTICE = (
    row(40, (120, "北京砚溪公共服务中心"), size=26),
    row(90, (90, "关于举办“中小企业数字化转型培训会”的通知"), size=18),
    row(130, (72, "各有关单位：")),
    row(150, (72, "为帮助企业了解政策，定于近期举办“中小企业数字化转型培训会”。")),
    row(170, (72, "一、活动时间")),
    row(190, (72, "2024年5月16日（星期四）14:00-16:00")),
    row(210, (72, "二、活动地点")),
    row(230, (72, "北京市海淀区中云路8号3层报告厅")),
    row(250, (72, "三、组织单位")),
    row(270, (72, "主办单位：北京砚溪公共服务中心")),
    row(290, (72, "承办单位：北京澜舟科技有限公司、北京霁川咨询有限公司")),
    row(330, (380, "北京砚溪公共服务中心")),
    row(350, (380, "2024年5月8日")),
)


def test_a_letter() -> None:
    record = only(extract_notice(reading(page(NOTICE))))
    assert record.kind is Kind.ACTIVITY_NOTICE
    assert values(record, "title", "event_on", "place", "organisers", "issued_on", "heading") == {
        "title": "中小企业数字化转型培训会",
        "heading": "关于举办“中小企业数字化转型培训会”的通知",
        "event_on": "2024-05-16",
        "place": "北京市海淀区中云路8号3层报告厅",
        "organisers": ["北京砚溪公共服务中心", "北京澜舟科技有限公司", "北京霁川咨询有限公司"],
        "issued_on": "2024-05-08",
    }
    assert record.fields["event_on"].source.bbox == NOTICE[5].words[0].box or record.fields["event_on"].source.bbox


def test_an_online_notice_gives_its_number() -> None:
    lines = (*NOTICE[:7], row(230, (72, "线上（腾讯会议，会议号：123-456-789）")), *NOTICE[8:])
    record = only(extract_notice(reading(page(lines))))
    assert values(record, "place", "meeting_number") == {"place": "线上", "meeting_number": "123-456-789"}


def test_a_hybrid_activity_keeps_its_place_as_printed() -> None:
    lines = (*NOTICE[:7], row(230, (72, "线下：北京市海淀区中云路8号；线上：腾讯会议")), *NOTICE[8:])
    assert only(extract_notice(reading(page(lines)))).text("place") != "线上"


def test_an_activity_of_several_days() -> None:
    lines = (*NOTICE[:5], row(190, (72, "2024年5月16日至5月18日")), *NOTICE[6:])
    record = only(extract_notice(reading(page(lines))))
    assert values(record, "event_on", "event_to") == {"event_on": "2024-05-16", "event_to": "2024-05-18"}


def test_an_event_without_a_year_takes_that_of_the_letter_with_doubt() -> None:
    lines = (*NOTICE[:5], row(190, (72, "5月16日（星期四）14:00")), *NOTICE[6:])
    field = only(extract_notice(reading(page(lines)))).fields["event_on"]
    assert field.value == "2024-05-16"
    assert field.confidence < 1


def test_a_notice_without_any_year_has_no_day() -> None:
    lines = (*NOTICE[:5], row(190, (72, "5月16日（星期四）14:00")), *NOTICE[6:-1])
    assert "event_on" not in only(extract_notice(reading(page(lines)))).fields


def test_an_invitation() -> None:
    lines = (
        row(60, (150, "邀 请 函"), size=38),
        row(120, (60, "尊敬的企业代表：")),
        row(140, (80, "诚挚邀请您出席")),
        row(160, (120, "“专精特新企业政策宣讲会”"), size=16),
        row(200, (60, "活动时间："), (130, "2024年6月3日（星期一）09:00-11:30")),
        row(220, (60, "活动地点："), (130, "北京市朝阳区上林街2号")),
        row(240, (60, "主办单位："), (130, "北京砚溪公共服务中心")),
        row(300, (300, "北京砚溪公共服务中心")),
        row(320, (300, "2024年5月20日")),
    )
    record = only(extract_notice(reading(page(lines))))
    assert values(record, "title", "event_on", "organisers", "issued_on") == {
        "title": "专精特新企业政策宣讲会",
        "event_on": "2024-06-03",
        "organisers": ["北京砚溪公共服务中心"],
        "issued_on": "2024-05-20",
    }


def test_a_press_release() -> None:
    lines = (
        row(60, (60, "“税收政策宣讲会”成功举办"), size=19),
        row(90, (60, "发布时间：2024-05-18 10:26"), (260, "来源：北京砚溪公共服务中心"), (430, "浏览次数：321")),
        row(
            120, (60, "2024年5月16日（星期四）14:00-16:00，由北京砚溪公共服务中心主办、北京澜舟科技有限公司承办的“税收")
        ),
        row(140, (60, "政策宣讲会”在北京市海淀区中云路8号成功举办。来自各行业的60余家企业参加，58名企业家代表到场。")),
    )
    record = only(extract_press_release(reading(page(lines))))
    assert values(record, "title", "event_on", "place", "organisers", "issued_on", "enterprises", "persons") == {
        "title": "税收政策宣讲会",
        "event_on": "2024-05-16",
        "place": "北京市海淀区中云路8号",
        "organisers": ["北京砚溪公共服务中心", "北京澜舟科技有限公司"],
        "issued_on": "2024-05-18",
        "persons": 58,
    }


def test_an_article_of_a_public_account() -> None:
    lines = (
        row(60, (20, "“税收政策宣讲会”成功举办"), size=20),
        row(90, (20, "北京砚溪公共服务中心")),
        row(110, (20, "2024年05月18日 18:22 北京")),
        row(150, (20, "5月16日，由北京砚溪公共服务中心主办的“税收政策宣讲会”在线上举办。")),
    )
    record = only(extract_press_release(reading(page(lines))))
    assert values(record, "event_on", "place", "issued_on") == {
        "event_on": "2024-05-16",
        "place": "线上",
        "issued_on": "2024-05-18",
    }


def test_a_summary_form() -> None:
    grid = table(
        ("活动名称", "知识产权保护讲座"),
        ("活动时间", "2024年7月2日（星期二）09:30-12:00"),
        ("活动地点", "北京市丰台区青年东路3号"),
        ("组织单位", "主办单位：北京砚溪公共服务中心；承办单位：北京澜舟科技有限公司"),
        ("填表日期", "2024年7月5日"),
    )
    lines = (row(40, (200, "活 动 总 结 表"), size=20),)
    record = only(extract_summary(reading(page(lines, tables=(grid,)))))
    assert values(record, "title", "event_on", "place", "organisers", "issued_on") == {
        "title": "知识产权保护讲座",
        "event_on": "2024-07-02",
        "place": "北京市丰台区青年东路3号",
        "organisers": ["北京砚溪公共服务中心", "北京澜舟科技有限公司"],
        "issued_on": "2024-07-05",
    }


def test_courseware() -> None:
    first = (
        row(200, (100, "中小企业融资对接沙龙"), size=46),
        row(280, (150, "主讲人：张三"), size=20),
        row(310, (150, "主办单位：北京砚溪公共服务中心"), size=20),
        row(340, (150, "2024年8月9日"), size=20),
    )
    second = (row(50, (48, "一、政策背景"), size=32), row(160, (100, "国家层面主要政策"), size=28))
    record = only(extract_courseware(reading(page(first), page(second, number=2))))
    assert values(record, "title", "event_on", "organisers", "issued_on") == {
        "title": "中小企业融资对接沙龙",
        "event_on": "2024-08-09",
        "organisers": ["北京砚溪公共服务中心"],
    }


def picture(*lines: object, fingerprint: str = "00ff00ff00ff00ff") -> Page:
    base = page(lines, origin=Origin.OCR)  # type: ignore[arg-type]
    return replace(base, fingerprint=fingerprint)


def test_a_photo_with_a_watermark() -> None:
    lines = (
        row(100, (100, "2024年税收政策宣讲会"), size=30),
        row(700, (20, "2024.05.16 14:05 星期四"), size=12),
        row(720, (20, "地点：北京市海淀区中云路8号"), size=12),
    )
    record = only(extract_photo(reading(picture(*lines))))
    assert values(record, "title", "event_on", "event_on_basis", "place", "fingerprint") == {
        "title": "2024年税收政策宣讲会",
        "event_on": "2024-05-16",
        "event_on_basis": "watermark",
        "place": "北京市海淀区中云路8号",
        "fingerprint": "00ff00ff00ff00ff",
    }


def test_a_photo_that_only_the_camera_dates() -> None:
    where = reading(picture(), meta=(("DateTimeOriginal", "2024:05:16 14:03:22"),))
    assert values(only(extract_photo(where)), "event_on", "event_on_basis") == {
        "event_on": "2024-05-16",
        "event_on_basis": "camera",
    }


def test_a_screenshot_of_a_meeting() -> None:
    lines = (
        row(20, (20, "腾讯会议 - 税收政策宣讲会"), (300, "会议号：123 456 789")),
        row(60, (500, "成员(56)")),
        row(90, (500, "北京砚溪科技-张三")),
        row(110, (500, "李四-天津澜舟检测")),
        row(130, (500, "王五")),
        row(800, (400, "14:25"), (450, "2024/5/16")),
    )
    record = only(extract_screenshot(reading(picture(*lines))))
    assert values(record, "title", "event_on", "persons", "meeting_number") == {
        "title": "税收政策宣讲会",
        "event_on": "2024-05-16",
        "persons": 56,
        "meeting_number": "123-456-789",
    }
    assert [(one["unit"], one["name"]) for one in record.rows("rows")] == [
        ("北京砚溪科技", "张三"),
        ("天津澜舟检测", "李四"),
    ]


def test_viewers_of_a_stream_are_no_participants() -> None:
    record = only(extract_screenshot(reading(picture(row(20, (20, "税收政策直播课")), row(60, (20, "1280人观看"))))))
    assert values(record, "persons", "viewers") == {"viewers": 1280}


@pytest.mark.parametrize("extract", [extract_notice, extract_summary, extract_courseware, extract_screenshot])
def test_what_has_no_text_is_a_problem(extract: Extractor) -> None:
    assert isinstance(extract(reading(page(())))[0], Problem)


def test_a_word_file_has_no_boxes() -> None:
    where = plain(
        "关于召开知识产权讲座的通知", "时间：2024年3月5日", "地点：北京市海淀区某路1号", "主办：北京砚溪公共服务中心"
    )
    record = only(extract_notice(where))
    assert values(record, "title", "event_on", "organisers") == {
        "title": "知识产权讲座",
        "event_on": "2024-03-05",
        "organisers": ["北京砚溪公共服务中心"],
    }


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("关于举办2024年“专精特新”企业政策宣讲会的通知", "2024年“专精特新”企业政策宣讲会"),
        ("中小企业融资对接会签到表", "中小企业融资对接会"),
        ("税收政策宣讲会-签到记录", "税收政策宣讲会"),
        ("关于召开知识产权讲座的通知（第二轮）", "知识产权讲座"),
        ("关于组织参加2024中关村论坛的函", "2024中关村论坛"),
        ("签到表", "签到表"),
        ("", ""),
    ],
)
def test_the_name_of_an_activity_in_its_heading(heading: str, name: str) -> None:
    assert activity_name(heading) == name


def test_nicknames() -> None:
    assert split_nickname("北京砚溪科技-张三(主持人)") == ("北京砚溪科技", "张三")
    assert split_nickname("张三") is None
    assert split_nickname("2024-05-16") is None
