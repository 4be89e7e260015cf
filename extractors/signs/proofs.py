"""Rights, honours, standards and cases (domain.md 3.17, 3.22, 3.25, 3.29)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import Part, Sign, body, place, sign, title

AWARDED = r"关于[^\n]{0,60}(?:公布|公示|表彰|命名|授予|通报|发布|认定结果)"
RECOGNISED = r"(?:专精特新|小巨人|创新型中小企业|单项冠军|隐形冠军|独角兽|高新技术企业)"

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.IP_CERTIFICATE: (
        title(
            r"软件著作权(?:变更或补充)?登记证书|登记证书$|(?:发明|实用新型|外观设计)?专利证书|作品登记证书|布图设计登记证书"
            r"|植物新品种|软件产品(?:登记)?证书",
            6,
            unless=r"法人|社会团体|民办非企业|基金会|事业单位|商标|股权|抵押|质押|名单",
        ),
        title(r"(?:专利|著作权|布图设计|商标)[^\n]{0,8}受理通知书?$", 8),
        body("its number", r"软著(?:变补|补)?登字第|证书号\s?第\s?\d|授权公告[日号]", 4, unless=r"甲方"),
        place(r"知识产权|软著|专利|著作权"),
    ),
    Kind.TRADEMARK_CERTIFICATE: (
        title(r"商\s?标\s?注\s?册\s?证|商标(?:注册)?(?:续展|转让|变更|转移)[^\n]{0,6}证明", 6),
        body("its labels", r"核定使用商品|注册公告日期", 3),
        place(r"商标"),
    ),
    Kind.HONOUR_CERTIFICATE: (
        title(r"荣誉证书|获奖证书|奖状|奖牌|荣誉称号$", 6),
        title(rf"{AWARDED} & 名单|称号|决定|公告|公示|通报", 8, unless=RECOGNISED),
        title(
            r"(?:示范|先进|优秀|文明|标杆|领军|诚信|最佳|十佳|百强|突出贡献|创新引领)[^\n]{0,16}"
            r"(?:平台|基地|单位|企业|集体|机构|中心|窗口|奖)(?:证书)?$|[一二三特]等奖$|(?:创新|贡献|组织|优秀)奖(?:证书)?$",
            4,
            unless=r"通知|关于|名单|合同|协议|办法|制度|报告|签到|培训|沙龙|宣讲|讲座|对接",
        ),
        title(r"^证书$", 2),
        body(
            "awards",
            r"授予[^\n。]{0,40}(?:称号|荣誉|奖)|荣获|特发此证",
            3,
            unless=rf"学士学位|硕士学位|博士学位|甲方|{RECOGNISED}",
        ),
        place(r"荣誉|获奖|奖项"),
    ),
    Kind.STANDARD_TEXT: (
        title(
            r"^(?:GB|DB\d|YD|JC|HJ|SJ|NB|T/|Q/|ISO|IEC|ITU)[/A-Z ]{0,8}[\d.]+|中华人民共和国[^\n]{0,8}标准"
            r"|(?:地方|行业|团体|企业)标准$",
            6,
        ),
        body("drafters", r"起草单位:", 3),
        place(r"标准"),
    ),
    Kind.CASE_DESCRIPTION: (
        title(
            r"案例(?:描述|材料|介绍|集|报告|说明)?$|典型案例|应用案例",
            6,
            unless=r"合同|通知|协议|讲|会|总结|签到|沙龙|培训",
        ),
        title(
            r"(?:应用|典型|成功|优秀|服务)[^\n]{0,6}案例$",
            6,
            unless=r"合同|通知|协议|签到|(?:讲座|沙龙|交流会|分享会|研讨会|培训班|培训会|总结)$",
        ),
        sign("a numbered case", Part.HEAD, r"^(?:典型|应用|成功)?案例[一二三四五六七八九十\d]{0,3}[:、]", 4),
        body("its parts", r"痛点|难点 & 效果|成效", 3),
        body(
            "its parts as headings",
            r"^[^\n。,]{0,8}(?:痛点|难点)[^\n。,]{0,6}$ & ^[^\n。,]{0,8}(?:效果|成效|效益)[^\n。,]{0,4}$",
            3,
        ),
        place(r"案例(?!分享|交流|研讨)"),
    ),
}
