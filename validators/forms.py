"""Forms of organisation (组织形式) as they end a name, and what stands behind them: branches and attached bodies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from validators.characters import likeness


class Form(StrEnum):
    """Kinds of form: companies first, then those that trade without being companies, then those that do not trade."""

    LIMITED = "limited"
    STOCK = "stock"
    COMPANY = "company"
    PARTNERSHIP = "partnership"
    SOLE = "sole"
    LAW_FIRM = "law-firm"
    ACCOUNTING_FIRM = "accounting-firm"
    FIRM = "firm"
    COOPERATIVE = "cooperative"
    FACTORY = "factory"
    SHOP = "shop"
    CENTRE = "centre"
    INSTITUTE = "institute"
    ASSOCIATION = "association"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    INSTITUTION = "institution"
    GOVERNMENT = "government"
    BODY = "body"
    NONE = "none"


COMPANIES = frozenset({Form.LIMITED, Form.STOCK, Form.COMPANY})
TRADERS = frozenset(
    {
        Form.PARTNERSHIP,
        Form.SOLE,
        Form.LAW_FIRM,
        Form.ACCOUNTING_FIRM,
        Form.FIRM,
        Form.COOPERATIVE,
        Form.FACTORY,
        Form.SHOP,
        Form.CENTRE,
    }
)
"""What rule (三) of 企业名称相同相近比对规则 sets beside companies: 北京红光酒业有限公司 and 北京红光酒厂."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The form at the end of a name: its kind, its words in one spelling, and what stands before it."""

    form: Form
    words: str
    stem: str
    truncated: bool = False
    damaged: bool = False
    """One character of it is another that looks like it."""


def read_form(name: str) -> Ending:
    """The form that ends a name, longest first (domain.md 4.3, step 6)."""
    if _looks_like(name[-4:], "有限公司"):
        return _damaged(name)
    organ = _GOVERNMENT.search(name)
    if organ and organ.start() > 0:
        return Ending(Form.GOVERNMENT, organ[0], name[: organ.start()])
    for length in range(min(_LONGEST, len(name)), 0, -1):
        ending = name[-length:]
        if ending in _FORMS and (length < len(name) or length > 1):
            form, words = _FORMS[ending]
            stem = name[:-length]
            if words.startswith("("):
                return _marked(form, words, stem)
            return Ending(form, words, stem, truncated=ending in _CUT)
    return Ending(Form.NONE, "", name)


def split_behind_form(name: str) -> tuple[str, str]:
    """The name up to its first complete form, and what stands behind it (step 5)."""
    for pattern in (_COMPLETE, _PLAIN, _BANK):
        for match in pattern.finditer(name):
            head, tail = name[: match.end()], name[match.end() :]
            if match.start() > 1 and (pattern is _COMPLETE or not tail or is_branch(tail) or is_attached(tail)):
                return head, tail
    bare = _BARE_BRANCH.search(name)
    return (name[: bare.start()], bare[0]) if bare and bare.start() > 3 else (name, "")


def is_branch(tail: str) -> bool:
    """Whether words behind a form name a branch, a shop or a department of the same legal person."""
    return bool(_BRANCH.search(tail)) and not is_attached(tail) and "公司" not in _BRANCH.sub("", tail)


def is_attached(tail: str) -> bool:
    """Whether words behind a form name a body of its own: a union, a foundation, an institute."""
    return bool(_ATTACHED.search(tail))


def has_form(text: str) -> bool:
    """Whether a text ends as the full name of an organisation does."""
    form = read_form(text).form
    return form is not Form.NONE or bool(_BRANCH.search(text))


def _marked(form: Form, marker: str, stem: str) -> Ending:
    """A form with its kind in brackets behind it: 律师事务所(特殊普通合伙), 投资中心(有限合伙)."""
    inner = read_form(stem)
    if inner.form in {Form.LAW_FIRM, Form.ACCOUNTING_FIRM, Form.FIRM}:
        form = inner.form
    return Ending(form, inner.words + marker, inner.stem)


def _damaged(name: str) -> Ending:
    """A form with a character misread: 有限公同, 有眼公司."""
    ending = read_form(name[:-4] + "有限公司")
    return Ending(ending.form, ending.words, ending.stem, damaged=True)


def _looks_like(text: str, form: str) -> bool:
    pairs = [(a, b) for a, b in zip(text, form, strict=False) if a != b]
    return len(text) == len(form) and len(pairs) == 1 and likeness(*pairs[0]) is not None


_WORDS: Mapping[Form, str] = {
    Form.COMPANY: "公司 总公司 责任公司",
    Form.PARTNERSHIP: "合伙企业 (有限合伙) (普通合伙) (特殊普通合伙) (特殊的普通合伙) (有限合伙企业) (普通合伙企业)",
    Form.SOLE: "(个人独资) (个人独资企业)",
    Form.LAW_FIRM: "律师事务所 律师所",
    Form.ACCOUNTING_FIRM: "会计师事务所 会计事务所",
    Form.FIRM: "事务所",
    Form.COOPERATIVE: "合作社 专业合作社 农民专业合作社 合作联社 合作社联合社",
    Form.FACTORY: "厂 总厂 农场 林场 牧场 养殖场 煤矿 加工厂 修理厂",
    Form.SHOP: (
        "店 商店 经营部 工作室 商行 超市 餐厅 饭店 酒楼 酒家 茶楼 茶馆 饭庄 饭馆 餐馆 门市部 服务部 销售部 "
        "批发部 维修部 修理部 加工部 小吃部 网吧 药房 美容院 养生馆 健身馆 照相馆 摄影馆 工坊 花坊 棋牌室 书屋 "
        "画室 琴行 车行 个体工商户 (个体工商户) 诊所"
    ),
    Form.CENTRE: "中心",
    Form.INSTITUTE: ("研究院 研究所 设计院 规划院 科学院 研究中心 设计研究院 勘察设计院 科学研究院 科学研究所 实验室"),
    Form.ASSOCIATION: (
        "协会 学会 商会 联合会 联盟 促进会 研究会 基金会 总会 公会 联谊会 工商联 校友会 志愿者协会 促进委员会 "
        "工会 总工会 工会委员会 党委 党支部 团委 妇联 科协 侨联"
    ),
    Form.SCHOOL: "大学 学院 学校 中学 小学 幼儿园 职业学院 技工学校 培训学校 党校 托儿所 分校 附中 附小",
    Form.HOSPITAL: "医院 卫生院 卫生服务中心 卫生服务站 保健院 疾控中心 疾病预防控制中心 妇幼保健院",
    Form.INSTITUTION: (
        "图书馆 博物馆 文化馆 档案馆 纪念馆 少年宫 青少年宫 福利院 敬老院 公证处 "
        "居委会 居民委员会 社区居委会 村委会 村民委员会 业主委员会 业委会"
    ),
    Form.GOVERNMENT: (
        "人民政府 区政府 市政府 县政府 镇政府 乡政府 街道办事处 地区办事处 管理委员会 管委会 人民法院 "
        "人民检察院 检察院 派出所 海关 "
        "公安局 税务局 财政局 监狱 人大常委会 人民代表大会 政协 工作委员会 监察委员会"
    ),
    Form.BODY: "委员会",
}

_FORMS: Mapping[str, tuple[Form, str]] = {
    **{words: (form, words) for form, listed in _WORDS.items() for words in listed.split()},
    **dict.fromkeys(("有限责任公司", "有限公司"), (Form.LIMITED, "有限公司")),
    "责任有限公司": (Form.LIMITED, "责任有限公司"),
    **{words: (Form.STOCK, words) for words in ("股份有限公司", "股份有限责任公司", "有限责任股份公司", "股份公司")},
    **dict.fromkeys(
        ("有限责任公", "有限责任", "有限责", "有限公", "有限", "有限司", "限公司", "有公司"), (Form.LIMITED, "有限公司")
    ),
    **dict.fromkeys(("股份有限公", "股份有限", "股份有"), (Form.STOCK, "股份有限公司")),
}
_CUT = frozenset(
    {
        "有限责任公",
        "有限责任",
        "有限责",
        "有限公",
        "有限",
        "有限司",
        "限公司",
        "有公司",
        "股份有限公",
        "股份有限",
        "股份有",
    }
)
_LONGEST = max(map(len, _FORMS))

_GOVERNMENT = re.compile(
    "(?:管理|监督|税务|公安|财政|教育|民政|司法|保障|资源|环境|水务|水利|农业|农村|商务|旅游|健康|卫生|应急|审计|统计|体育|产权"
    "|信息化|改革|城管|执法|绿化|气象|交通|住房|建设|规划|科技|技术|工商|质监|药监|粮食|信访|事务|金融|促进|文化|广电|出版|知识产权)局$"
    "|(?:改革|发改|信息化|经信|健康|国资|技术|教育|建设|城市管理|自然资源|监督管理)委(?:员会)?$"
    "|(?<=[省市区县])(?:政府|科委|建委|经委|计委|团委|纪委|法院)$"
)

_COMPLETE = re.compile(
    "(?:有限责任|股份有限|有限|股份)公司|事务所(?!有限|股份|公司|集团)(?:\\((?:特殊)?(?:的)?普通合伙\\))?"
)
_PLAIN = re.compile("(?<![分支])公司")
_BANK = re.compile("银行|信用社")
_BARE_BRANCH = re.compile("(?:第[一二三四五六七八九十\\d]{1,3})?(?:分公司|支公司)$")
_BRANCH = re.compile(
    "(?:分公司|支公司|分行|支行|分店|分所|分厂|分院|分校|分社|办事处|营业部|营业厅|营业所|代表处|联络处|门市部|经营部|项目部|服务部"
    "|储蓄所|分理处|分部|店|厂|部|中心|车间|处|室|科|组|工作站)$"
)
_ATTACHED = re.compile(
    "(?:工会委员会|工会|委员会|党委|党支部|党总支|党组|纪委|团委|团支部|妇联|科协|基金会|研究院|研究所|商会|协会|学会|联盟|幼儿园"
    "|学校|学院|大学|医院|俱乐部)$"
)
