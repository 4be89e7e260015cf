"""Proofs of what became of enterprises: recognised, listed, financed (domain.md 3.23, 3.24, 3.26)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import Sign, body, place, title

TITLES = r"专精特新|小巨人|创新型中小企业|单项冠军|隐形冠军|独角兽"
EVENTS = r"宣讲|培训|沙龙|讲座|论坛|路演|活动|签到|对接会|申报(?:工作)?(?:的|指南|通知)|组织(?:开展)?[^\n]{0,30}申报"


def loose(words: str) -> str:
    """The words, each of which may go over the end of a line."""
    return "|".join(r"\n?".join(word) for word in words.split("|"))


SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.RECOGNITION_PROOF: (
        title(
            rf"(?:{TITLES}|高新技术企业)[^\n]{{0,24}}(?:证书|名单|公示|公告|认定|企业)$"
            r"|创新型中小企业$",
            6,
            unless=rf"{EVENTS}|通知$|服务(?!有限|股份|集团|中心)|合同|协议",
        ),
        title(r"^[^\n]{0,12}高新技术企业(?:证书)?$", 7, unless=EVENTS),
        title(
            r"许可证(?:书)?(?:\([^()\n]{1,6}\))?$|资质(?:认定|等级)?证书|经营许可证|认证机构批准书|备案(?:凭证|登记证)$"
            r"|(?:实验室|机构|检测|检验|认可委员会)[^\n]{0,6}认可(?:证书|决定书)"
            r"|(?:服务|代理|评价|咨询|监理|测绘|招标)[^\n]{0,8}(?:资质|资格)(?:等级)?证书?$",
            7,
            unless=r"开户|增值电信|通知|关于|合同|协议|网站|ICP|查询|名单|清单",
        ),
        title(
            rf"(?:公布|认定|公告|公示|发布|关于)[^\n]{{0,60}}(?:{TITLES})[^\n]{{0,24}}名单",
            9,
            unless=rf"{EVENTS}|合同|协议|服务(?:的|企业)",
        ),
        body("an award", rf"(?:认定|授予|评为|评定|入选)[^。]{{0,80}}(?:{TITLES})", 4, unless=r"甲\s?方|乙\s?方|报名"),
        body(
            "its labels",
            rf"{TITLES} & 认定(?:时间|日期|单位)|发证(?:日期|机关)|有效期|证书编号",
            3,
            unless=r"甲\s?方|乙\s?方|报名|所属省市",
        ),
        body(
            "a list made public",
            rf"{TITLES} & 名单(?:予以)?(?:公布|公告|公示)|现将[^\n。]{{0,30}}名单|现?予以公示",
            4,
            unless=r"甲\s?方|乙\s?方|报名",
        ),
        body(
            "the heading of a list",
            rf"关于[^。]{{0,60}}(?:{loose(TITLES)})[^。]{{0,30}}名\n?单",
            6,
            unless=rf"甲\s?方|乙\s?方|报名|{EVENTS}",
        ),
        body("a query", r"资质(?:证书)?查询|查询结果|梯度培育平台 & 认定|有效期", 2, unless=r"甲\s?方|乙\s?方"),
        place(r"资质证明|专精特新|小巨人|高成长|新认定"),
    ),
    Kind.LISTING_PROOF: (
        title(
            r"辅导(?:工作)?(?:完成)?(?:验收|备案|完成)|受理[^\n]{0,60}(?:首次公开|上市)|受理通知|首次公开发行"
            r"|审议会议[^\n]{0,6}(?:结果|公告)|上市委[^\n]{0,20}(?:结果|公告)|注册的批复|股票上市|上市交易的?公告|上市公告"
            r"|挂牌(?:公告|的函)|创新层",
            8,
            unless=rf"{EVENTS}|(?:合同|协议|协议书)(?:\([^()\n]{{0,8}}\))?$|专利|商标|著作权|布图设计",
        ),
        body(
            "its authority",
            r"监管局|证券监督管理委员会|证券交易所|股份转让系统 & 辅导|受理|注册|上市|挂牌 & 有限公司",
            2,
            unless=r"甲\s?方|乙\s?方|报名",
        ),
        body(
            "a query",
            r"证券代码|股票代码|审核状态|辅导状态 & 挂牌日期|上市日期|所属层级|审核状态|辅导备案",
            4,
            unless=r"甲\s?方|乙\s?方|报名|序\s?号\s?企业名称",
        ),
        body(
            "a disclosure",
            rf"{loose('公开发行股票|股票公开转让|创新层|上市交易|注册的批复')} & 公告|批复|受理|同意挂牌|全国股转",
            4,
            unless=r"甲\s?方|乙\s?方|报名",
        ),
        place(r"上市|挂牌"),
    ),
    Kind.FINANCING_PROOF: (
        title(
            r"(?:投资|增资|借款|贷款|保证|质押|融资租赁|授信|授信额度)[^\n]{0,8}(?:协议|合同)"
            r"|借据|放款(?:通知|凭证)|投资协议书",
            8,
            unless=r"服务|顾问|咨询|委托担保",
        ),
        body(
            "its sides",
            r"借款人|受信人|目标公司|标的公司|债务人|承租人 & 贷款人|贷款银行|授信人|投资方|债权人|出租人|投资人",
            3,
            unless=r"服务费",
        ),
        body(
            "money that was lent or invested",
            r"回单|凭证|进账单 & 付款(?:人|方|单位) & 收款(?:人|方|单位) & 放款|贷款|投资款|增资款|借款|融资款",
            10,
            unless=r"服务费|技术服务|检测费",
        ),
        place(r"融资证明|获得融资"),
    ),
}
