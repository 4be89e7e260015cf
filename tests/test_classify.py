"""Kinds of documents: told by titles and labels, helped by folders, never guessed (contract, section 5)."""

from dataclasses import replace

import pytest

from domain.documents import Kind, Line, Origin, Page, Problem, Reading, Sheet, SheetRow, Word
from domain.findings import Reason
from extractors.classify import classify, face_of, rank, recognise
from extractors.signs import KNOWN, SIGNS
from tests.positioned import SHA256, plain, reading

PARTIES = ("甲方：北京云途科技有限公司", "乙方：中关村检测股份有限公司")
FEE = "合同金额：人民币12,000元，付款方式：银行转账。乙方向甲方开具增值税普通发票。"

PAPERS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.SERVICE_CONTRACT, ("技术服务合同", *PARTIES, FEE)),
    (
        Kind.SERVICE_CONTRACT,
        ("检测委托书", "委托单位：北京云途科技有限公司", "检测单位：某某检测中心", "检测费用：300元"),
    ),
    (
        Kind.SERVICE_CONTRACT,
        ("合作协议", *PARTIES, "甲方委托乙方开发软件。", "合同金额为人民币12,000元，付款方式为一次付清。"),
    ),
    (Kind.COOPERATION_AGREEMENT, ("战略合作协议", *PARTIES, "双方资源共享、优势互补，共同为中小企业提供服务。")),
    (Kind.COOPERATION_AGREEMENT, ("合作框架协议", *PARTIES, "联合为企业提供服务，收费服务按优惠价支付服务费。")),
    (
        Kind.LEASE_CONTRACT,
        ("房屋租赁合同", "出租方（甲方）：某某物业公司", "承租方（乙方）：北京云途科技有限公司", "租金每月1万元"),
    ),
    (
        Kind.INVOICE,
        ("电子发票（普通发票）", "发票号码：24112000000012345678", "价税合计（大写）壹仟元整（小写）¥1000.00"),
    ),
    (Kind.COMMITMENT, ("说明和承诺", "我单位郑重承诺所提供材料真实性、完整性，随时接受抽查。")),
    (Kind.COMMITMENT, ("诚信承诺书", "本人承诺诚信、守法。")),
    (Kind.STATEMENT, ("声明函", "本单位保证所提供资料的真实性、完整性和准确性。")),
    (Kind.STATEMENT, ("营业收入占比说明", "占比83.5%。", "特此说明。")),
    (Kind.SURVEY_FORM, ("服务满意度调查问卷", "企业名称：某公司", "合同履行情况：非常满意", "总体满意度：98%")),
    (Kind.INDEX_DOCUMENT, ("证明材料目录", "门槛条件1……文件夹01：营业执照", "门槛条件5……文件夹05：合作协议")),
    (Kind.BUSINESS_LICENCE, ("营业执照", "名称 某公司", "注册资本 100万元", "成立日期 2012年4月5日")),
    (
        Kind.ACTIVITY_NOTICE,
        ("关于举办“政策宣讲会”的通知", "活动时间：5月16日", "14:00-14:30 签到", "请提前到场并填写签到表。"),
    ),
    (Kind.SIGN_IN_SHEET, ("政策宣讲会签到表", "序号 姓名 单位 联系电话 签名")),
    (Kind.MEETING_SCREENSHOT, ("腾讯会议", "会议号：123 456 789", "成员(56)", "解除静音 共享屏幕 聊天")),
    (
        Kind.ACTIVITY_SUMMARY,
        ("政策宣讲会活动总结", "按照活动通知要求，本次活动于5月16日举办。", "下发通知，组织签到。"),
    ),
    (
        Kind.PRESS_RELEASE,
        ("政策宣讲会在京成功举办", "来源：云途公众号", "近日，宣讲会举办。通知发出后，企业踊跃参加。"),
    ),
    (
        Kind.SOCIAL_INSURANCE,
        ("北京市社会保险个人权益记录", "查询流水号：11010820250201123456", "社会保障号码 养老保险 失业保险"),
    ),
    (Kind.DIPLOMA, ("普通高等学校毕业证书", "修完本科教学计划规定的全部课程，成绩合格，准予毕业。")),
    (Kind.DEGREE_CERTIFICATE, ("学士学位证书", "授予工学学士学位。")),
    (Kind.EDUCATION_REPORT, ("教育部学历证书电子注册备案表", "姓名 张三", "在线验证码 ABCD1234", "毕业证书编号")),
    (Kind.TITLE_CERTIFICATE, ("北京市职称证书", "资格名称 工程师", "评审机构 某评审委员会")),
    (Kind.VOCATIONAL_CERTIFICATE, ("专业技术人员职业资格证书", "专利代理师")),
    (Kind.AUDIT_REPORT, ("审计报告", "我们审计了某公司的资产负债表，某会计师事务所，中国注册会计师。", "营业执照")),
    (Kind.PERFORMANCE_REPORT, ("2024年度绩效报告", "一、平台基本情况", "六、下一步发展规划")),
    (Kind.OTHER, ("年度服务企业名单", "序号 服务企业名称 服务内容 所属省市")),
    (
        Kind.OTHER,
        ("服务对象满意度调查表", "序号 服务企业名称 服务内容 联系人 联系电话 服务满意度（%）", "附表4-2-1-6"),
    ),
    (
        Kind.DECLARED_FORM,
        ("示范平台申报信息", "申报服务类别：综合咨询", "注册所在区：海淀区", "服务场地面积（平米）：500"),
    ),
    (Kind.IP_CERTIFICATE, ("计算机软件著作权登记证书", "软著登字第1234567号")),
    (Kind.HONOUR_CERTIFICATE, ("荣誉证书", "授予北京云途科技有限公司“先进单位”称号")),
    (Kind.ICP_FILING, ("ICP备案查询", "主办单位名称 某公司", "审核通过日期 2020-01-01", "京ICP备12345678号")),
    (Kind.MANAGEMENT_CERTIFICATE, ("质量管理体系认证证书", "GB/T 19001-2016/ISO 9001:2015", "认证范围")),
    (Kind.CREDIT_REPORT, ("信用中国（北京）", "行政处罚 0", "严重失信主体名单 0")),
    (Kind.PROPERTY_TITLE, ("不动产权证书", "权利人 某公司", "坐落 北京市海淀区")),
    (Kind.APPOINTMENT_LETTER, ("聘书", "兹聘请张三先生为创业导师")),
    (Kind.INSTITUTION_CERTIFICATE, ("事业单位法人证书", "宗旨和业务范围", "开办资金")),
    (Kind.SOCIETY_CERTIFICATE, ("社会团体法人登记证书", "业务主管单位")),
    (Kind.MANAGEMENT_DOCUMENT, ("服务收费标准", "第一章 总则", "第一条 为规范收费")),
)


@pytest.mark.parametrize(("kind", "lines"), PAPERS, ids=[f"{kind}-{lines[0]}" for kind, lines in PAPERS])
def test_kinds_by_what_the_paper_says(kind: Kind, lines: tuple[str, ...]) -> None:
    told = classify(plain(*lines), "")
    assert told == kind, [(one.kind, one.points, one.signs) for one in rank(face_of(plain(*lines), ""))]


@pytest.mark.parametrize("folder", ["合同/1.docx", "发票/1.docx", "通知/1.docx", "照片/1.docx", "签到表/1.docx"])
def test_a_folder_does_not_overrule_a_title(folder: str) -> None:
    news = plain("政策宣讲会在京成功举办", "来源：云途公众号", "近日，宣讲会举办。")
    assert classify(news, folder) is Kind.PRESS_RELEASE


def test_nothing_known_is_unknown() -> None:
    assert classify(plain("今天天气很好。"), "") is Kind.UNKNOWN
    assert classify(reading(), "") is Kind.UNKNOWN


def test_a_case_may_be_about_training() -> None:
    case = plain("优秀服务案例", "员工数字化技能培训应用案例", "客户名称：北京云途科技有限公司", "取得的成效")
    assert classify(case, "") is Kind.CASE_DESCRIPTION
    shared = plain("优秀服务案例", "数字化应用案例分享会", "签到表")
    assert classify(shared, "") is not Kind.CASE_DESCRIPTION


def test_two_kinds_are_a_problem() -> None:
    told = classify(plain("诚信承诺书", "荣誉证书"), "")
    assert isinstance(told, Problem)
    assert told.reason is Reason.KIND_AMBIGUOUS
    assert told.detail == "commitment、honour-certificate"


def test_a_folder_decides_between_equals() -> None:
    assert classify(plain("诚信承诺书", "荣誉证书"), "门槛3/承诺/1.docx") is Kind.COMMITMENT


def picture(*texts: str) -> Reading:
    lines = tuple(Line((Word(text, None, 0.9),)) for text in texts)
    origin = Origin.OCR if texts else Origin.NONE
    return reading(Page(number=1, width=1600, height=1200, origin=origin, lines=lines, coloured=True))


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("活动1/现场照片/IMG_0001.jpg", Kind.ACTIVITY_PHOTO),
        ("活动1/照片.jpg", Kind.ACTIVITY_PHOTO),
        ("材料/1.jpg", Kind.UNKNOWN),
    ],
)
def test_photos_are_told_by_their_folder(place: str, kind: Kind) -> None:
    assert classify(picture(), place) is kind


def test_a_banner_makes_a_photo() -> None:
    assert classify(picture("中小企业政策宣讲沙龙"), "活动1/照片/2.jpg") is Kind.ACTIVITY_PHOTO


def test_a_photo_of_a_sign_in_sheet_is_one() -> None:
    paper = picture("政策宣讲会签到表", "序号 姓名 单位 电话 签名", "1 张三 某公司 138")
    assert classify(paper, "活动1/照片/3.jpg") is Kind.SIGN_IN_SHEET


def test_slides_that_lie_on_their_side_are_slides() -> None:
    slide = Page(
        number=1, width=540, height=960, origin=Origin.OCR, rotation=90, lines=(Line((Word("主讲人：李明"),)),)
    )
    paper = reading(slide, replace(slide, number=2), replace(slide, number=3))
    assert classify(paper, "") is Kind.COURSEWARE


def sheets(*rows: tuple[str | int | None, ...]) -> Reading:
    sheet = Sheet(name="Sheet1", rows=tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1)))
    return Reading(path="名单.xlsx", sha256=SHA256, sheets=(sheet,))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ((("年度服务企业名单",), ("序号", "服务企业名称", "服务内容", "所属省市")), Kind.LIST_WORKBOOK),
        ((("签到表",), ("序号", "姓名", "单位", "手机号")), Kind.SIGN_IN_SHEET),
        ((("序号", "提交答卷时间", "您的企业名称", "您对服务的总体满意度"),), Kind.SURVEY_FORM),
        ((("证明材料目录",), ("指标", "文件夹序号", "文件夹名称")), Kind.INDEX_DOCUMENT),
    ],
)
def test_workbooks(rows: tuple[tuple[str, ...], ...], kind: Kind) -> None:
    assert classify(sheets(*rows), "") is kind


def test_every_sign_can_be_explained() -> None:
    face = face_of(plain("诚信承诺书", "本人郑重承诺诚信守法。"), "承诺/1.docx")
    found = recognise(Kind.COMMITMENT, face)
    assert found.signs == ("title", "commits", "folder")
    assert found.points == 11
    assert all(sign.points for signs in SIGNS.values() for sign in signs)
    assert KNOWN <= 4


def test_a_hostile_text_costs_no_time() -> None:
    noise = "甲方发票号码价税合计签到姓名单位关于" * 3000
    paper = plain(*(noise[index : index + 400] for index in range(0, len(noise), 400)))
    assert isinstance(classify(replace(paper, path="x" * 4000), "合同" * 2000), Kind | Problem)
