"""By what a document is known: for each kind a table of named signs with their points.

Points: 6 a title that names the kind; 4 words that only this kind bears; 3 its labels; 2 usual words, or the folder it
lies in; 1 a word that many kinds bear. What speaks against a kind has negative points. A kind is known from
`KNOWN` points on, and one kind is clearly stronger than another by `LEAD` points (`extractors.classify`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.documents import Kind

KNOWN = 4
LEAD = 2


class Part(StrEnum):
    """The part of a document in which a sign is looked for."""

    TITLE = "title"
    """The headings and first short lines of its first page, a line each."""
    HEAD = "head"
    """The first lines of its first page."""
    BODY = "body"
    PLACE = "place"
    """Its path in the archive: a hint, never proof."""
    SHAPE = "shape"
    """Words about its pages: picture, no-text, little-text, landscape, many-pages, sheets."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A named feature: where it is looked for, its patterns, all of which must be there, and what it weighs."""

    name: str
    part: Part
    patterns: tuple[re.Pattern[str], ...]
    points: int
    unless: re.Pattern[str] | None = None
    """What must not be there."""


def _sign(name: str, part: Part, pattern: str, points: int, unless: str | None = None) -> Sign:
    """A sign whose patterns are parted by “ & ”; none of them reaches far, so that hostile text costs no time."""
    patterns = tuple(re.compile(one, re.MULTILINE) for one in pattern.split(" & "))
    return Sign(name, part, patterns, points, re.compile(unless, re.MULTILINE) if unless else None)


def _title(pattern: str, points: int = 6, unless: str | None = None) -> Sign:
    return _sign("title", Part.TITLE, pattern, points, unless)


def _body(name: str, pattern: str, points: int, unless: str | None = None) -> Sign:
    return _sign(name, Part.BODY, pattern, points, unless)


def _place(pattern: str, points: int = 2) -> Sign:
    return _sign("folder", Part.PLACE, pattern, points)


def _shape(pattern: str, points: int) -> Sign:
    return _sign("shape", Part.SHAPE, pattern, points)


_TREATY = r"(?:合同|协议|协议书|合同书|委托书|委托单|订单|订购单|确认单|委托代理书)(?:\([^()\n]{1,16}\))?$"
_SERVICE = (
    r"服务|开发|咨询|检测|检验|认证|代理|委托|采购|订购|培训|招聘|猎头|顾问|担保|软件|技术|记账|设计|维护|运维|孵化|评估|实施|"
    r"购销|承揽|测试|审计|法律|推广|策划|制作|加工|评价|辅导|入驻"
)
_JOINT = r"共同为|联合(?:为|开展|举办|提供)|资源共享|优势互补|合作共赢|互利共赢|协同服务|第三方(?:专业)?服务机构"
_PURCHASE = (
    r"合同总?(?:金额|价款|价)|服务费(?:用)?(?:总额|共计|合计|总计)?(?:为|是|:|人民币)|费用共计|付款方式"
    r"|(?:支付|付清)[^。\n]{0,16}(?:服务费|款项|合同款)"
)
_HELD = (
    r"(?:成功|圆满|顺利|隆重|正式)(?:举办|举行|召开|开展|落幕|结束|闭幕|启动)|圆满落幕|(?:举办|举行|召开|开讲)$"
    r"|(?:在京|在[^\n]{1,12})(?:举办|举行|召开)"
)
_MEETING = r"腾讯会议|钉钉|飞书|Zoom|ZOOM|小鹅通|视频会议|TencentMeeting"
_CONTROLS = r"解除静音|静音|开启视频|共享屏幕|离开会议|结束会议|管理成员|正在讲话|成员\(|人参会|参会人|聊天|举手"

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.SERVICE_CONTRACT: (
        _title(rf"(?:{_SERVICE})[^\n]{{0,24}}{_TREATY}", 6, unless=r"合作|租赁|战略|机构入驻"),
        _title(rf"^[^\n]{{0,24}}{_TREATY}", 4, unless=r"合作|租赁|战略|补充协议|保密协议"),
        _body(
            "parties",
            r"甲\s?方|委托方|委托单位|委托人 & 乙\s?方|受托方|受托人|检测单位|代理机构|服务方",
            2,
        ),
        _body("fee", rf"{_PURCHASE}|检测费|委托费用|大写", 2),
        _sign("a purchase behind a title of cooperation", Part.BODY, _PURCHASE, 4, unless=_JOINT),
        _title(r"租赁|场地使用|工位", -4),
        _title(r"合作|战略", -2),
        _title(rf"通知|{_HELD}|签到", -4),
        _place(r"合同|订单"),
    ),
    Kind.COOPERATION_AGREEMENT: (
        _title(r"(?:合作|战略|框架|联盟|共建|入驻|联合服务|协作)[^\n]{0,16}(?:协议|合同|备忘录|意向书|协议书)", 6),
        _body("joint service", _JOINT, 3),
        _body("cooperation", r"合作(?:内容|方式|期限|宗旨|原则|机制|背景|事项|目标)", 1),
        _sign("a purchase, no joint service", Part.BODY, _PURCHASE, -3, unless=_JOINT),
        _title(rf"通知|{_HELD}|签到", -6),
        _place(r"合作(?:协议|机构|单位)|服务机构|门槛条件?5"),
    ),
    Kind.LEASE_CONTRACT: (
        _title(
            r"租赁[^\n]{0,10}(?:合同|协议)|(?:场地|工位|房屋|办公)[^\n]{0,8}(?:使用|入驻|租用)[^\n]{0,6}(?:合同|协议|证明)|无偿使用",
            6,
        ),
        _body("lessor and lessee", r"出租方|出租人 & 承租方|承租人", 3),
        _body("rent", r"租金|租赁期限", 1),
        _place(r"租赁|场地"),
    ),
    Kind.INVOICE: (
        _title(r"(?:普通|专用)发票|电子发票|增值税[^\n]{0,8}发票", 6),
        _body("invoice number", r"发票号码 & \d{8}", 2),
        _body("sums with tax", r"价\s?税\s?合\s?计 & 小\s?写", 3),
        _body("drawer", r"开票人|开票日期", 2),
        _body("two sides", r"(?:购\s?买\s?方|购货单位|销\s?售\s?方|销货单位|纳税人识别号)", 1),
        _title(rf"{_TREATY}|通知|声明|承诺", -6),
        _place(r"发票"),
    ),
    Kind.COMMITMENT: (
        _title(r"承诺(?:书|函)?$|承诺(?:书|函)|(?:说明|声明)(?:和|及|与|、)承诺", 6, unless=r"服务(?:质量)?承诺$"),
        _body("commits", r"(?:郑重|特此|特作|自愿|现)[^\n。]{0,8}承诺|承诺如下|承诺:", 3),
        _place(r"承诺"),
    ),
    Kind.STATEMENT: (
        _title(
            r"(?:声明|声明函|声明书|说明|说明函|情况说明|保证书)$", 6, unless=r"承诺|说明书|填[写表报]\s?说明|使用说明"
        ),
        _body("fixed wording", r"真实性、完整性和准确性", 3),
        _body("states", r"特此(?:说明|声明)|声明如下|说明如下", 3),
        _place(r"声明|说明"),
    ),
    Kind.SURVEY_FORM: (
        _title(
            r"满意度[^\n]{0,8}(?:调查|问卷|评价|反馈|测评|回访)|调查问卷|服务评价表|回访表|意见反馈表",
            6,
            unless=r"关于|通知|汇总",
        ),
        _body("the questions of a platform", r"提交答卷时间|来自IP|所用时间 & 满意", 6),
        _body("grades", r"(?:非常|很|比较)满意", 2),
        _body("overall", r"总体满意度|总体评价|满意度评分", 2),
        _body("a list of enterprises", r"平均满意度|序号\s?服务企业名称", -6),
        _place(r"满意度|问卷|调查"),
    ),
    Kind.INDEX_DOCUMENT: (
        _title(r"^[^\n]{0,24}目录(?:文档|清单|表)?$|^目录|材料索引$", 6),
        _body("folders", r"文件夹(?:序号|编号|名称|[0-9一二三])", 3),
        _body("a table of contents", r"\.{4,12}\s?\d{1,3}\n[^\n]{0,60}\.{4,12}\s?\d{1,3}$", -4),
        _place(r"目录[^/]*$"),
    ),
    Kind.BUSINESS_LICENCE: (
        _title(r"^营业执照|营业执照(?:\(副本\)|\(正本\))?(?:\([0-9]-[0-9]\))?$", 6, unless=r"通知|关于|办理"),
        _sign("heading", Part.HEAD, r"^营\s?业\s?执\s?照(?:$|\()", 4),
        _body(
            "its labels",
            r"注册资本|经营范围 & 登记机关|成立日期|住\s?所",
            3,
            unless=r"甲方|审计|人民法院",
        ),
        _body("its office", r"市场主体应当于|国家企业信用信息公示系统", 2),
        _place(r"营业执照|执照"),
    ),
    Kind.INSTITUTION_CERTIFICATE: (
        _title(r"事业单位法人证书", 6),
        _body("host", r"举办单位|宗旨和业务范围 & 开办资金|经费来源", 3),
    ),
    Kind.SOCIETY_CERTIFICATE: (
        _title(r"社会团体法人登记证书|民办非企业单位[^\n]{0,8}登记证书|基金会法人登记证书|社会服务机构登记证书", 6),
        _body("supervisor", r"业务主管单位", 2),
    ),
    Kind.ACTIVITY_NOTICE: (
        _title(r"关于[^\n]{0,50}\n?[^\n]{0,50}(?:通知|邀请函|函|通告)$", 6, unless=_HELD),
        _title(r"(?:通知|邀请函|活动预告|活动通告|会议邀请)$|^(?:诚挚)?邀请", 6, unless=_HELD),
        _body(
            "invites",
            r"活动(?:时间|地点|安排|议程|内容)|会议(?:时间|地点|议程)|培训(?:时间|地点)|报名(?:方式|截止)|参会(?:人员|对象)|主办单位",
            2,
        ),
        _body(
            "a poster", r"扫码报名|扫描二维码报名|长按识别|名额有限|敬请(?:期待|光临)|诚邀|报名二维码", 4, unless=_HELD
        ),
        _title(rf"{_HELD}|总结$|签到", -4),
        _place(r"通知|邀请"),
    ),
    Kind.SIGN_IN_SHEET: (
        _title(
            r"签到(?:表|册|单|簿|名单)?(?:\([^()\n]{0,12}\))?$|参会(?:人员)?(?:回执|名单|登记表)|报到表|学员名单|参会人员信息",
            6,
        ),
        _body(
            "its columns",
            r"姓\s?名[^\n。]{0,30}(?:单\s?位|公\s?司|企业)[^\n。]{0,40}(?:签\s?名|签\s?字|签\s?到|电\s?话|手\s?机|联系方式|入会时间)",
            4,
            unless=r"从事为中小企业服务人员",
        ),
        _body(
            "its columns in another order",
            r"(?:单\s?位|公\s?司)(?:名称)?[^\n。]{0,20}姓\s?名[^\n。]{0,40}(?:签\s?名|签\s?字|签\s?到|电\s?话|手\s?机|联系方式)",
            4,
        ),
        _title(r"通知$|总结$|社会保险|合同$", -4),
        _place(r"签到"),
    ),
    Kind.MEETING_SCREENSHOT: (
        _body("its controls", rf"{_CONTROLS} & {_MEETING}|会议号|静音|聊天|成员|管理|共享|录制|离开", 4),
        _body("its program", _MEETING, 2),
        _body("its number", r"会议号|会议ID|MeetingID|\d{3}\s?-?\s?\d{3}\s?-?\s?\d{3}(?!\d)", 1),
        _body("its members", r"成员\s?\(?\d+|\d+人(?:参会|在线|观看)|参会人数", 2),
        _shape("picture", 1),
        _title(rf"通知|邀请函|{_HELD}|总结|合同|协议|签到|声明|承诺", -6),
        _place(r"截图|线上|直播|会议截屏"),
    ),
    Kind.ACTIVITY_PHOTO: (
        _shape("picture no-text", 2),
        _shape("picture little-text", 2),
        _body("a banner", r"沙龙|培训|讲座|宣讲|对接会|论坛|研讨|路演|大会|活动|会议|交流会|座谈|峰会|大赛|训练营", 2),
        _place(r"照片|现场|合影|影像|图片|(?i:photo|img_)", 3),
        _body("another paper", r"会议号|成员\(|签到|姓\s?名|营业执照|发票|证书|合同|证明|目录", -4),
    ),
    Kind.COURSEWARE: (
        _title(r"课件|讲义|培训教材", 4),
        _shape("landscape many-pages", 2),
        _sign("lecturer", Part.HEAD, r"主讲|讲师|主讲人|分享人|汇报人|授课|分享嘉宾|演讲", 2),
        _body("slides", r"CONTENTS|目录\s|谢谢(?:观看|聆听|大家)|THANKS?|感谢(?:聆听|观看)", 1),
        _place(r"课件|讲义|(?i:ppt)", 3),
        _title(r"通知$|总结$|合同$|签到|目录$|报告$|证书$", -4),
    ),
    Kind.ACTIVITY_SUMMARY: (
        _title(
            r"总结(?:报告|表)?$|纪要$|小结$|活动情况(?:报告|说明)?$|活动简报", 6, unless=r"年度(?:工作)?总结|下一步"
        ),
        _body("sums up", r"(?:本次|此次)(?:活动|培训|会议|沙龙)|活动(?:效果|成效|概况|基本情况)", 1),
        _place(r"总结"),
    ),
    Kind.PRESS_RELEASE: (
        _title(_HELD, 6, unless=r"通知$|总结$"),
        _title(r"新闻稿|新闻通稿|活动报道", 6),
        _body(
            "published",
            r"本报讯|本网讯|(?:来源|编辑|责任编辑|作者|发布时间|发布日期|阅读量?|浏览(?:量|次数)?)\s?:|公众号|阅读原文|记者",
            3,
        ),
        _body("near", r"近日|日前", 1),
        _title(r"合同|协议|签到|名单", -4),
        _place(r"新闻|报道|宣传|推文"),
    ),
    Kind.SOCIAL_INSURANCE: (
        _title(
            r"社会保险[^\n]{0,14}(?:权益|缴费|参保|证明|明细|清单|记录)|社保[^\n]{0,8}(?:缴费|参保|记录|证明|明细)|参保(?:人员)?(?:证明|缴费|明细)|权益记录",
            6,
        ),
        _body("its labels", r"社会保障号码?|个人编号 & 养老|缴费|失业|工伤", 3),
        _body("kinds of insurance", r"养老保险 & (?:失业|工伤|医疗)保险", 2, unless=r"合同|审计|资产负债"),
        _title(r"发票|合同$|通知$", -4),
        _place(r"社保|社会保险"),
    ),
    Kind.DIPLOMA: (
        _title(r"毕业证书$|毕业证书|结业证书|毕业文凭", 6, unless=r"备案表|认证报告|学历认证|复印件"),
        _body("graduates", r"准予\s?(?:毕业|结业)", 4, unless=r"电子注册备案表"),
        _place(r"毕业证|学历"),
    ),
    Kind.DEGREE_CERTIFICATE: (
        _title(r"学位证书$|(?:学士|硕士|博士)学位证书", 6, unless=r"认证|在线验证|备案表"),
        _body("confers", r"授予\s?[^。]{0,16}(?:学士|硕士|博士)\s?学位", 4, unless=r"电子注册备案表|认证书"),
        _place(r"学位"),
    ),
    Kind.EDUCATION_REPORT: (
        _title(
            r"学历证书电子注册备案表|学历[^\n]{0,8}认证报告|学位[^\n]{0,8}(?:在线验证|认证)报告|学历学位认证书|学籍在线验证报告|学历[^\n]{0,6}备案表",
            8,
        ),
        _body("its code", r"在线验证码|学信网|chsi", 3),
        _place(r"学信网|备案表"),
    ),
    Kind.TITLE_CERTIFICATE: (
        _title(
            r"职称证书|专业技术[^\n]{0,10}(?:资格|职务|职称)[^\n]{0,6}(?:证书|证)?$|任职资格证书|职务任职资格|资格评审[^\n]{0,6}证",
            6,
            unless=r"职业资格|职业技能",
        ),
        _body(
            "its labels",
            r"资格名称|专业技术资格|职称(?:名称|级别|系列) & 评审|授予|批准|发证|取得",
            3,
        ),
        _place(r"职称"),
    ),
    Kind.VOCATIONAL_CERTIFICATE: (
        _title(
            r"职业资格证书|执业(?:资格)?证(?:书)?|(?:注册|专利代理|法律职业|咨询工程)[^\n]{0,12}(?:证书|证)$|职业技能等级|技能等级证书|计算机[^\n]{0,12}资格",
            6,
        ),
        _place(r"职业资格|资格证"),
    ),
    Kind.PROPERTY_TITLE: (
        _title(r"不动产权(?:证书|证)|房屋所有权证|房产证|房地产权证", 6),
        _body("its labels", r"权利人|房屋所有权人 & 坐落|不动产单元号", 4, unless="甲方"),
        _place(r"房产|产权"),
    ),
    Kind.AUDIT_REPORT: (
        _title(r"审计报告", 6, unless=r"关于|通知|说明|承诺"),
        _body("opinion", r"我们审计了|审计意见 & 资产负债表|公允反映", 4),
        _body("firm", r"会计师事务所 & 注册会计师", 2),
        _title(_TREATY, -4),
        _place(r"审计"),
    ),
    Kind.FINANCIAL_STATEMENT: (
        _title(
            r"^[^\n]{0,10}(?:资产负债表|利润表|损益表|现金流量表|业务活动表|收入费用表|财务报表)(?:\([^()\n]{0,8}\))?$",
            6,
        ),
        _body("its lines", r"流动资产 & 负债合计|所有者权益|净资产", 3),
        _body("audited", r"审计报告|我们审计了", -4),
        _place(r"财务报表|报表"),
    ),
    Kind.CREDIT_REPORT: (
        _title(r"信用中国|信用报告|信用信息[^\n]{0,8}(?:报告|查询|概览)|征信", 6),
        _body("its site", r"信用中国|creditchina|credit\.beijing", 3),
        _body("its counts", r"行政处罚 & 严重失信|经营异常|守信激励", 3, unless=r"承诺书|甲方"),
        _place(r"信用"),
    ),
    Kind.ICP_FILING: (
        _title(r"(?:ICP|备案)[^\n]{0,16}(?:备案信息|查询|管理系统|证明)|增值电信业务经营许可证|备案管理系统", 6),
        _body(
            "its labels",
            r"主办单位(?:名称|性质)|网站域名|审核(?:通过)?(?:日期|时间) & ICP备|备案号|许可证号",
            4,
        ),
        _place(r"ICP|备案"),
    ),
    Kind.IP_CERTIFICATE: (
        _title(r"软件著作权登记证书|(?:发明|实用新型|外观设计)?专利证书|作品登记证书|布图设计登记证书|植物新品种", 6),
        _body("its number", r"软著登字第|证书号\s?第\d|授权公告[日号]", 4, unless=r"甲方"),
        _place(r"知识产权|软著|专利"),
    ),
    Kind.TRADEMARK_CERTIFICATE: (
        _title(r"商标注册证", 6),
        _body("its labels", r"核定使用商品|注册公告日期", 3),
        _place(r"商标"),
    ),
    Kind.MANAGEMENT_CERTIFICATE: (
        _title(
            r"(?:管理体系)?认证证书$|(?:质量|环境|信息安全|信息技术服务|知识产权|职业健康[^\n]{0,4}|能源)[^\n]{0,8}管理体系",
            6,
            unless=r"通知|培训|沙龙|合同|协议|讲",
        ),
        _body("its standard", r"GB/T|ISO & 认证范围|覆盖范围|适用范围|有效期", 3),
        _place(r"体系"),
    ),
    Kind.MANAGEMENT_DOCUMENT: (
        _title(
            r"(?:制度|管理办法|实施办法|流程|收费标准|服务标准|工作规范|服务规范|预案|细则|守则|手册|管理规定|保障措施|服务(?:质量)?承诺)(?:\([^()\n]{1,8}\))?$",
            6,
            unless=r"通知|关于",
        ),
        _body("articles", r"第一章 & 第一条", 1),
        _body("slides", r"谢谢(?:观看|聆听|大家)?$|THANKS?|感谢(?:聆听|观看)", -4),
        _shape("landscape", -4),
        _place(r"制度|流程|收费"),
    ),
    Kind.APPOINTMENT_LETTER: (
        _title(r"^聘书|聘书$|聘任(?:书|证书)|聘用证书", 6),
        _body("appoints", r"(?:兹|特|现)聘(?:请|任)?", 4),
        _place(r"聘书|导师"),
    ),
    Kind.HONOUR_CERTIFICATE: (
        _title(r"荣誉证书|获奖证书|奖状|奖牌|荣誉称号", 6),
        _body(
            "awards", r"授予[^\n。]{0,40}(?:称号|荣誉|奖)|荣获|特发此证", 3, unless=r"学士学位|硕士学位|博士学位|甲方"
        ),
        _place(r"荣誉|获奖|奖项"),
    ),
    Kind.RECOGNITION_PROOF: (
        _title(
            r"(?:专精特新|小巨人|创新型中小企业|单项冠军|隐形冠军|独角兽|高新技术企业)[^\n]{0,24}(?:证书|名单|公示|公告|认定|企业)$",
            6,
            unless=r"宣讲|培训|沙龙|讲座|通知$|服务",
        ),
        _place(r"资质证明|专精特新|小巨人|高成长"),
    ),
    Kind.LISTING_PROOF: (
        _title(r"辅导(?:工作)?(?:验收|完成)|受理通知|挂牌(?:公告|的函)|上市(?:公告|委)|首次公开发行|创新层", 6),
        _place(r"上市|挂牌"),
    ),
    Kind.STANDARD_TEXT: (
        _title(
            r"^(?:GB|DB\d|YD|JC|HJ|SJ|NB|T/|Q/|ISO|IEC|ITU)[/A-Z ]{0,8}[\d.]+|中华人民共和国[^\n]{0,8}标准"
            r"|(?:地方|行业|团体|企业)标准$",
            6,
        ),
        _body("drafters", r"起草单位:", 3),
        _place(r"标准"),
    ),
    Kind.FINANCING_PROOF: (
        _title(
            r"(?:投资|增资|借款|贷款|保证|质押|融资租赁)[^\n]{0,8}(?:协议|合同)|借据|放款(?:通知|凭证)|投资协议书",
            8,
            unless=r"服务|顾问|咨询|委托担保",
        ),
        _place(r"融资证明|获得融资"),
    ),
    Kind.SYSTEM_SCREENSHOT: (
        _shape("picture", 1),
        _body("a browser", r"https?://|www\.|首页|登录|注册|后台|用户中心|管理系统|退出", 2),
        _place(r"系统|后台|网站|页面|小程序|APP", 2),
        _title(r"证书|合同|发票|签到|执照|通知$", -4),
        _body("a meeting", _CONTROLS, -4),
    ),
    Kind.CASE_DESCRIPTION: (
        _title(
            r"案例(?:描述|材料|介绍|集|报告|说明)?$|典型案例|应用案例",
            6,
            unless=r"合同|通知|协议|讲|会|总结|签到|沙龙|培训",
        ),
        _body("its parts", r"痛点 & 效果|成效", 3),
        _place(r"案例(?!分享|交流|研讨)"),
    ),
    Kind.PERFORMANCE_REPORT: (
        _title(r"绩效(?:评价|自评)?[^\n]{0,6}报告|服务绩效报告", 8),
        _body("its chapters", r"平台基本情况 & 平台运营管理情况|平台提供服务情况|下一步发展规划", 4),
        _place(r"绩效报告|自评报告"),
    ),
    Kind.DECLARED_FORM: (
        _title(r"申报(?:表|书|信息)|填报(?:信息|内容|系统)|基础信息表", 4, unless=r"关于|通知"),
        _body("its fields", r"申报服务类别 & 服务场地面积|单位从业人数|注册所在区", 6),
        _place(r"申报表|填报"),
    ),
    Kind.LIST_WORKBOOK: (
        _title(
            r"服务人员情况表$|年度服务企业名单|合同订单列表|服务产品\(项目\)名单|服务活动台账|合作服务机构名单|高成长中小企业名单"
            r"|附表4-2-1-\d|^附表\s?[1-8]$",
            8,
        ),
        _body("its columns", r"序\s?号\s?(?:服务企业名称|合作服务机构名称|活动名称|服务产品)", 4),
        _body("the questions of a platform", r"提交答卷时间|答卷", -6),
    ),
    Kind.OTHER: (
        _title(
            r"财政[^\n]{0,12}票据|非税收入|往来结算票据|(?:业务|电子|银行)回单$|居民身份证|开户许可证|授权委托书$", 8
        ),
    ),
}
"""The signs of each kind that is told by its text, its folder or its shape."""
