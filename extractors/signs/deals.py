"""Contracts, agreements, invoices and questionnaires (domain.md 3.1, 3.2, 3.12, 3.15, 3.20)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import HELD, JOINT, PURCHASE, SERVICE, TREATY, Part, Sign, body, place, sign, title

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.SERVICE_CONTRACT: (
        title(rf"(?:{SERVICE})[^\n]{{0,24}}{TREATY}", 6, unless=r"合作|租赁|战略|机构入驻"),
        title(rf"^[^\n]{{0,24}}{TREATY}", 4, unless=r"合作|租赁|战略|补充协议|保密协议"),
        body(
            "parties",
            r"甲\s?方|委托方|委托单位|委托人 & 乙\s?方|受托方|受托人|检测单位|代理机构|服务方",
            2,
        ),
        body("fee", rf"{PURCHASE}|检测费|委托费用|大写", 2),
        sign("a purchase behind a title of cooperation", Part.BODY, PURCHASE, 4, unless=JOINT),
        title(r"租赁|场地使用|工位", -4),
        title(r"合作|战略", -2),
        title(rf"通知|{HELD}|签到", -4),
        place(r"合同|订单"),
    ),
    Kind.COOPERATION_AGREEMENT: (
        title(r"(?:合作|战略|框架|联盟|共建|入驻|联合服务|协作)[^\n]{0,16}(?:协议|合同|备忘录|意向书|协议书)", 6),
        body("joint service", JOINT, 3),
        body("cooperation", r"合作(?:内容|方式|期限|宗旨|原则|机制|背景|事项|目标)", 1),
        sign("a purchase, no joint service", Part.BODY, PURCHASE, -3, unless=JOINT),
        title(rf"通知|{HELD}|签到", -6),
        place(r"合作(?:协议|机构|单位)|服务机构|门槛条件?5"),
    ),
    Kind.LEASE_CONTRACT: (
        title(
            r"租赁[^\n]{0,10}(?:合同|协议)|(?:场地|工位|房屋|办公)[^\n]{0,8}(?:使用|入驻|租用)[^\n]{0,6}(?:合同|协议|证明)|无偿使用",
            6,
        ),
        body("lessor and lessee", r"出租方|出租人 & 承租方|承租人", 3),
        body("rent", r"租金|租赁期限", 1),
        place(r"租赁|场地"),
    ),
    Kind.INVOICE: (
        title(
            r"(?:普通|专用)发票|电子发票|增值税[^\n]{0,8}发票|(?:机动车|二手车)销售统一发票|通用(?:机打|手工)?发票",
            6,
            unless=r"清单|信息表|确认单",
        ),
        body(
            "elements of a file",
            r"(?i:^(?:EIid|Invoice_?(?:Number|Num|No)|fp_?hm) [0-9]) & (?i:^(?:Seller_?Name|xsf_?mc|xhd?w?f?mc|xfmc) )",
            6,
        ),
        body("invoice number", r"发票号码 & \d{8}", 2),
        body("sums with tax", r"价\s?税\s?合\s?计 & 小\s?写", 3),
        body("drawer", r"开票人|开票日期", 2),
        body("two sides", r"(?:购\s?买\s?方|购货单位|销\s?售\s?方|销货单位|纳税人识别号)", 1),
        title(rf"{TREATY}|通知|声明|承诺", -6),
        place(r"发票"),
    ),
    Kind.SURVEY_FORM: (
        title(
            r"满意度[^\n]{0,8}(?:调查|问卷|评价|反馈|测评|回访)|调查问卷|服务评价表|回访表|意见反馈表",
            6,
            unless=r"关于|通知|汇总",
        ),
        body("the questions of a platform", r"提交答卷时间|来自IP|所用时间 & 满意", 6),
        body("grades", r"(?:非常|很|比较)满意", 2),
        body("overall", r"总体满意度|总体评价|满意度评分", 2),
        body("a list of enterprises", r"平均满意度|序号\s?服务企业名称", -6),
        place(r"满意度|问卷|调查"),
    ),
}
