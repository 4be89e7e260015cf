"""Diplomas, degrees, registration forms, titles and vocational certificates."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Kind, Line, Problem
from domain.records import Record
from extractors.certificate import (
    extract_degree,
    extract_diploma,
    extract_education_report,
    extract_title,
    extract_vocational,
)
from extractors.ranks import degree_number, diploma_number, education_level, stated_level, title_level
from tests.positioned import page, plain, reading, row, table

ID = "110199199001010010"


def records(found: tuple[Record | Problem, ...]) -> list[Record]:
    return [item for item in found if isinstance(item, Record)]


def values(record: Record, *names: str) -> Mapping[str, object]:
    return {name: record.fields[name].value for name in names if name in record.fields}


def diploma(
    name: str = "张三",
    level: str = "四年制本科",
    result: str = "准予毕业",
    title: str = "毕 业 证 书",
    number: str = "999991200905000123",
) -> tuple[Line, ...]:
    return (
        row(80, (220, "普通高等学校"), size=26),
        row(120, (220, title), size=40),
        row(220, (240, f"学生 {name}，性别男，一九八七年三月五日生，于二〇〇五年九月至二〇〇九"), size=14),
        row(245, (210, f"年七月在本校（院）计算机科学与技术专业{level}学习，修完教学计划"), size=14),
        row(270, (210, f"规定的全部课程，成绩合格，{result}。"), size=14),
        row(420, (90, "校 名：溪川理工大学"), (400, "校（院）长：李四")),
        row(460, (90, f"证书编号：{number}"), (420, "二〇〇九年七月一日")),
    )


def test_a_diploma() -> None:
    (record,) = records(extract_diploma(reading(page(diploma()))))
    assert record.kind is Kind.DIPLOMA
    assert values(record, "name", "school", "major", "level", "graduated_on", "number", "completed") == {
        "name": "张三",
        "school": "溪川理工大学",
        "major": "计算机科学与技术",
        "level": "本科",
        "graduated_on": "2009-07-01",
        "number": "999991200905000123",
        "completed": True,
    }
    assert record.fields["level"].confidence == 1
    assert record.fields["name"].source.bbox is not None


def test_a_diploma_of_incomplete_study_is_no_graduation() -> None:
    lines = diploma(result="准予结业", title="结 业 证 书")
    (record,) = records(extract_diploma(reading(page(lines))))
    assert values(record, "level", "completed") == {"level": "本科", "completed": False}


def test_the_number_contradicts_the_words() -> None:
    (record,) = records(extract_diploma(reading(page(diploma(number="999991200906000123")))))
    assert values(record, "level", "level_conflict") == {"level": "本科", "level_conflict": "专科"}
    assert record.fields["level"].confidence < 1


def test_the_number_tells_a_level_that_cannot_be_read() -> None:
    (record,) = records(extract_diploma(reading(page(diploma(level="四年制")))))
    assert record.text("level") == "本科"
    assert record.fields["level"].confidence < 1


def test_an_upgraded_college_study_is_a_bachelors() -> None:
    (record,) = records(extract_diploma(reading(page(diploma(level="专升本")))))
    assert record.text("level") == "本科"


def test_a_diploma_of_adult_education() -> None:
    lines = (
        row(100, (220, "高等教育"), size=22),
        row(140, (200, "毕 业 证 书"), size=36),
        row(300, (120, "学生张三，男，1987年3月5日生，于2005年9月至2009年7月在我校会计学专业专科"), size=11),
        row(320, (90, "学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"), size=11),
        row(360, (90, "证书编号：999995200906000123")),
        row(390, (350, "屿桥财经学院")),
        row(410, (350, "2009年7月10日")),
    )
    (record,) = records(extract_diploma(reading(page(lines))))
    assert values(record, "name", "school", "major", "level", "graduated_on") == {
        "name": "张三",
        "school": "屿桥财经学院",
        "major": "会计学",
        "level": "专科",
        "graduated_on": "2009-07-10",
    }


def test_a_degree() -> None:
    lines = (
        row(100, (150, "学 士 学 位 证 书"), size=34),
        row(210, (100, "张三，男，1987年3月5日生。在溪川理工大学软件工程专业完成了本科学习计划，"), size=12),
        row(235, (80, "业已毕业，经审核符合《中华人民共和国学位条例》的规定，授予工学学士学位。"), size=12),
        row(300, (380, "溪川理工大学")),
        row(320, (380, "2009年7月1日")),
        row(350, (80, "证书编号：9999942009000123")),
    )
    (record,) = records(extract_degree(reading(page(lines))))
    assert values(record, "name", "school", "major", "level", "graduated_on", "number") == {
        "name": "张三",
        "school": "溪川理工大学",
        "major": "软件工程",
        "level": "学士",
        "graduated_on": "2009-07-01",
        "number": "9999942009000123",
    }


REPORT = (
    ("姓名", "张三", "性别", "男"),
    ("出生日期", "1987年03月05日", "入学日期", "2005年09月01日"),
    ("毕(结)业日期", "2009年07月01日", "学校名称", "溪川理工大学"),
    ("专业", "软件工程", "学制", "4 年"),
    ("学历类别", "普通高等教育", "层次", "本科"),
    ("学习形式", "普通全日制", "毕(结)业", "毕业"),
    ("校(院)长姓名", "李四", "证书编号", "999991200905000123"),
)


def test_a_registration_form() -> None:
    lines = (
        row(60, (150, "教育部学历证书电子注册备案表"), size=20),
        row(500, (172, "在线验证码"), size=11),
        row(520, (172, "A1B2 C3D4 E5F6 G7H8"), size=14),
    )
    (record,) = records(extract_education_report(reading(page(lines, tables=(table(*REPORT),)))))
    names = ("name", "school", "major", "level", "graduated_on", "verification_code", "completed")
    assert values(record, *names) == {
        "name": "张三",
        "school": "溪川理工大学",
        "major": "软件工程",
        "level": "本科",
        "graduated_on": "2009-07-01",
        "verification_code": "A1B2C3D4E5F6G7H8",
        "completed": True,
    }


def test_a_registration_form_in_lines() -> None:
    pairs = [(cells[i], cells[i + 1]) for cells in REPORT for i in (0, 2)]
    lines = (
        row(60, (150, "教育部学历证书电子注册备案表"), size=20),
        *(row(140 + 24 * k, (90, f"{label}："), (190, value)) for k, (label, value) in enumerate(pairs)),
    )
    (record,) = records(extract_education_report(reading(page(lines))))
    assert values(record, "name", "school", "level", "graduated_on", "number", "completed") == {
        "name": "张三",
        "school": "溪川理工大学",
        "level": "本科",
        "graduated_on": "2009-07-01",
        "number": "999991200905000123",
        "completed": True,
    }


def title_lines(title: str = "工程师", level: str = "中级", name: str = "张三") -> tuple[Line, ...]:
    pairs = (
        ("姓    名：", name),
        ("证件号码：", ID),
        ("资格名称：", title),
        ("级    别：", level),
        ("授予时间：", "2018年6月20日"),
        ("评审机构：", "北京市工程技术系列职称评审委员会"),
        ("管 理 号：", "201800001234"),
    )
    lines = (row(150 + 30 * k, (120, label), (220, value)) for k, (label, value) in enumerate(pairs) if value)
    return (row(80, (180, "北京市职称证书"), size=30), *lines)


def test_a_title() -> None:
    (record,) = records(extract_title(reading(page(title_lines()))))
    names = ("name", "title", "level", "awarded_on", "number", "issuer", "id_number", "id_valid")
    assert values(record, *names) == {
        "name": "张三",
        "title": "工程师",
        "level": "中级",
        "awarded_on": "2018-06-20",
        "number": "201800001234",
        "issuer": "北京市工程技术系列职称评审委员会",
        "id_number": ID,
        "id_valid": True,
    }


def test_a_title_without_a_level_has_that_of_its_words() -> None:
    (record,) = records(extract_title(reading(page(title_lines(level="")))))
    assert record.text("level") == "中级"


def test_a_level_that_the_title_contradicts_is_doubtful() -> None:
    (record,) = records(extract_title(reading(page(title_lines(title="助理工程师")))))
    assert values(record, "level", "level_conflict") == {"level": "中级", "level_conflict": "初级"}
    assert record.fields["level"].confidence < 1


def test_a_skill_level_is_no_title() -> None:
    lines = (row(80, (180, "职业资格证书"), size=30), *title_lines("电工", "二级/技师")[1:])
    (record,) = records(extract_vocational(reading(page(lines))))
    assert "level" not in record.fields
    assert record.text("skill_level") == "二级/技师"


def test_a_vocation_without_a_level_has_none() -> None:
    lines = (row(80, (180, "职业资格证书"), size=30), *title_lines("注册会计师", "")[1:])
    (record,) = records(extract_vocational(reading(page(lines))))
    assert "level" not in record.fields


def test_several_certificates_in_one_file() -> None:
    cover = page((row(200, (200, "专业技术资格证书"), size=30),), number=4)
    inside = page(title_lines("高级工程师", "", "李四")[1:], number=5)
    pages = (page(diploma()), page(diploma("王五"), number=2), page(title_lines(), number=3), cover, inside)
    found = records(extract_diploma(reading(*pages)))
    assert [(record.kind, record.text("name"), record.pages) for record in found] == [
        (Kind.DIPLOMA, "张三", (1, 1)),
        (Kind.DIPLOMA, "王五", (2, 2)),
        (Kind.TITLE_CERTIFICATE, "张三", (3, 3)),
        (Kind.TITLE_CERTIFICATE, "李四", (4, 5)),
    ]
    assert found[3].text("level") == "副高级"


def test_two_certificates_on_one_page() -> None:
    lower = tuple(
        row(500 + 24 * k, (80, text), size=11)
        for k, text in enumerate(
            (
                "学士学位证书",
                "张三，男，1987年3月5日生。在溪川理工大学软件工程专业完成了本科学习计划，",
                "授予工学学士学位。",
                "证书编号：9999942009000123",
            )
        )
    )
    found = records(extract_diploma(reading(page((*diploma(), *lower)))))
    assert [(record.kind, record.text("level")) for record in found] == [
        (Kind.DIPLOMA, "本科"),
        (Kind.DEGREE_CERTIFICATE, "学士"),
    ]


def test_what_cannot_be_read_is_a_problem() -> None:
    found = extract_diploma(reading(page((row(80, (200, "毕业证书"), size=30),))))
    assert [type(item) for item in found] == [Problem]
    assert isinstance(extract_title(reading(page(())))[0], Problem)


def test_a_certificate_in_a_word_file() -> None:
    where = plain("职称证书", "姓名：欧阳明华", "资格名称：高级经济师", "批准日期：2020年9月")
    (record,) = records(extract_title(where))
    assert values(record, "name", "title", "level", "awarded_on") == {
        "name": "欧阳明华",
        "title": "高级经济师",
        "level": "副高级",
        "awarded_on": "2020-09",
    }


@pytest.mark.parametrize(
    ("level", "titles"),
    [
        ("初级", "助理工程师 助理经济师 技术员 会计员 助教 研究实习员 助理馆员 护师 三级翻译 初级会计师"),
        (
            "中级",
            "工程师 经济师 会计师 统计师 讲师 助理研究员 馆员 编辑 二级翻译 主治医师 主管药师 农艺师 实验师 知识产权师",
        ),
        (
            "副高级",
            "高级工程师 高级经济师 高级会计师 副教授 副研究员 副研究馆员 副编审 副主任医师 高级讲师 高级知识产权师",
        ),
        ("正高级", "正高级工程师 教授级高级工程师 教授 研究员 研究馆员 编审 主任医师 正高级经济师"),
        (
            None,
            "高级技师 技师 高级工 中级工 高级经理 项目经理 高级顾问 注册会计师 一级建造师 专利代理师 总工程师",
        ),
    ],
)
def test_levels_of_titles(level: str | None, titles: str) -> None:
    assert {title: title_level(title) for title in titles.split()} == dict.fromkeys(titles.split(), level)


def test_stated_levels() -> None:
    assert [stated_level(text) for text in ("中级", "高级", "副高级", "正高级", "初级", "二级/技师")] == [
        "中级",
        "副高级",
        "副高级",
        "正高级",
        "初级",
        None,
    ]


def test_levels_of_education() -> None:
    words = ("博士研究生", "硕士研究生", "本科", "专升本", "专科起点本科", "专科(高职)", "高中", "")
    assert [education_level(text) for text in words] == [
        "博士研究生",
        "硕士研究生",
        "本科",
        "本科",
        "本科",
        "专科",
        "高中",
        None,
    ]


@given(st.integers(0, 10**6 - 1), st.sampled_from([("01", "博士研究生"), ("05", "本科"), ("06", "专科")]))
def test_numbers_of_diplomas(serial: int, level: tuple[str, str]) -> None:
    facts = diploma_number(f"9999912009{level[0]}{serial:06d}")
    assert facts is not None
    assert (facts.level, facts.year) == (level[1], 2009)


def test_numbers_of_another_form_tell_nothing() -> None:
    assert diploma_number("99999120090500012") is None
    degree = degree_number("C9999942009000123")
    assert degree is not None
    assert degree.level == "学士"
    assert degree_number("1234") is None
