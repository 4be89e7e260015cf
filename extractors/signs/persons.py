"""Papers of persons (domain.md 3.8, 3.9, 3.21)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import Sign, body, place, title

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.SOCIAL_INSURANCE: (
        title(
            r"社会保险[^\n]{0,14}(?:权益|缴费|参保|证明|明细|清单|记录)|社保[^\n]{0,8}(?:缴费|参保|记录|证明|明细)|参保(?:人员)?(?:证明|缴费|明细)|权益记录",
            6,
        ),
        body("its labels", r"社会保障号码?|个人编号 & 养老|缴费|失业|工伤", 3),
        body("kinds of insurance", r"养老保险 & (?:失业|工伤|医疗)保险", 2, unless=r"合同|审计|资产负债"),
        title(r"发票|合同$|通知$", -4),
        place(r"社保|社会保险"),
    ),
    Kind.DIPLOMA: (
        title(r"毕业证书$|毕业证书|结业证书|毕业文凭", 6, unless=r"备案表|认证报告|学历认证|复印件"),
        body("graduates", r"准予\s?(?:毕业|结业)", 4, unless=r"电子注册备案表"),
        place(r"毕业证|学历"),
    ),
    Kind.DEGREE_CERTIFICATE: (
        title(r"学位证书$|(?:学士|硕士|博士)学位证书", 6, unless=r"认证|在线验证|备案表"),
        body("confers", r"授予\s?[^。]{0,16}(?:学士|硕士|博士)\s?学位", 4, unless=r"电子注册备案表|认证书"),
        place(r"学位"),
    ),
    Kind.EDUCATION_REPORT: (
        title(
            r"学历证书电子注册备案表|学历[^\n]{0,8}认证报告|学位[^\n]{0,8}(?:在线验证|认证)报告|学历学位认证书|学籍在线验证报告|学历[^\n]{0,6}备案表",
            8,
        ),
        body("its code", r"在线验证码|学信网|chsi", 3),
        place(r"学信网|备案表"),
    ),
    Kind.TITLE_CERTIFICATE: (
        title(
            r"职称证书|专业技术[^\n]{0,10}(?:资格|职务|职称)[^\n]{0,6}(?:证书|证)?$|任职资格证书|职务任职资格|资格评审[^\n]{0,6}证",
            6,
            unless=r"职业资格|职业技能",
        ),
        body(
            "its labels",
            r"资格名称|专业技术资格|职称(?:名称|级别|系列) & 评审|授予|批准|发证|取得",
            3,
        ),
        place(r"职称"),
    ),
    Kind.VOCATIONAL_CERTIFICATE: (
        title(
            r"职业资格证书|执业(?:资格)?证(?:书)?|(?:注册|专利代理|法律职业|咨询工程)[^\n]{0,12}(?:证书|证)$|职业技能等级|技能等级证书|计算机[^\n]{0,12}资格",
            6,
        ),
        place(r"职业资格|资格证"),
    ),
    Kind.APPOINTMENT_LETTER: (
        title(r"^聘书|聘书$|聘任(?:书|证书)|聘用证书|聘请书", 6),
        title(
            r"(?:导师|专家|讲师|顾问)[^\n]{0,10}聘[请任用]?[^\n]{0,6}(?:协议|合同)书?$"
            r"|聘[请任用][^\n]{0,14}(?:导师|专家|讲师|顾问)[^\n]{0,8}(?:协议|合同)书?$",
            12,
        ),
        body("appoints", r"(?:兹|特|现)聘(?:请|任)?", 4),
        place(r"聘书|导师"),
    ),
}
