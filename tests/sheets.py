"""Sheets of the declared lists as a test writes them down, and what is read from them."""

from collections.abc import Sequence

from domain.claims import DeclaredList, ListName
from domain.documents import CellValue, Problem, Reading, Sheet, SheetRow
from extractors.declared_lists import extract_claims

SHA = "0" * 64
FILLER = "\u3000"

STAFF = ("序号", "姓名", "职务", "学历", "毕业院校及专业", "资格/资质名称", "发证机关", "联系电话")
SERVED = ("序号", "服务企业名称", "服务内容", "所属省市")
ORDERS = (
    "序号",
    "服务企业名称",
    "服务主要内容",
    "企业划型",
    "合同/订单金额（万元）",
    "合同/订单时间",
    "合同号/订单号/银行回单号等",
)
PRODUCTS = ("序号", "服务产品（项目）名称", "服务产品（项目）分类", "内容介绍", "价格")
ACTIVITIES = ("序号", "活动名称", "时间", "地点", "参与企业家数", "参与人数", "收费情况")
SURVEYS = ("序号", "服务企业名称", "服务内容", "联系人", "联系电话", "服务满意度（%）")
PARTNERS = ("序号", "合作服务机构名称", "服务类别", "主要服务内容", "签订协议时间")
HIGH_GROWTH = ("序号", "企业名称", "企业资质", "提供的服务内容")

HEADERS = {
    ListName.STAFF: STAFF,
    ListName.SERVED: SERVED,
    ListName.ORDERS: ORDERS,
    ListName.PRODUCTS: PRODUCTS,
    ListName.ACTIVITIES: ACTIVITIES,
    ListName.SURVEYS: SURVEYS,
    ListName.PARTNERS: PARTNERS,
    ListName.HIGH_GROWTH: HIGH_GROWTH,
}
ROWS: dict[ListName, tuple[CellValue, ...]] = {
    ListName.STAFF: (1, "张三", "经理", "本科", "北京大学 法学", "工程师", "北京市人社局", 13800008000),
    ListName.SERVED: (1, "北京云途科技有限公司", "代理记账", "北京市"),
    ListName.ORDERS: (1, "北京云途科技有限公司", "代理记账", "小型", 1.2, "2024-03-05", "HT-001"),
    ListName.PRODUCTS: (1, "专利检索", "技术创新", "查新检索", "免费"),
    ListName.ACTIVITIES: (1, "政策宣讲会", "2024-03-05", "线上", 30, 52, "免费"),
    ListName.SURVEYS: (1, "北京云途科技有限公司", "代理记账", "李四", "138****8000", 95),
    ListName.PARTNERS: (1, "北京某某律师事务所", "综合咨询", "法律咨询", "2024-03-05"),
    ListName.HIGH_GROWTH: (1, "北京云途科技有限公司", "专精特新", "专利申请"),
}


def sheet_of(rows: Sequence[Sequence[CellValue]], name: str = "Sheet1", hidden: Sequence[int] = ()) -> Sheet:
    return Sheet(
        name=name,
        rows=tuple(SheetRow(number, tuple(row), number in hidden) for number, row in enumerate(rows, 1)),
    )


def reading_of(*sheets: Sheet, path: str = "材料/表.xlsx") -> Reading:
    return Reading(path=path, sha256=SHA, sheets=sheets)


def lists_of(*rows: Sequence[CellValue], path: str = "材料/表.xlsx", sheet: str = "Sheet1") -> tuple[DeclaredList, ...]:
    return extract_claims(reading_of(sheet_of(rows, sheet), path=path))[0]


def list_of(*rows: Sequence[CellValue], path: str = "材料/表.xlsx", sheet: str = "Sheet1") -> DeclaredList:
    lists = lists_of(*rows, path=path, sheet=sheet)
    assert len(lists) == 1
    return lists[0]


def problems_of(*rows: Sequence[CellValue], path: str = "材料/表.xlsx", sheet: str = "Sheet1") -> tuple[Problem, ...]:
    lists, problems = extract_claims(reading_of(sheet_of(rows, sheet), path=path))
    return (*problems, *(problem for declared in lists for problem in declared.problems))


def names(declared: DeclaredList) -> list[str]:
    return [claim.name for claim in declared.rows]


def merged(text: str, width: int) -> tuple[str, ...]:
    return (text,) * width
