"""Claims: the rows that the applicant declared, list by list (附表4-2-1-1 … 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.documents import CellValue, Problem, Source


class ListName(StrEnum):
    """The lists of a submission (contract, section 3)."""

    STAFF = "staff"
    SERVED = "served"
    ORDERS = "orders"
    PRODUCTS = "products"
    ACTIVITIES = "activities"
    SURVEYS = "surveys"
    PARTNERS = "partners"
    HIGH_GROWTH = "high-growth"
    REGISTERED = "registered"
    MENTORS = "mentors"
    STARTUPS = "startups"
    FINANCED = "financed"
    LISTED = "listed"
    RECOGNISED = "recognised"
    TALENTS = "talents"
    RECRUITED = "recruited"
    TRAINED = "trained"
    CASES = "cases"


LIST_TITLES: Mapping[ListName, str] = {
    ListName.STAFF: "附表1 从事为中小企业服务人员情况表",
    ListName.SERVED: "附表2 年度服务企业名单",
    ListName.ORDERS: "附表3 年度合同订单列表",
    ListName.PRODUCTS: "附表4 服务产品（项目）名单",
    ListName.ACTIVITIES: "附表5 服务活动台账",
    ListName.SURVEYS: "附表6 服务对象满意度调查表",
    ListName.PARTNERS: "附表7 合作服务机构名单",
    ListName.HIGH_GROWTH: "附表8 服务创新型高成长中小企业名单",
    ListName.REGISTERED: "线上服务系统注册企业名单",
    ListName.MENTORS: "创业导师名单",
    ListName.STARTUPS: "服务初创企业名单",
    ListName.FINANCED: "获得融资企业名单",
    ListName.LISTED: "上市挂牌企业名单",
    ListName.RECOGNISED: "新认定企业名单",
    ListName.TALENTS: "人才库（讲师库）名单",
    ListName.RECRUITED: "招聘人才名单",
    ListName.TRAINED: "培训人才名单",
    ListName.CASES: "应用成功案例名单",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A row the applicant declared; `cells` by column key, dates ISO, as parsed; `raw` the same as in the sheet."""

    list: ListName
    row: int
    """Sheet row, 1-based."""
    name: str
    """The enterprise, person, activity or product that the row is about, as written."""
    cells: Mapping[str, CellValue]
    raw: Mapping[str, str]
    source: Source
    """The cell of the name."""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredList:
    """A list found in a workbook: where it stands, its columns (key → letter), its rows and its footer."""

    name: ListName
    path: str
    sha256: str
    sheet: str
    header_row: int
    columns: Mapping[str, str]
    rows: tuple[Claim, ...]
    totals: Mapping[str, CellValue]
    """What a footer row says: 合计, 平均满意度 (by column key)."""
    problems: tuple[Problem, ...] = ()
    year: int | None = None
    """The year that the title over the table names, if it names one: 8.4.2 asks for lists of two years."""


COLUMNS: Mapping[ListName, tuple[str, ...]] = {
    ListName.STAFF: ("number", "name", "position", "education", "school_major", "qualification", "issuer", "phone"),
    ListName.SERVED: ("number", "enterprise", "service", "province"),
    ListName.ORDERS: ("number", "enterprise", "service", "size", "amount_wan", "signed_on", "reference"),
    ListName.PRODUCTS: ("number", "product", "category", "description", "price"),
    ListName.ACTIVITIES: ("number", "activity", "held_on", "place", "enterprises", "persons", "fee"),
    ListName.SURVEYS: ("number", "enterprise", "service", "contact", "phone", "satisfaction"),
    ListName.PARTNERS: ("number", "partner", "category", "service", "signed_on"),
    ListName.HIGH_GROWTH: ("number", "enterprise", "recognition", "service"),
    ListName.STARTUPS: ("number", "enterprise", "founded_on", "service", "province"),
    ListName.FINANCED: ("number", "enterprise", "province", "financing_amount_wan", "financed_on", "service"),
    ListName.LISTED: ("number", "enterprise", "stage", "listed_on", "code", "service"),
    ListName.RECOGNISED: ("number", "enterprise", "recognition", "recognised_on", "service"),
    ListName.REGISTERED: ("number", "enterprise", "province", "registered_on"),
    ListName.MENTORS: ("number", "name", "organisation", "position", "field", "term"),
    ListName.TALENTS: ("number", "name", "organisation", "position", "field", "phone"),
    ListName.RECRUITED: ("number", "name", "enterprise", "position", "hired_on"),
    ListName.TRAINED: ("number", "name", "enterprise", "training", "trained_on"),
    ListName.CASES: ("number", "case", "enterprise", "province", "service"),
}
"""The columns of each list by key, in the order of the template; lists without one in the order that is usual."""
