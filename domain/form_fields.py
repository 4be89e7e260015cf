"""The declared form (填报信息, 附件4-2): its fields by identifier, as data (domain.md 1.4.1).

Reader, template, rules and sentences all take the fields from here: a new field is one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CATEGORIES = ("综合咨询", "创业辅导", "技术创新", "数字化应用", "人力资源", "融资促进")
"""服务类别: “选择其中一项申报”."""
NATURES = ("国有企业", "国有控股企业", "私营企业", "外资企业", "合资企业", "事业单位", "社会团体", "其他")
YES_NO = ("是", "否")
YEARS = (2024, 2023)
"""“上两年度运营数据”."""
LONGEST_PROFILE = 300
"""“300字以内” (FRM.03)."""


class FieldType(StrEnum):
    """What a field of the form holds."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    WAN = "wan"
    """万元."""
    YI = "yi"
    """亿元."""
    PERCENT = "percent"
    DAY = "day"
    YES = "yes"
    CHOICE = "choice"
    NAMED_COUNT = "named-count"
    """数量和名称: the number; the names stand in the field of the same identifier with `.names`."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form: its identifier, its label as the policy prints it, what it holds, and where it stands."""

    id: str
    label: str
    label_en: str
    type: FieldType
    unit: str
    group: str
    """The part of the form that tells it from a field of the same label (ops.2024, ops.2023, growth …)."""
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


SECTIONS: Mapping[str, tuple[str, str]] = {
    "basic": ("一、基本情况", "Basic facts"),
    "operation": ("二、运营情况", "Operation"),
    "growth": ("二.7 上年度服务创新型高成长中小企业数量情况", "High-growth SMEs served"),
    "ops.2024": ("二.13（1）2024年度", "Figures of 2024"),
    "ops.2023": ("二.13（2）2023年度", "Figures of 2023"),
    "eff.consulting": ("三.1 上年度开展综合咨询服务成效", "Branch: consulting"),
    "eff.startup": ("三.2 上年度开展创业辅导服务成效", "Branch: start-up coaching"),
    "eff.tech": ("三.3 上年度开展技术创新服务成效", "Branch: technical innovation"),
    "eff.tech.recognised": ("三.3（3）新认定的企业数量情况", "Branch: technical innovation, newly recognised SMEs"),
    "eff.digital": ("三.4 上年度开展数字化服务成效", "Branch: digital services"),
    "eff.hr": ("三.5 上年度开展人力资源服务成效", "Branch: human resources"),
    "eff.finance": ("三.6 上年度开展融资促进服务成效", "Branch: financing"),
    "incentive": ("四、激励条件情况", "Incentives"),
    "profile": ("五、平台简介", "Profile"),
    "attached": ("六、绩效报告；八、附件材料", "Attachments"),
    "contacts": ("七、联系方式", "Contacts"),
}
"""The parts of the form by group, in its order: Chinese and English."""

_T = FieldType
_GROWTH = (
    ("innovative", "创新型中小企业", "innovative SMEs", ("创新型", "创新型企业")),
    ("specialised", "市级专精特新", "specialised (Beijing)", ("专精特新", "市级“专精特新”", "市级专精特新中小企业")),
    (
        "little_giant",
        "国家小巨人",
        "little giants",
        ("国家级小巨人", "国家级“小巨人”", "小巨人", "国家级专精特新小巨人"),
    ),
    ("hidden_champion", "隐形冠军", "hidden champions", ("隐形冠军企业",)),
    ("single_champion", "单项冠军", "single-item champions", ("单项冠军企业", "制造业单项冠军")),
    ("unicorn", "独角兽企业", "unicorns", ("独角兽",)),
)
_OPERATION = (
    ("assets_wan", "资产总额（万元）", "total assets", _T.WAN, "万元", ("资产总额", "资产总计")),
    ("revenue_wan", "营业收入（万元）", "revenue", _T.WAN, "万元", ("营业收入", "营业总收入")),
    (
        *("sme_revenue_wan", "其中，服务中小企业收入（万元）", "revenue from SMEs", _T.WAN, "万元"),
        ("服务中小企业收入", "服务中小企业营业收入", "为中小企业提供服务的营业收入"),
    ),
    (
        *("sme_share_pct", "为中小企业提供服务的营业收入占营业总收入的比重（%）", "share of revenue from SMEs"),
        *(_T.PERCENT, "%", ("服务中小企业收入占比", "服务中小企业收入占营业总收入的比重")),
    ),
    ("n_served", "服务京津冀企业家数", "enterprises served", _T.COUNT, "家", ("服务京津冀中小企业家数",)),
    (
        "n_served_beijing",
        "其中北京企业家数",
        "of these in Beijing",
        _T.COUNT,
        "家",
        ("北京企业家数", "服务北京企业家数"),
    ),
    ("n_orders", "订单合同数", "orders", _T.COUNT, "单", ("合同订单数", "订单数", "合同数")),
)


def _ops(year: int) -> tuple[FormField, ...]:
    """The seven figures of a year."""
    return tuple(
        FormField(f"ops.{year}.{name}", label, f"{en} {year}", of, unit, f"ops.{year}", aliases)
        for name, label, en, of, unit, aliases in _OPERATION
    )


def _growth(prefix: str, group: str, count: int) -> tuple[FormField, ...]:
    """The numbers of enterprises by title."""
    return tuple(
        FormField(f"{prefix}.{name}", label, en, _T.COUNT, "家", group, aliases)
        for name, label, en, aliases in _GROWTH[:count]
    )


def _investors() -> tuple[FormField, ...]:
    """The first three investors."""
    found = []
    for place in (1, 2, 3):
        group = f"investors.{place}"
        found += [
            FormField(f"{group}.name", f"投资方{place}", f"investor {place}", _T.TEXT, "", "basic"),
            FormField(f"{group}.nature", "单位性质", f"nature of investor {place}", _T.TEXT, "", group),
            FormField(f"{group}.share_pct", "投资比例（%）", f"share of investor {place}", _T.PERCENT, "%", group),
        ]
    return tuple(found)


def _contacts() -> tuple[FormField, ...]:
    """The head and the contact."""
    found = []
    for role, label, en in (("head", "负责人", "head"), ("contact", "联系人", "contact")):
        group = f"contacts.{role}"
        found += [
            FormField(f"{group}.name", label, en, _T.TEXT, "", "contacts"),
            FormField(f"{group}.position", "职务", f"position of the {en}", _T.TEXT, "", group),
            FormField(f"{group}.landline", "座机", f"landline of the {en}", _T.TEXT, "", group),
            FormField(f"{group}.mobile", "手机", f"mobile of the {en}", _T.TEXT, "", group),
        ]
    return tuple(found)


def _field(
    name: str,
    label: str,
    en: str,
    of: FieldType = _T.COUNT,
    unit: str = "",
    *,
    group: str = "",
    also: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
) -> FormField:
    """A field; its group is the identifier's own where none is given."""
    return FormField(name, label, en, of, unit, group or name.rpartition(".")[0], also, choices)


_BASIC = (
    _field("category", "申报服务类别", "category", _T.CHOICE, group="basic", also=("服务类别",), choices=CATEGORIES),
    _field(
        "applicant.name", "单位名称", "applicant", _T.TEXT, group="basic", also=("申报单位", "运营单位", "运营单位名称")
    ),
    _field("platform_name", "平台名称", "platform", _T.TEXT, group="basic"),
    _field("district", "注册所在区", "district", _T.TEXT, group="basic", also=("所属区", "注册区")),
    _field("founded", "注册时间", "registered on", _T.DAY, group="basic", also=("成立时间", "成立日期", "注册日期")),
    _field("legal_rep", "法定代表人", "legal representative", _T.TEXT, group="basic", also=("法人代表",)),
    _field("nature", "单位性质", "nature", _T.CHOICE, group="basic", also=("企业性质",), choices=NATURES),
    _field("listed", "是否上市", "listed", _T.YES, group="basic", choices=YES_NO),
    _field("area_m2", "服务场地面积（平米）", "premises", _T.NUMBER, "平米", group="basic", also=("场地面积",)),
    _field("n_employees", "单位从业人数", "employees", unit="人", group="basic", also=("从业人数",)),
    _field(
        *("n_service_staff", "从事中小企业服务人员的数量", "staff serving SMEs"),
        unit="人",
        group="basic",
        also=("从事中小企业服务人员数量", "从事为中小企业服务人员数量"),
    ),
    _field(
        *("n_qualified_staff", "其中，本科及以上学历和中级及以上技术职称人员数量", "qualified staff"),
        unit="人",
        group="basic",
        also=("本科及以上学历和中级及以上技术职称人员数量", "本科及以上和中级及以上职称人员数量"),
    ),
    _field(
        *("n_certified_staff", "具备专业资质、资格的服务人员数量", "staff with a certificate"),
        unit="人",
        group="basic",
        also=("具备专业资质资格的服务人员数量",),
    ),
    _field("address", "经营地址", "address", _T.TEXT, group="basic"),
    _field(
        *("info_system", "网址及备案号或信息化系统名称", "web site and filing, or information system", _T.TEXT),
        group="basic",
        also=("网址及备案号",),
    ),
)
_WORK = (
    _field("main_services", "主要服务内容", "main services", _T.TEXT, group="operation"),
    _field("main_industries", "服务企业主要行业", "industries served", _T.TEXT, group="operation"),
    _field("n_partners", "截至上年底集聚专业服务机构数量", "partner agencies", unit="家", group="operation"),
    _field(
        *("n_ip", "截至上年底拥有自主商标、知识产权件数", "intellectual property rights"),
        unit="件",
        group="operation",
        also=("拥有自主商标、知识产权数量",),
    ),
    _field("n_products", "截至上年底服务产品（项目）数量", "products", unit="个", group="operation"),
    _field(
        "n_registered", "截至上年底线上服务系统京津冀企业注册量", "registered on line", unit="家", group="operation"
    ),
)
_RESULTS = (
    _field(
        *("free_share_pct", "上年度公益性免费服务在总服务量中的占比（%）", "share of free services", _T.PERCENT, "%"),
        group="operation",
        also=("公益性免费服务占比",),
    ),
    _field(
        "n_activities", "上年度组织服务活动次数", "activities", unit="次", group="operation", also=("开展服务活动次数",)
    ),
    _field(
        *("satisfaction_pct", "服务对象平均满意度（%）", "mean satisfaction", _T.PERCENT, "%"),
        group="operation",
        also=("服务对象满意度", "平均满意度"),
    ),
    _field(
        *("honors", "获得市级及以上政府部门授予的资质荣誉、称号等数量和名称", "honours", _T.NAMED_COUNT, "项"),
        group="operation",
        also=("资质荣誉数量和名称", "获得市级及以上政府部门授予的资质荣誉、称号等数量"),
    ),
    _field(
        *("licences", "具备的专业化设备设施、经营许可、认证、资质及资格数量和名称", "licences", _T.NAMED_COUNT, "项"),
        group="operation",
        also=("经营许可、认证、资质及资格数量和名称", "具备的专业化设备设施、经营许可、认证、资质及资格数量"),
    ),
)
_EFFECTS = (
    _field("eff.consulting.registered", "线上服务系统京津冀企业注册量", "registered on line", unit="家"),
    _field("eff.consulting.activities", "上一年度开展各类服务活动次数", "activities", unit="次"),
    _field("eff.consulting.orders", "上一年度京津冀合同订单量", "orders", unit="单", also=("京津冀合同订单家数",)),
    _field("eff.consulting.briefings", "政策宣讲次数", "policy briefings", unit="次", also=("惠企政策宣讲次数",)),
    _field("eff.startup.activities", "上一年度开展创业相关服务活动次数", "activities for start-ups", unit="次"),
    _field("eff.startup.mentors", "具有创业导师团队人数", "mentors", unit="人", also=("创业导师人数",)),
    _field("eff.startup.startups", "上一年度服务初创期（成立3年及以下）企业数量", "start-ups served", unit="家"),
    _field(
        *("eff.startup.financed", "上一年度被服务的北京市中小企业中，获得融资的企业数量", "SMEs financed"),
        unit="家",
        also=("获得融资的企业数量",),
    ),
    _field("eff.tech.products", "为企业提供技术创新服务产品/项目数量", "products for innovation", unit="项"),
    _field("eff.tech.activities", "上一年度开展技术创新相关服务活动次数", "activities for innovation", unit="次"),
    *_growth("eff.tech.recognised", "eff.tech.recognised", 5),
    _field(
        "eff.tech.research",
        "与行业领军或知名机构合作，自建或联合建立实验室、研究院、技术中心、技术工作站等研发机构，参与或支持重大科研课题",
        "joint research",
        _T.YES,
        also=("参与或支持重大科研课题", "研发机构或重大科研课题"),
        choices=YES_NO,
    ),
    _field("eff.digital.products", "为企业提供的数字化服务产品/项目数量", "digital products", unit="项"),
    _field(
        *("eff.digital.new_clients", "上一年度新增北京市订单企业（不含免费服务）数量", "new clients"),
        unit="家",
        also=("新增北京市订单企业数量",),
    ),
    _field(
        *("eff.digital.cases", "上一年度为北京市中小企业提供数字化服务形成的应用成功案例数量", "cases"),
        unit="例",
        also=("应用成功案例数量",),
    ),
    _field("eff.hr.talents", "具备优质人才库或讲师库人数", "talent pool", unit="人"),
    _field("eff.hr.activities", "上一年度开展招聘或培训等人力资源服务活动次数", "activities for recruiting", unit="次"),
    _field("eff.hr.recruited", "上一年度帮助企业招聘或培训人才（紧缺人才）数量", "persons recruited", unit="人"),
    _field("eff.finance.orders", "上一年度服务中小企业的订单量", "orders of SMEs", unit="单"),
    _field("eff.finance.activities", "上一年度组织融资促进相关活动次数", "activities for financing", unit="次"),
    _field("eff.finance.amount_yi", "上一年度帮助中小企业获得融资金额（亿元）", "financing", _T.YI, "亿元"),
)
_INCENTIVES = (
    _field(
        "incentive.listing.tutoring",
        "完成股改并提交辅导备案，由中国证券监督管理委员会北京监管局通过辅导验收并取得相应证明文件的企业数量",
        "tutoring accepted",
        unit="家",
        group="incentive",
        also=("通过辅导验收并取得相应证明文件的企业数量", "通过辅导验收的企业数量"),
    ),
    _field(
        "incentive.listing.accepted",
        "提交首发申请且取得中国证券监督管理委员会受理相应证明文件的企业数量",
        "application accepted",
        unit="家",
        group="incentive",
        also=("首发申请获受理的企业数量",),
    ),
    _field(
        "incentive.listing.passed",
        "通过中国证监会发审委审核并取得相应证明文件的企业数量",
        "passed",
        unit="家",
        group="incentive",
        also=("通过发审委审核的企业数量",),
    ),
    _field("incentive.listing.neeq_innovation", "新三板创新层挂牌企业数量", "NEEQ", unit="家", group="incentive"),
    _field(
        *("incentive.digital", "核心业务采用数字化、智能化等信息系统支撑", "core business digital", _T.YES),
        choices=YES_NO,
    ),
    _field(
        "incentive.standards",
        "截至上年度主持或参与制（修）订相关领域国际标准、国家标准、行业标准或地方标准数量",
        "standards",
        unit="项",
        also=("主持或参与制修订标准数量", "标准数量"),
    ),
)
_PROFILE = (
    _field("profile.intro", "单位简介（300字以内）", "about the applicant", _T.TEXT),
    _field("profile.strengths", "平台特色和优势（300字以内）", "strengths", _T.TEXT),
    _field("report", "绩效报告", "performance report", _T.TEXT, group="attached"),
    _field("archives", "附件材料", "archives", _T.TEXT, group="attached"),
)

FORM_FIELDS: tuple[FormField, ...] = (
    *_BASIC,
    *_investors(),
    *_WORK,
    *_growth("n_growth", "growth", 6),
    *_RESULTS,
    *_ops(2024),
    *_ops(2023),
    *_EFFECTS,
    *_INCENTIVES,
    *_PROFILE,
    *_contacts(),
)
"""All fields in the order of the form."""

FIELDS_BY_ID: Mapping[str, FormField] = {field.id: field for field in FORM_FIELDS}

REQUIRED: tuple[str, ...] = (
    *("category", "applicant.name", "platform_name", "district", "founded", "legal_rep"),
    *("ops.2024.assets_wan", "ops.2024.revenue_wan", "ops.2024.n_served"),
)
"""Fields without which a form says too little to be held against anything."""
