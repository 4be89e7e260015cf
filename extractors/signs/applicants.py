"""Papers of the applicant itself (domain.md 3.10 to 3.14, 3.16, 3.18, 3.19, 3.28)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import CONTROLS, TREATY, Part, Sign, body, place, shape, sign, title

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.BUSINESS_LICENCE: (
        title(r"^营业执照|营业执照(?:\(副本\)|\(正本\))?(?:\([0-9]-[0-9]\))?$", 6, unless=r"通知|关于|办理"),
        sign("heading", Part.HEAD, r"^营\s?业\s?执\s?照(?:$|\()", 4),
        body(
            "its labels",
            r"注册资本|经营范围 & 登记机关|成立日期|住\s?所",
            3,
            unless=r"甲方|审计|人民法院",
        ),
        body("its office", r"市场主体应当于|国家企业信用信息公示系统", 2),
        place(r"营业执照|执照"),
    ),
    Kind.INSTITUTION_CERTIFICATE: (
        title(r"事业单位法人证书", 6),
        body("host", r"举办单位|宗旨和业务范围 & 开办资金|经费来源", 3),
    ),
    Kind.SOCIETY_CERTIFICATE: (
        title(r"社会团体法人登记证书|民办非企业单位[^\n]{0,8}登记证书|基金会法人登记证书|社会服务机构登记证书", 6),
        body("supervisor", r"业务主管单位", 2),
    ),
    Kind.PROPERTY_TITLE: (
        title(r"不动产权(?:证书|证)|房屋所有权证|房产证|房地产权证", 6),
        body("its labels", r"权利人|房屋所有权人 & 坐落|不动产单元号", 4, unless="甲方"),
        place(r"房产|产权"),
    ),
    Kind.AUDIT_REPORT: (
        title(r"审计报告", 6, unless=r"关于|通知|说明|承诺"),
        body("opinion", r"我们审计了|审计意见 & 资产负债表|公允反映", 4),
        body("firm", r"会计师事务所 & 注册会计师", 2),
        title(TREATY, -4),
        place(r"审计"),
    ),
    Kind.FINANCIAL_STATEMENT: (
        title(
            r"^[^\n]{0,40}(?:资产负债表|利润表|损益表|现金流量表|业务活动表|收入费用表|财务报表)(?:\([^()\n]{0,24}\))?$",
            6,
            unless=r"关于|说明|承诺|通知|纳税申报",
        ),
        body("its lines", r"流动资产 & 负债合计|所有者权益|净资产", 3),
        body("audited", r"审计报告|我们审计了", -4),
        place(r"财务报表|报表"),
    ),
    Kind.CREDIT_REPORT: (
        title(r"信用中国|信用报告|信用信息[^\n]{0,8}(?:报告|查询|概览)|征信", 6),
        body("its site", r"信用中国|creditchina|credit\.beijing", 3),
        body("its counts", r"行政处罚 & 严重失信|经营异常|守信激励", 3, unless=r"承诺书|甲方"),
        place(r"信用"),
    ),
    Kind.ICP_FILING: (
        title(r"(?:ICP|备案)[^\n]{0,16}(?:备案信息|查询|管理系统|证明)|增值电信业务经营许可证|备案管理系统", 6),
        body(
            "its labels",
            r"主办单位(?:名称|性质)|网站域名|审核(?:通过)?(?:日期|时间) & ICP备|备案号|许可证号",
            4,
        ),
        place(r"ICP|备案"),
    ),
    Kind.MANAGEMENT_CERTIFICATE: (
        title(
            r"(?:管理体系)?认证证书$|(?:质量|环境|信息安全|信息技术服务|知识产权|职业健康[^\n]{0,4}|能源)[^\n]{0,8}管理体系",
            6,
            unless=r"通知|培训|沙龙|合同|协议|讲",
        ),
        body("its standard", r"GB/T|ISO & 认证范围|覆盖范围|适用范围|有效期", 3),
        place(r"体系"),
    ),
    Kind.MANAGEMENT_DOCUMENT: (
        title(
            r"(?:制度|办法|流程|收费标准|服务标准|规范|预案|细则|守则|手册|管理规定|保障措施|服务(?:质量)?承诺|管理规程|工作机制)(?:\([^()\n]{1,8}\))?$"
            r"|(?:制度|文件|流程)[^\n]{0,8}汇编$",
            6,
            unless=r"通知|关于|GB/?T|DB\d|标准号|起草",
        ),
        body("articles", r"第一章 & 第一条", 1),
        body("slides", r"谢谢(?:观看|聆听|大家)?$|THANKS?|感谢(?:聆听|观看)", -4),
        shape("landscape", -4),
        place(r"制度|流程|收费"),
    ),
    Kind.SYSTEM_SCREENSHOT: (
        shape("picture", 1),
        body("a browser", r"https?://|www\.|首页|登录|注册|后台|用户中心|管理系统|退出", 2),
        body("its parts", r"工作台|用户管理|系统设置|控制台|数据概览 & 退出|管理员|后台", 3),
        body("its bar", r"首页\s{0,4}(?:服务|产品|关于|资讯|政策|活动|平台|课程)", 2),
        body("its figures", r"(?:注册|入驻|服务|访问|用户|认证)(?:企业|用户|产品|次数|总?数|机构|人数|量)", 2),
        title(r"(?:平台|系统|小程序|管理后台)$", 2, unless=r"备案|证书|查询|关于"),
        place(r"系统|后台|网站|页面|小程序|APP", 2),
        title(r"证书|合同|发票|签到|执照|通知$", -4),
        body("a meeting", CONTROLS, -4),
    ),
}
