"""The words of the declared lists: what heads their columns, and what titles call them (domain.md 1.3)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from domain.claims import COLUMNS, ListName
from domain.text import squash

LONGEST_LABEL = 40
"""Longer cells head no column."""

_WHO = "企业|单位|客户|公司|甲方|委托方|委托人|委托单位|服务对象|采购方|需方|购买方|订购方|用户"
_ENTERPRISE = (
    rf"(?:被|受|所|参与|获得?|初创|融资|注册)?(?:服务)?的?(?:中小|初创期?)?(?:{_WHO})(?:企业|单位|公司)?"
    r"(?:名称?|全称|名称全称)"
    r"|(?:被|受)?(?:服务)?(?:企业|客户|甲方|公司|服务对象|委托方|委托单位)"
)
_SERVICE = r"(?:所?提供的?)?(?:主要|具体)?服务?的?(?:主要|具体)?(?:内容|项目|事项)(?:描述|说明)?|服务项目名称|服务产品"
_PROVINCE = (
    r"(?:企业|客户)?(?:所属|所在|注册)?(?:省市区?|省份|省级?|地区|地域|区域|省直辖市|行政区划)(?:省市)?"
    r"|(?:企业|客户)?(?:所在地|注册地|所属地|属地)(?:省市)?|注册地址"
)
_PHONE = r"(?:联系人?|办公|移动|本人)?(?:电话|方式|手机|手机号|电话号码|手机号码|座机)"
_PAPER = r"(?:合同|订单|协议|合作协议|合同订单|合同协议|合同或订单)"
_SIGNING = r"(?:签订|签署|签约|订立)"
_SIGNED = rf"{_PAPER}?{_SIGNING}?{_PAPER}?{_SIGNING}?的?(?:时间|日期)"
_CATEGORY = r"(?:服务|产品|项目|服务产品|服务项目|产品项目|机构|合作|业务)?(?:功能)?(?:分类|类别|类型|种类)"
_CODE = r"(?:合同|订单|协议|银行|回单|流水|付款|业务|委托单?)+(?:编?号|号码|编码|单号)"
_EMPLOYER = r"(?:工作|所在|任职|就职)?(?:单位|机构|公司)(?:名称)?"
_ID_NUMBER = r"(?:居民)?(?:身份证|证件|公民身份)号?码?"
_TALENT = r"(?:人才|人员|员工|学员|候选人|求职者|应聘者|培训对象)(?:姓名|名字)?|姓名"
_SCARCE = r"(?:是否)?(?:属于)?紧缺(?:人才|职业|专业|工种|目录)*(?:名称|类别|依据)?"

WORDS: Mapping[ListName, Mapping[str, str]] = {
    ListName.STAFF: {
        "name": r"(?:服务|工作|专业)?(?:人员|员工|职工)?(?:姓名|名字)",
        "position": r"(?:现任|担任|工作)?(?:部门及?)?(?:职务|岗位|职位|岗位职务|职务岗位)",
        "education": r"(?:最高|全日制)?(?:学历|文化程度|教育程度|学历层次|学位|学历及?学位)",
        "school_major": r"(?:毕业)?(?:院校|学校)(?:名称)?(?:(?:及|和|与)?(?:所学)?专业)?",
        "major": r"(?:所学|毕业)?专业(?:名称)?",
        "qualification": r"(?:专业|职业|技术)*(?:资格|资质|职称|证书)+或?(?:职业)?(?:资格|证书)?(?:名称|等级|级别)?",
        "issuer": r"(?:资格|资质|证书)?(?:发证|颁发|颁证|授予|评审)(?:机关|单位|机构|部门)",
        "phone": _PHONE,
        "id_number": _ID_NUMBER,
    },
    ListName.SERVED: {"enterprise": _ENTERPRISE, "service": _SERVICE, "province": _PROVINCE},
    ListName.ORDERS: {
        "enterprise": _ENTERPRISE,
        "service": rf"{_SERVICE}|(?:合同|订单|项目|合同订单)(?:主要)?(?:名称|内容)",
        "size": r"(?:甲方|客户|服务)?(?:企业|单位)?(?:类型|划型|规模|规模类型|类型划型|划型类型)",
        "amount_wan": rf"(?:{_PAPER}|服务|签约|成交|项目)?总?(?:金额|价|额|价款|费用)(?:合计)?",
        "signed_on": rf"{_SIGNED}|付款(?:时间|日期)",
        "reference": rf"{_CODE}(?:或?{_CODE})*等?(?:信息)?|编号",
    },
    ListName.PRODUCTS: {
        "product": r"(?:服务)?(?:产品|项目|服务)(?:产品|项目)?名称|服务产品(?:项目)?",
        "category": _CATEGORY,
        "description": r"(?:服务|产品|项目|主要)?(?:内容|功能)?(?:介绍|简介|描述|说明|内容)",
        "price": r"(?:服务|产品|收费|实际)?(?:价格|收费标准|定价|收费|费用|报价|单价|收费情况)",
    },
    ListName.ACTIVITIES: {
        "activity": r"(?:服务)?(?:活动|会议|培训)(?:名称|主题|题目)|活动",
        "held_on": r"(?:活动|举办|举行|开展|会议|召开|培训)?(?:时间|日期)",
        "place": r"(?:活动|举办|会议|培训|举行)?(?:地点|地址|场所|场地)",
        "enterprises": r"(?:参与|参会|参加|服务|参训|覆盖|到场)?的?(?:企业|单位)(?:家)?(?:数|数量|家数)"
        r"|(?:参与|参会|参加)企业",
        "persons": r"(?:参与|参会|参加|培训|签到|服务|参训|到场)?的?总?人(?:数|次|次数|员数量|员数)",
        "fee": r"收费(?:情况|标准|金额)?|费用|是否收费",
        "form": r"(?:活动|举办)(?:形式|方式)",
    },
    ListName.SURVEYS: {
        "enterprise": _ENTERPRISE,
        "service": _SERVICE,
        "contact": r"(?:企业|客户|单位)?联系人(?:姓名)?|填表人|受访人",
        "phone": _PHONE,
        "satisfaction": r"(?:对|服务|客户|企业|总体|综合|整体)*的?满意(?:度|率|程度)"
        r"(?:评价|得分|评分|打分|分数|分值|百分比)?",
    },
    ListName.PARTNERS: {
        "partner": r"(?:社会)?(?:合作|专业|服务|第三方)+(?:机构|单位|伙伴|方)(?:名称|全称)?|机构(?:名称|全称)"
        r"|合作企业(?:名称|全称)?",
        "category": _CATEGORY,
        "service": rf"{_SERVICE}|合作(?:内容|事项)",
        "signed_on": rf"(?:合作)?{_SIGNED}",
        "term": r"(?:合作|协议|合同)?(?:期限|有效期限?|起止时间|起止日期)",
    },
    ListName.HIGH_GROWTH: {
        "enterprise": _ENTERPRISE,
        "recognition": r"(?:企业)?(?:获得?的?)?(?:资质|荣誉|称号|认定)+(?:名称|类型|类别|情况|等级)?",
        "service": _SERVICE,
    },
    ListName.REGISTERED: {
        "enterprise": _ENTERPRISE,
        "registered_on": r"(?:平台|系统|用户|账号|会员)?(?:注册|入驻|开通|创建)(?:成功)?(?:时间|日期)",
        "province": _PROVINCE,
    },
    ListName.MENTORS: {
        "name": r"(?:创业)?(?:导师|专家)?(?:姓名|名字)|(?:创业)?导师(?:名称)?",
        "organisation": _EMPLOYER,
        "position": r"(?:单位)?(?:职务|职位|职称)+",
        "field": r"(?:专业|擅长|辅导|服务|研究)(?:领域|方向|特长)",
        "term": r"聘期|聘[用任请]?(?:期限|时间|日期|起止时间|起止日期)|有效期",
        "phone": _PHONE,
        "id_number": _ID_NUMBER,
    },
    ListName.STARTUPS: {
        "enterprise": _ENTERPRISE,
        "founded_on": r"(?:企业|公司)?(?:成立|注册|设立|创立)(?:时间|日期)",
        "service": _SERVICE,
        "province": _PROVINCE,
    },
    ListName.FINANCED: {
        "enterprise": _ENTERPRISE,
        "financing_amount_wan": r"(?:获得?|实现|帮助)?(?:融资|放款|贷款|授信|投资)总?(?:金额|额度?|规模|数额)",
        "financed_on": r"(?:获得?)?(?:融资|放款|贷款|到账)(?:时间|日期)",
        "service": _SERVICE,
        "province": _PROVINCE,
        "financier": r"(?:融资|投资|贷款|放款|出资)(?:方|机构|银行|单位|人)(?:名称)?",
    },
    ListName.LISTED: {
        "enterprise": _ENTERPRISE,
        "stage": r"(?:企业|所属)?(?:新增)?(?:上市|挂牌|资本市场)*(?:或|及|和)?(?:上市|挂牌)?"
        r"(?:情况|阶段|进展|状态|类型|类别|板块|层级|市场|交易所)",
        "listed_on": r"(?:上市|挂牌|受理|过会|进层|验收|注册|或|及)+(?:时间|日期)",
        "code": r"(?:证券|股票|上市|挂牌)?代码",
        "service": _SERVICE,
    },
    ListName.RECOGNISED: {
        "enterprise": _ENTERPRISE,
        "recognition": r"(?:企业)?(?:新)?(?:获得?的?)?(?:资质|荣誉|称号|认定)+的?(?:资质|称号)?"
        r"(?:名称|类型|类别|情况|等级)?",
        "recognised_on": r"(?:企业|资质|新|获得?|通过)*(?:认定|获评|授予|公告|资质|获得?)(?:时间|日期|年月)",
        "service": _SERVICE,
    },
    ListName.TALENTS: {
        "name": r"(?:专家|讲师|人才|老师|教师|人员|师资)?(?:姓名|名字)|(?:专家|讲师|人才)(?:名称)?",
        "organisation": _EMPLOYER,
        "position": r"(?:单位|现任)?(?:职务|职位|职称|岗位)+",
        "education": r"(?:最高)?(?:学历|学位|学历学位)",
        "field": r"(?:专业|擅长|研究|授课|服务|行业|技术)+(?:领域|方向|特长|课程)?",
        "phone": _PHONE,
        "id_number": _ID_NUMBER,
    },
    ListName.RECRUITED: {
        "name": _TALENT,
        "enterprise": rf"(?:用人|招聘|录用|入职|聘用)(?:单位|企业|公司)(?:名称)?|{_ENTERPRISE}",
        "position": r"(?:招聘|入职|录用|应聘|工作)?(?:岗位|职位|职务|工种|职业)(?:名称)?",
        "major": r"(?:所学|毕业)?专业(?:名称)?",
        "hired_on": r"(?:入职|到岗|录用|招聘|上岗)(?:时间|日期)",
        "manner": r"(?:服务|帮助)?(?:方式|类型|类别|形式)",
        "scarce": _SCARCE,
        "phone": _PHONE,
        "id_number": _ID_NUMBER,
    },
    ListName.TRAINED: {
        "name": _TALENT,
        "enterprise": rf"(?:所在|工作|派出|参训)?(?:单位|企业|公司)(?:名称)?|{_ENTERPRISE}",
        "training": r"(?:参加)?(?:的)?(?:培训|课程)(?:班)?(?:名称|项目|课程|主题|内容|班次)",
        "trained_on": r"(?:培训|参训|上课|参加)?(?:时间|日期)",
        "position": r"(?:工作)?(?:岗位|职位|职务|工种|职业)(?:名称)?",
        "major": r"(?:所学|毕业|培训)?专业(?:名称)?",
        "scarce": _SCARCE,
        "phone": _PHONE,
        "id_number": _ID_NUMBER,
    },
    ListName.CASES: {
        "enterprise": rf"(?:应用|案例)(?:企业|单位|客户)(?:名称)?|{_ENTERPRISE}",
        "case": r"(?:应用|典型|成功|服务|数字化)*案例(?:名称|标题|题目|项目)?",
        "service": _SERVICE,
        "province": _PROVINCE,
        "signed_on": _SIGNED,
        "reference": _CODE,
    },
}
"""Per list and column the words that head it: a pattern for the whole label, brackets, marks and blanks left off."""

EVERYWHERE: Mapping[str, str] = {
    "number": r"序号?|项次|no|行号|序列号",
    "uscc": r"(?:企业)?统一(?:社会)?信用代码.{0,6}|(?:社会)?信用代码|组织机构代码.{0,6}|纳税人识别号|税号",
    "founded_on": r"(?:企业|公司)?(?:成立|注册|设立|创立)(?:时间|日期)",
    "term": r"(?:合作|协议|合同|服务)(?:期限|有效期限?)",
    "remark": r"备注",
}
"""Columns that any list may have beside its own."""

NAME_KEYS: Mapping[ListName, str] = {
    **dict.fromkeys(ListName, "enterprise"),
    ListName.STAFF: "name",
    ListName.PRODUCTS: "product",
    ListName.ACTIVITIES: "activity",
    ListName.PARTNERS: "partner",
    ListName.MENTORS: "name",
    ListName.TALENTS: "name",
    ListName.RECRUITED: "name",
    ListName.TRAINED: "name",
}
"""The column that a row is about."""

TELLING: Mapping[ListName, tuple[frozenset[str], ...]] = {
    ListName.STAFF: (
        frozenset({"name", "education"}),
        frozenset({"name", "qualification"}),
        frozenset({"name", "school_major"}),
    ),
    ListName.SERVED: (frozenset({"enterprise", "service", "province"}),),
    ListName.ORDERS: (
        frozenset({"enterprise", "amount_wan", "signed_on"}),
        frozenset({"enterprise", "amount_wan", "reference"}),
        frozenset({"enterprise", "amount_wan", "size"}),
    ),
    ListName.PRODUCTS: (
        frozenset({"product", "category"}),
        frozenset({"product", "price"}),
        frozenset({"product", "description"}),
    ),
    ListName.ACTIVITIES: (
        frozenset({"activity", "held_on"}),
        frozenset({"activity", "enterprises"}),
        frozenset({"activity", "persons"}),
    ),
    ListName.SURVEYS: (frozenset({"enterprise", "satisfaction"}),),
    ListName.PARTNERS: (frozenset({"partner", "signed_on"}), frozenset({"partner", "category", "service"})),
    ListName.HIGH_GROWTH: (frozenset({"enterprise", "recognition"}),),
    ListName.FINANCED: (frozenset({"enterprise", "financing_amount_wan"}),),
    ListName.LISTED: (
        frozenset({"enterprise", "stage", "listed_on"}),
        frozenset({"enterprise", "stage", "code"}),
        frozenset({"enterprise", "listed_on", "code"}),
    ),
    ListName.RECOGNISED: (frozenset({"enterprise", "recognition", "recognised_on"}),),
    ListName.CASES: (frozenset({"enterprise", "case"}),),
}
"""Columns that tell a list without any title; a list that is not here needs one."""

CORE: Mapping[ListName, frozenset[str]] = {
    **{name: frozenset(keys) - {"number"} for name, keys in COLUMNS.items()},
    ListName.REGISTERED: frozenset({"enterprise"}),
    ListName.MENTORS: frozenset({"name"}),
    ListName.STARTUPS: frozenset({"enterprise", "founded_on"}),
    ListName.FINANCED: frozenset({"enterprise", "financing_amount_wan"}),
    ListName.LISTED: frozenset({"enterprise", "stage"}),
    ListName.RECOGNISED: frozenset({"enterprise", "recognition", "recognised_on"}),
    ListName.TALENTS: frozenset({"name"}),
    ListName.RECRUITED: frozenset({"name"}),
    ListName.TRAINED: frozenset({"name"}),
}
"""The columns with which a list is complete."""

FINER: Mapping[ListName, ListName] = {ListName.HIGH_GROWTH: ListName.RECOGNISED}
"""A list, and another one of the same columns and one more: where nothing else tells them apart it is that."""

_TITLES: Mapping[ListName, str] = {
    ListName.STAFF: r"服务人员|人员情况表|人员名单|员工名单|服务团队",
    ListName.SERVED: r"服务的?(?:京津冀|北京市?)?(?:中小)?企业(?:名单|名录|清单|列表|台账|汇总)"
    r"|京津冀(?:中小)?企业名单|企业服务名单",
    ListName.ORDERS: r"(?:合同|订单)[^。，]{0,8}(?:列表|清单|台账|名单|明细|汇总|一览)",
    ListName.PRODUCTS: r"服务产品|产品(?:\(?项目\)?)?(?:名单|清单|目录|列表)|服务项目(?:名单|清单|列表)",
    ListName.ACTIVITIES: r"活动[^。，]{0,6}(?:台账|列表|清单|汇总|明细|一览|统计|记录表)",
    ListName.SURVEYS: r"满意度",
    ListName.PARTNERS: r"合作(?:服务|专业)?(?:机构|单位|伙伴)|服务机构名单",
}
_ROLL = "(?:名单|名册|清单|台账|明细|列表|汇总|统计表?|一览)"
_SPECIAL_TITLES: Mapping[ListName, str] = {
    ListName.HIGH_GROWTH: r"高成长|(?:创新型|专精特新)[^。，]{0,12}(?:名单|清单|列表)",
    ListName.REGISTERED: r"注册的?(?:京津冀|北京市?|中小)*(?:企业|用户|会员)|企业注册",
    ListName.MENTORS: r"导师",
    ListName.STARTUPS: r"初创",
    ListName.FINANCED: r"融资[^。，]{0,6}(?:企业|名单|清单|明细)",
    ListName.TALENTS: r"^(?!.*(?:导师|招聘|培训|引进|紧缺))[^。，]{0,40}(?:(?:人才|讲师|师资|专家)库"
    rf"|(?:人才|讲师|师资|专家)(?:信息|人员|资源|储备|推荐|队伍|团队|老师)*{_ROLL})",
    ListName.RECRUITED: rf"(?:招聘|引进|猎聘|推荐就业|入职)[^。，会岗活企讲]{{0,10}}(?:人员|人才|人选)"
    rf"[^。，会岗活企讲]{{0,10}}{_ROLL}",
    ListName.TRAINED: rf"^(?!.*(?:招聘|引进|入职|签到|参会|报名|学员))[^。，]{{0,40}}"
    rf"(?:培训(?:的|紧缺|技能|[()])*(?:人才|人次)|(?:人才|紧缺)[^。，会活班课]{{0,6}}培训)[^。，会活班课]{{0,8}}{_ROLL}",
    ListName.CASES: rf"案例(?!分享|交流|研讨|征集)[^。，会]{{0,8}}{_ROLL}",
}
"""Titles that may also hold the words of a more general one."""
_OUTCOME_TITLES: Mapping[ListName, str] = {
    ListName.LISTED: r"(?:上市|挂牌)(?:及|和|或|、)?(?:上市|挂牌)?(?:中小)?(?:企业|公司|情况|名单|清单)"
    r"|上市挂牌|创新层",
    ListName.RECOGNISED: r"新认定|新获(?:得)?认定|新增[^。，]{0,4}(?:专精特新|创新型|小巨人|认定)",
}
"""Titles of what became of enterprises: they hold the words of special ones too (新认定专精特新企业名单)."""
_NUMBERED = dict(zip("12345678一二三四五六七八", [*list(ListName)[:8]] * 2, strict=True))
_NUMBER = re.compile(r"附表(?:4-2-1-)?([1-8一二三四五六七八])(?![0-9-])|4-2-1-([1-8])(?![0-9])")
_OTHER_LISTS = re.compile(r"新增[^。，]{0,6}企业")
_OTHER_PAPERS = re.compile(r"标准|案例|讲师|人才|推送|招聘|签到|问卷|答卷|报名|参会|参训|发票|社保|缴费|导出")
_EXPORTS = re.compile(
    r"提交答卷时间|所用时间|来源|来源详情|来自ip|答题序号|答卷编号|提交时间|(?:开始|结束)答题时间|答题时长|填写时长|开始填写时间"
    r"|签到|签名|签字|本人签[名字]|签到(?:时间|状态|方式)|打卡时间"
    r"|(?:首次)?入会时间|(?:最后)?退会时间|参会时长|(?:入会)?昵称"
    r"|销(?:售)?方.*|.*缴费.*|参保.*|险种.*|个人编号|社会保障号码?"
)
_PERSONS = re.compile(r"(?:参会|参加|报名|签到)?(?:人员?|者)?姓名|参会人员?")
_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]{0,30}[)\]】〕]")
_UNIT = re.compile(r"亿元|万元|千元|元")

Meanings = Mapping[ListName, str]


@lru_cache(maxsize=16384)
def meanings(text: str) -> Meanings:
    """Per list, the column that this header cell heads; empty for a cell that heads none."""
    return _meanings(squash(text)) if 0 < len(text) <= LONGEST_LABEL else {}


@lru_cache(maxsize=16384)
def label_of(text: str) -> str:
    """The words of a header cell without brackets, marks and blanks; empty for none, or too many."""
    return _plain(_BRACKETED.sub("", squash(text))) if len(text) <= LONGEST_LABEL else ""


def unit_of(text: str) -> str | None:
    """The unit of money that a header cell or title names (单位：元, （万元）)."""
    found = set(_UNIT.findall(squash(text)))
    return found.pop() if len(found) == 1 else None


def is_export_label(text: str) -> bool:
    """Whether a column is one of sign-in sheets, survey or tax platforms or insurance records: no list has them."""
    return _EXPORTS.fullmatch(label_of(text)) is not None


def is_person_label(text: str) -> bool:
    """Whether a column names a person: of the lists only those of persons have one."""
    return _PERSONS.fullmatch(label_of(text)) is not None


def named_list(text: str) -> ListName | None:
    """The list that a title, a sheet's name or a file's name says it is; None where it says none, or two."""
    plain = squash(text)
    number = _NUMBER.search(plain)
    by_number = _NUMBERED[number[1] or number[2]] if number else None
    by_words = _named_by_words(plain)
    if by_number and by_words and by_number is not by_words:
        return None
    return by_number or by_words


def is_other_list(text: str) -> bool:
    """Whether a title is that of a list whose rows are no claims, though its columns are those of one that has some."""
    return named_list(text) is None and _OTHER_LISTS.search(squash(text)) is not None


def is_other_paper(text: str) -> bool:
    """Whether a title or a file's name may be that of another paper: such a sheet need not be a list."""
    return is_other_list(text) or (named_list(text) is None and _OTHER_PAPERS.search(squash(text)) is not None)


def _named_by_words(plain: str) -> ListName | None:
    for titles in (_OUTCOME_TITLES, _SPECIAL_TITLES, _TITLES):
        found = [name for name, pattern in titles.items() if re.search(pattern, plain)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _meanings(squashed: str) -> Meanings:
    inside = "".join(part.strip("()[]【】〔〕") for part in _BRACKETED.findall(squashed))
    for form in (_BRACKETED.sub("", squashed), squashed, inside):
        label = _plain(form)
        if label and (_SIGNS.issuperset(label) or "代码" in label):
            found = {name: key for name in ListName if (key := _key(label, name))}
            if found:
                return found
    return {}


def _key(label: str, name: ListName) -> str | None:
    return next((key for key, pattern in _PATTERNS[name] if pattern.fullmatch(label)), None)


def _plain(squashed: str) -> str:
    return _MARKS.sub("", squashed).lower()


_MARKS = re.compile(r"[\W_]")
_PATTERNS: Mapping[ListName, tuple[tuple[str, re.Pattern[str]], ...]] = {
    name: tuple((key, re.compile(pattern)) for key, pattern in (*words.items(), *EVERYWHERE.items()))
    for name, words in WORDS.items()
}
_SIGNS = frozenset(sign for words in (*WORDS.values(), EVERYWHERE) for pattern in words.values() for sign in pattern)
"""Every sign of every label: a cell with any other heads no column."""
