"""Bundles: several papers in one document, parted where a paper begins, together where one goes on."""

from dataclasses import replace

from domain.documents import Code, Kind, Line, Origin, Page, Problem, Reading
from extractors.bundles import split
from tests.positioned import column, page, reading, row

PARTIES = ("甲方：北京云途科技有限公司", "乙方：中关村检测股份有限公司", "合同金额：12000元")
SIGNING = ("甲方（盖章）：", "乙方（盖章）：", "日期：2024年3月5日")


def bundle(*pages: tuple[str, ...], path: str = "材料/全部.pdf") -> Reading:
    return reading(*(page(column(60, *lines), number) for number, lines in enumerate(pages, 1)), path=path)


def parts(paper: Reading) -> list[tuple[Kind, tuple[int, ...]]]:
    found = []
    for kind, part in split(paper):
        assert not isinstance(kind, Problem)
        found.append((kind, tuple(one.number for one in part.pages)))
    return found


def test_contracts_behind_each_other() -> None:
    paper = bundle(
        ("技术服务合同", "合同编号：A-1", *PARTIES),
        ("第二条 其他约定", *SIGNING),
        ("软件开发合同", "合同编号：A-2", *PARTIES, *SIGNING),
    )
    assert parts(paper) == [(Kind.SERVICE_CONTRACT, (1, 2)), (Kind.SERVICE_CONTRACT, (3,))]


def test_a_contract_with_a_cover_and_its_title_twice_is_one() -> None:
    paper = bundle(
        ("技术服务合同", "委托方（甲方）：北京云途科技有限公司", "签订时间：2024年3月5日"),
        ("填写说明", "一、本合同为示范文本。"),
        ("技术服务合同", *PARTIES),
        ("第五条 其他", *SIGNING),
    )
    assert parts(paper) == [(Kind.SERVICE_CONTRACT, (1, 2, 3, 4))]


def test_a_contract_without_its_last_page_ends_where_another_begins() -> None:
    paper = bundle(
        ("技术服务合同", "合同编号：A-1", *PARTIES),
        ("软件开发合同", "合同编号：A-2", *PARTIES, *SIGNING),
    )
    assert parts(paper) == [(Kind.SERVICE_CONTRACT, (1,)), (Kind.SERVICE_CONTRACT, (2,))]


def test_annexes_and_numbered_pages_stay_with_their_contract() -> None:
    paper = bundle(
        ("技术服务合同", *PARTIES, *SIGNING, "第 1 页 共 3 页"),
        ("技术服务合同", "验收标准", "第 2 页 共 3 页"),
        ("附件一 服务承诺书", "乙方承诺如下"),
    )
    assert parts(paper) == [(Kind.SERVICE_CONTRACT, (1, 2, 3))]


def test_certificates_one_a_page() -> None:
    diploma = ("普通高等学校毕业证书", "成绩合格，准予毕业。")
    assert parts(bundle(diploma, diploma, ("学士学位证书", "授予工学学士学位。"))) == [
        (Kind.DIPLOMA, (1,)),
        (Kind.DIPLOMA, (2,)),
        (Kind.DEGREE_CERTIFICATE, (3,)),
    ]


def test_questionnaires_one_a_page() -> None:
    form = ("服务满意度调查问卷", "总体满意度：98%")
    assert len(split(bundle(form, form, form))) == 3


def test_a_whole_activity() -> None:
    photo = Page(number=4, width=800, height=600, origin=Origin.NONE, coloured=True)
    paper = bundle(
        ("关于举办政策宣讲会的通知", "活动时间：5月16日", "14:00 签到"),
        ("政策宣讲会签到表", "序号 姓名 单位 电话 签名"),
        ("政策宣讲会签到表", "序号 姓名 单位 电话 签名"),
    )
    paper = replace(paper, pages=(*paper.pages, photo, replace(photo, number=5)))
    assert parts(paper) == [
        (Kind.ACTIVITY_NOTICE, (1,)),
        (Kind.SIGN_IN_SHEET, (2, 3)),
        (Kind.ACTIVITY_PHOTO, (4, 5)),
    ]


def test_a_blank_receipt_behind_a_notice_is_no_sign_in_sheet() -> None:
    paper = bundle(("关于举办政策宣讲会的通知", "报名方式：电话"), ("参会回执", "姓名 单位 电话 签名"))
    assert parts(paper) == [(Kind.ACTIVITY_NOTICE, (1, 2))]


def test_sign_in_sheets_of_two_activities_are_two() -> None:
    paper = bundle(("政策宣讲会签到表", "姓名 单位 电话 签名"), ("融资对接会签到表", "姓名 单位 电话 签名"))
    assert [kind for kind, _ in parts(paper)] == [Kind.SIGN_IN_SHEET, Kind.SIGN_IN_SHEET]


def test_a_volume_keeps_what_it_encloses() -> None:
    paper = bundle(
        ("审计报告", "我们审计了资产负债表"), ("资产负债表", "流动资产 负债合计"), ("营业执照", "注册资本 住所")
    )
    assert parts(paper) == [(Kind.AUDIT_REPORT, (1, 2, 3))]


def invoice_lines(top: float, number: str) -> tuple[Line, ...]:
    return (
        row(top, (230, "电子发票（普通发票）"), size=16),
        row(top, (420, f"发票号码：{number}")),
        row(top + 150, (30, "价税合计（大写）⊗壹仟圆整"), (420, "（小写）¥1000.00")),
        row(top + 200, (60, "开票人：李明")),
    )


def test_two_invoices_on_a_page_are_two() -> None:
    first, second = "24112000000012345678", "24112000000087654321"
    paper = reading(page((*invoice_lines(30, first), *invoice_lines(450, second))))
    halves = [part.text for _, part in split(paper)]
    assert [first in half for half in halves] == [True, False]
    assert [second in half for half in halves] == [False, True]


def test_a_title_that_was_read_in_old_letters_is_a_title_too() -> None:
    def old(line: Line) -> Line:
        return Line(tuple(replace(one, text=one.text.replace("电子发票", "電子發票")) for one in line.words))

    lines = (*invoice_lines(30, "24112000000012345678"), *map(old, invoice_lines(450, "24112000000087654321")))
    assert ["12345678" in part.text for _, part in split(reading(page(lines)))] == [True, False]


def test_what_a_remark_says_of_another_invoice_begins_none() -> None:
    remark = row(600, (60, "备注：原增值税专用发票号码12345678，已退回增值税普通发票一张"))
    paper = reading(page((*invoice_lines(30, "24112000000012345678"), remark)))
    assert len(split(paper)) == 1


def test_each_of_two_invoices_keeps_its_own_code() -> None:
    lines = (*invoice_lines(30, "24112000000012345678"), *invoice_lines(450, "24112000000087654321"))
    codes = (Code("1", (0.1, 0.04, 0.2, 0.1)), Code("2", (0.1, 0.54, 0.2, 0.6)))
    halves = split(reading(replace(page(lines), codes=codes)))
    assert [[code.text for code in part.pages[0].codes] for _, part in halves] == [["1"], ["2"]]


def test_two_invoices_on_a_page_that_lies_on_its_head_are_two() -> None:
    upright = page((*invoice_lines(30, "24112000000012345678"), *invoice_lines(450, "24112000000087654321")))
    lines = tuple(
        Line(tuple(replace(one, box=tuple(1 - one.box[i] for i in (2, 3, 0, 1))) for one in line.words if one.box))  # type: ignore[arg-type]
        for line in upright.lines
    )
    paper = reading(replace(upright, rotation=180, lines=lines))
    assert ["12345678" in part.text for _, part in split(paper)] == [True, False]


def test_one_paper_is_helped_by_its_folder() -> None:
    blank = Page(number=1, width=800, height=600, origin=Origin.NONE, coloured=True)
    assert parts(reading(blank, path="活动/照片/1.jpg")) == [(Kind.ACTIVITY_PHOTO, (1,))]
