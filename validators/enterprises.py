"""What kind of body a name is of, and in which province it lies, as far as the words of the name tell."""

from collections.abc import Mapping
from enum import StrEnum

from validators.characters import is_chinese
from validators.forms import Form, read_form
from validators.name_parts import EnterpriseName, parse_name
from validators.regions import place_province, read_places


class EnterpriseClass(StrEnum):
    """Kinds of bodies (domain.md 1.1 G04 C5 and 4.1); the value is what a reviewer reads."""

    COMPANY = "公司"
    PARTNERSHIP = "合伙企业或个人独资企业"
    LAW_FIRM = "律师事务所"
    ACCOUNTING_FIRM = "会计师事务所"
    OTHER_ENTERPRISE = "非公司企业"
    INDIVIDUAL_BUSINESS = "个体工商户"
    COOPERATIVE = "合作社"
    ASSOCIATION = "社会团体"
    SCHOOL = "学校"
    HOSPITAL = "医院"
    GOVERNMENT = "机关"
    INSTITUTION = "事业单位或自治组织"
    PERSON = "自然人"
    UNKNOWN = "性质不明"

    @property
    def counts(self) -> bool | None:
        """Whether such a body counts as an enterprise; None where a person has to say."""
        if self in _OPEN:
            return None
        return self in _ENTERPRISES


def is_enterprise(name: str) -> EnterpriseClass:
    """The kind of body that a name is of; a branch is what its head office is, and what is unclear is unknown."""
    parsed = parse_name(name)
    if parsed.attached:
        return _CLASSES.get(read_form(parsed.attached).form, EnterpriseClass.UNKNOWN)
    if parsed.form is Form.NONE:
        return _without_form(parsed)
    if parsed.form is Form.HOSPITAL and parsed.stem.endswith(("宠物", "动物")):
        return EnterpriseClass.UNKNOWN
    return _CLASSES.get(parsed.form, EnterpriseClass.UNKNOWN)


def region_of(name: str) -> str | None:
    """The province in an enterprise's name; that of the branch where the name is of a branch (domain.md 4.4)."""
    parsed = parse_name(name)
    return place_province(read_places(parsed.branch).places) or parsed.province


def is_person(text: str) -> bool:
    """Whether a text reads as the name of a natural person: a common surname and characters of given names."""
    if not 2 <= len(text) <= 4 or not all(map(is_chinese, text)):
        return False
    surname = 2 if text[:2] in _DOUBLE_SURNAMES else 1
    given = text[surname:]
    known = surname == 2 or text[0] in _SURNAMES
    return known and 1 <= len(given) <= 2 and set(given) <= _GIVEN


def _without_form(parsed: EnterpriseName) -> EnterpriseClass:
    if parsed.text.endswith("银行") or parsed.branch.endswith(("支行", "分行")):
        return EnterpriseClass.COMPANY
    plain = parsed.text.removesuffix("先生").removesuffix("女士")
    if "个人" in parsed.notes or is_person(plain):
        return EnterpriseClass.PERSON
    return EnterpriseClass.UNKNOWN


_CLASSES: Mapping[Form, EnterpriseClass] = {
    Form.LIMITED: EnterpriseClass.COMPANY,
    Form.STOCK: EnterpriseClass.COMPANY,
    Form.COMPANY: EnterpriseClass.COMPANY,
    Form.PARTNERSHIP: EnterpriseClass.PARTNERSHIP,
    Form.SOLE: EnterpriseClass.PARTNERSHIP,
    Form.LAW_FIRM: EnterpriseClass.LAW_FIRM,
    Form.ACCOUNTING_FIRM: EnterpriseClass.ACCOUNTING_FIRM,
    Form.FIRM: EnterpriseClass.OTHER_ENTERPRISE,
    Form.FACTORY: EnterpriseClass.OTHER_ENTERPRISE,
    Form.SHOP: EnterpriseClass.INDIVIDUAL_BUSINESS,
    Form.COOPERATIVE: EnterpriseClass.COOPERATIVE,
    Form.ASSOCIATION: EnterpriseClass.ASSOCIATION,
    Form.SCHOOL: EnterpriseClass.SCHOOL,
    Form.HOSPITAL: EnterpriseClass.HOSPITAL,
    Form.GOVERNMENT: EnterpriseClass.GOVERNMENT,
    Form.INSTITUTION: EnterpriseClass.INSTITUTION,
    Form.BODY: EnterpriseClass.INSTITUTION,
}
"""研究院, 研究所 and 中心 are missing: they may be companies' short forms, public institutions or societies."""

_ENTERPRISES = frozenset(
    {
        EnterpriseClass.COMPANY,
        EnterpriseClass.PARTNERSHIP,
        EnterpriseClass.LAW_FIRM,
        EnterpriseClass.ACCOUNTING_FIRM,
        EnterpriseClass.OTHER_ENTERPRISE,
        EnterpriseClass.INDIVIDUAL_BUSINESS,
    }
)
_OPEN = frozenset({EnterpriseClass.COOPERATIVE, EnterpriseClass.UNKNOWN})

# Surnames that are no usual first character of a brand (no 金 方 石 万 龙 江 白 康 高 马 田 文 易 常 云 华 安).
_SURNAMES = frozenset(
    "张王李刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪任姜范姚"
    "谭廖邹熊陆郝孔崔毛邱秦史顾侯邵孟段雷钱汤尹武乔贺赖龚樊殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂柴"
)
_DOUBLE_SURNAMES = frozenset({"欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "慕容", "令狐", "东方", "独孤"})
_GIVEN = frozenset(
    "一三四五六伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玲辉红玉梅建国华志文斌波鹏飞宇浩然轩子涵梓欣怡佳雪婷晓晨阳"
    "俊峰海燕春秋冬夏云龙凤凯旭东南西北成林森宁倩颖琳琪瑶萍莉莹慧敏洁冰雷震博帅威健康永福寿禄贵荣富德仁义礼智信忠孝廉正"
    "凡小大少长青松柏竹菊莲荷花蕾蓉薇萌思雨梦诗琴书画画丹朱紫彤晴岚峻岭川江河湖良善美好乐天元亨利贞昌盛兴旺祥瑞吉庆喜"
    "启明光耀辰星月亮维新立民安邦定宏伟雄豪勤俭淑贤惠珍珠宝珊瑜瑾璇环佩珂玥玮炜炎焱煜烨烁鑫锋铭锐钢铁钧楠桐桦榕栋梁"
    "彬梓柯桥泽润涵清源淼渊澜沛泓浩瀚溪洁滢沁汐汉波涌进远达迪逸道通速遥连迎超越跃翔翰羽飞鸿鹤鹭鹰莺艺苗苒茜芸芬芝"
)
