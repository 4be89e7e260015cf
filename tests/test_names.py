"""Names of enterprises and persons: parts, comparison, look-up, duplicates."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.names import (
    EnterpriseClass,
    NameIndex,
    Relation,
    Strength,
    compare_names,
    compare_persons,
    compare_table,
    duplicate_groups,
    is_enterprise,
    parse_name,
    province_of,
    region_of,
)

OWN_PAIRS = Path(__file__).parent.parent / "fixtures" / "names" / "pairs.tsv"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "names"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared names do not lie beside the checkout")
LABELS = {"E": "exact", "V": "variant"}

CODE = "91110108MA0FAKE17X"
OTHER_CODE = "91110105MA0FAKE413"


def unescaped(text: str) -> str:
    r"""A cell with \uXXXX, \xXX, \n and \t written out."""
    signs = {"n": "\n", "t": "\t"}
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([nt]))",
        lambda match: signs[match[3]] if match[3] else chr(int(match[1] or match[2], 16)),
        text,
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV file by its headings."""
    if not path.exists():
        return []
    head, *lines = path.read_text("utf-8").splitlines()
    return [
        dict(zip(head.split("\t"), map(unescaped, line.split("\t")), strict=False)) for line in lines if line.strip()
    ]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"line-{line}-{row['rule']}") for line, row in enumerate(rows_of(OWN_PAIRS), start=2)]
)
def test_own_pair(row: dict[str, str]) -> None:
    match = compare_names(row["a"], row["b"], row["code_a"] or None, row["code_b"] or None)
    assert (match.relation, match.strength) == (row["label"], row["strength"]), match.reason
    back = compare_names(row["b"], row["a"], row["code_b"] or None, row["code_a"] or None)
    assert (back.relation, back.strength) == (match.relation, match.strength)
    assert match.reason
    assert match.reason_en


def test_own_pairs_cover_each_relation() -> None:
    counted = Counter(row["label"] for row in rows_of(OWN_PAIRS))
    assert set(counted) == {"same", "possible", "different"}
    assert min(counted.values()) >= 100


@NEEDS_SHARED
@pytest.mark.shared
def test_labelled_pairs() -> None:
    wrong = []
    for row in rows_of(SHARED / "name_pairs.tsv"):
        match = compare_names(row["a"], row["b"])
        wanted = (row["label"], LABELS.get(row["sub"], row["sub"]))
        if (match.relation, match.strength) != wanted:
            wrong.append((row, match))
    assert wrong == []


@NEEDS_SHARED
@pytest.mark.shared
def test_the_registry_holds_175_enterprises() -> None:
    names = [row["运营单位名称"] for row in rows_of(SHARED / "registry_175.tsv")]
    pairs = list(combinations(names, 2))
    assert len(pairs) == 15_225
    assert [pair for pair in pairs if compare_names(*pair).relation is not Relation.DIFFERENT] == []
    result = duplicate_groups(names)
    assert (result.groups, result.possible, result.branches) == ((), (), ())


def test_parts_of_a_name() -> None:
    name = parse_name("甲方（委托方）：北京市朝阳区望潮信息技术（集团）有限责任公司第二分公司（以下简称“望潮”）")
    assert name.region == ("北京", "朝阳区")
    assert (name.brand, name.trade, name.form_words) == ("望潮", ("信息", "技术"), "有限公司")
    assert name.group
    assert name.branch == "第二分公司"
    assert name.short_names == ("望潮",)
    assert name.raw.startswith("甲方")


@pytest.mark.parametrize(
    ("text", "region", "brand"),
    [
        ("北京市政路桥有限公司", ("北京",), "市政"),
        ("北京市民生科技有限公司", ("北京",), "民生"),
        ("天津市场研究咨询有限公司", ("天津",), "市场"),
        ("上海市北高新科技有限公司", ("上海",), "市北高新"),
        ("上海市南喜科技有限公司", ("上海",), "南喜"),
        ("河北工业大学科技园有限公司", (), "河北工业大学"),
        ("长春藤科技有限公司", (), "长春藤"),
        ("吉林省吉林市云岫商贸有限公司", ("吉林", "吉林市"), "云岫"),
        ("海口云岫科技有限公司", ("海口",), "云岫"),
        ("上海口腔医疗有限公司", ("上海",), "口腔"),
        ("北京朝阳云岫科技有限公司", ("北京",), "朝阳云岫"),
        ("北京海淀区云岫科技有限公司", ("北京", "海淀区"), "云岫"),
        ("中关村云岫科技有限公司", (), "中关村云岫"),
        ("北京同仁堂（天津）有限公司", ("天津",), "北京同仁堂"),
        ("老北京布鞋有限公司", (), "老北京布鞋"),
        ("北京银行", ("北京",), "银行"),
        ("国检测试控股集团北京有限公司", ("北京",), "国检"),
        ("深圳市南山区云岫科技有限公司", ("深圳", "南山区"), "云岫"),
        ("北京市社区服务有限公司", ("北京",), "社区"),
    ],
)
def test_places_and_brand(text: str, region: tuple[str, ...], brand: str) -> None:
    name = parse_name(text)
    assert (name.region, name.brand) == (region, brand)


def test_what_stands_beside_a_name_is_kept() -> None:
    name = parse_name(
        f"购买方名称：北京澜舟科技有限公司（曾用名：北京小舟软件有限公司、北京竹筏软件有限公司） {CODE} 2024年3月5日"
    )
    assert name.text == "北京澜舟科技有限公司"
    assert name.codes == (CODE,)
    assert name.aliases == ("北京小舟软件有限公司", "北京竹筏软件有限公司")
    assert parse_name("北京澜舟科技有限公司 91110108MA0FAKE18X").codes == ()


def test_ordinals_and_truncation() -> None:
    assert parse_name("北京澜舟二号科技有限公司").ordinals == "二"
    assert parse_name("北京澜舟科技有限公").truncated
    assert not parse_name("北京澜舟科技有限公司").truncated


@pytest.mark.parametrize(
    ("name", "expected", "counts"),
    [
        ("北京澜舟科技有限公司", EnterpriseClass.COMPANY, True),
        ("北京澜舟科技有限公司天津分公司", EnterpriseClass.COMPANY, True),
        ("华北银行股份有限公司海淀支行", EnterpriseClass.COMPANY, True),
        ("北京市通州区小满便利店", EnterpriseClass.INDIVIDUAL_BUSINESS, True),
        ("北京小满餐饮店（个体工商户）", EnterpriseClass.INDIVIDUAL_BUSINESS, True),
        ("天津红光酒厂", EnterpriseClass.OTHER_ENTERPRISE, True),
        ("北京市澄怀律师事务所", EnterpriseClass.LAW_FIRM, True),
        ("北京中衡会计师事务所（特殊普通合伙）", EnterpriseClass.ACCOUNTING_FIRM, True),
        ("北京澄怀投资中心（有限合伙）", EnterpriseClass.PARTNERSHIP, True),
        ("河北青禾农民专业合作社", EnterpriseClass.COOPERATIVE, None),
        ("北京云岫检测认证中心", EnterpriseClass.UNKNOWN, None),
        ("北京云岫医药研究院", EnterpriseClass.UNKNOWN, None),
        ("云岫", EnterpriseClass.UNKNOWN, None),
        ("北京云岫宠物医院", EnterpriseClass.UNKNOWN, None),
        ("中铁十二局", EnterpriseClass.UNKNOWN, None),
        ("北京云岫医院管理有限公司", EnterpriseClass.COMPANY, True),
        ("北京云岫培训学校有限公司", EnterpriseClass.COMPANY, True),
        ("北京软件行业协会", EnterpriseClass.ASSOCIATION, False),
        ("北京长风产业联盟", EnterpriseClass.ASSOCIATION, False),
        ("北京澜舟科技有限公司工会委员会", EnterpriseClass.ASSOCIATION, False),
        ("北京市第八中学", EnterpriseClass.SCHOOL, False),
        ("北京云岫大学", EnterpriseClass.SCHOOL, False),
        ("北京云岫中医医院", EnterpriseClass.HOSPITAL, False),
        ("北京市海淀区人民政府", EnterpriseClass.GOVERNMENT, False),
        ("北京市经济和信息化局", EnterpriseClass.GOVERNMENT, False),
        ("北京市发展和改革委员会", EnterpriseClass.GOVERNMENT, False),
        ("望京街道办事处", EnterpriseClass.GOVERNMENT, False),
        ("花家地社区居民委员会", EnterpriseClass.INSTITUTION, False),
        ("北京市东城区图书馆", EnterpriseClass.INSTITUTION, False),
        ("张伟", EnterpriseClass.PERSON, False),
        ("王小明", EnterpriseClass.PERSON, False),
        ("李强先生", EnterpriseClass.PERSON, False),
    ],
)
def test_kind_of_body(name: str, expected: EnterpriseClass, counts: bool | None) -> None:
    assert is_enterprise(name) is expected
    assert expected.counts is counts


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("北京澜舟科技有限公司", "北京"),
        ("澜舟（天津）科技有限公司", "天津"),
        ("石家庄麦田食品有限公司", "河北"),
        ("三河市燕翔建材有限公司", "河北"),
        ("定州市麦田食品有限公司", "河北"),
        ("辛集皮都服装有限公司", "河北"),
        ("雄安云岫科技有限公司", "河北"),
        ("海淀区云岫便利店", "北京"),
        ("天津市河北区云岫便利店", "天津"),
        ("深圳澜舟科技有限公司", "广东"),
        ("上海澜舟科技有限公司天津分公司", "天津"),
        ("北京百草堂（天津）有限公司", "天津"),
        ("中国澜舟科技有限公司", None),
        ("大同科技有限公司", None),
        ("中关村云岫科技有限公司", None),
        ("河北工业大学科技园有限公司", None),
        ("澜舟科技有限公司", None),
        ("", None),
    ],
)
def test_province_of_a_name(name: str, province: str | None) -> None:
    assert region_of(name) == province


@pytest.mark.parametrize(
    ("cell", "province"),
    [
        ("北京", "北京"),
        ("北京市", "北京"),
        (" 北 京 ", "北京"),
        ("北京市海淀区", "北京"),
        ("北京-海淀", "北京"),
        ("北京朝阳", "北京"),
        ("海淀区", "北京"),
        ("海淀", "北京"),
        ("朝阳区", "北京"),
        ("朝阳", None),
        ("朝阳市", "辽宁"),
        ("天津滨海新区", "天津"),
        ("滨海新区", "天津"),
        ("河北区", "天津"),
        ("天津河北", "天津"),
        ("河北省石家庄市", "河北"),
        ("河北省保定市涞水县", "河北"),
        ("雄安新区", "河北"),
        ("雄安", "河北"),
        ("定州", "河北"),
        ("辛集市", "河北"),
        ("大厂回族自治县", "河北"),
        ("河北·保定", "河北"),
        ("中国（河北）自由贸易试验区", "河北"),
        ("津", "天津"),
        ("Beijing", "北京"),
        ("上海市北京东路1号", "上海"),
        ("广东省深圳市", "广东"),
        ("昆山", "江苏"),
        ("内蒙古自治区", "内蒙古"),
        ("香港特别行政区", "香港"),
        ("北京、天津", None),
        ("京津冀", None),
        ("外省", None),
        ("", None),
    ],
)
def test_province_of_a_cell(cell: str, province: str | None) -> None:
    assert province_of(cell) == province


@pytest.mark.parametrize(
    ("a", "b", "relation", "strength"),
    [
        ("张伟", "张 伟", "same", "exact"),
        ("張偉", "张伟", "same", "exact"),
        ("阿依·古丽", "阿依•古丽", "same", "exact"),
        ("张三", "张三（经理）", "same", "exact"),
        ("张三先生", "张三", "same", "exact"),
        ("Li Ming", "LI MING", "same", "exact"),
        ("王玥", "王月", "possible", "medium"),
        ("李喆", "李哲", "possible", "medium"),
        ("陈堃", "陈坤", "possible", "medium"),
        ("孙昊", "孙吴", "possible", "medium"),
        ("赵堃喆", "赵坤哲", "possible", "weak"),
        ("张*", "张三", "possible", "weak"),
        ("张*", "张*", "possible", "weak"),
        ("张伟", "李伟", "different", ""),
        ("张婷", "张庭", "different", ""),
        ("王丽华", "王华", "different", ""),
        ("", "张三", "different", ""),
    ],
)
def test_persons(a: str, b: str, relation: str, strength: str) -> None:
    match, back = compare_persons(a, b), compare_persons(b, a)
    assert (match.relation, match.strength) == (relation, strength)
    assert (back.relation, back.strength) == (relation, strength)


def test_a_table_of_names() -> None:
    rows = [
        ("北京澜舟科技有限公司", "北京市澜舟科技有限公司"),
        ("北京澜舟科技有限公司", "北京小舟软件有限公司", CODE, CODE),
        ("北京澜舟科技有限公司", "北京澜舟科技有限公司", CODE, OTHER_CODE),
        ("北京澜舟科技有限公司", None, "", ""),
    ]
    assert [match.relation.value for match in compare_table(rows)] == ["same", "same", "different", "different"]


def test_look_up() -> None:
    index: NameIndex[int] = NameIndex(
        [
            (1, "北京澜舟科技有限公司", None),
            (2, "天津海棠湾贸易有限公司", None),
            (3, "北京盛景恒通科技有限公司", None),
            (4, "北京启曜软件有限公司", CODE),
            (5, "澜舟（北京）科技有限公司", None),
        ]
    )
    found = {
        text: [(item.key, item.match.strength.value) for item in index.find(text)]
        for text in (
            "北京市澜舟科技有限公司",
            "海棠湾",
            "北京晟景恒通科技有限公司",
            "北京盛景恒通科枝有限公司",
            "北京**恒通科技有限公司",
            "Tianjin Haitangwan Trading Co., Ltd.",
            "天津海棠湾贸易有限公司第一分公司",
            "北京无名科技有限公司",
        )
    }
    assert found == {
        "北京市澜舟科技有限公司": [(1, "variant"), (5, "strong")],
        "海棠湾": [(2, "weak")],
        "北京晟景恒通科技有限公司": [(3, "medium")],
        "北京盛景恒通科枝有限公司": [(3, "medium")],
        "北京**恒通科技有限公司": [(3, "medium")],
        "Tianjin Haitangwan Trading Co., Ltd.": [(2, "weak")],
        "天津海棠湾贸易有限公司第一分公司": [(2, "branch")],
        "北京无名科技有限公司": [],
    }
    by_code = index.find("北京更名软件有限公司", CODE)
    assert [(item.key, item.match.relation) for item in by_code] == [(4, Relation.SAME)]
    assert index.find("北京启曜软件有限公司", OTHER_CODE) == ()
    assert NameIndex([]).find("北京澜舟科技有限公司") == ()


def test_duplicates() -> None:
    names = [
        "北京澜舟科技有限公司",
        "天津海棠湾贸易有限公司",
        "北京市澜舟科技有限责任公司",
        "澜舟（北京）科技有限公司",
        "北京澜舟科技有限公司第一分公司",
        "天津澜舟科技有限公司",
        "",
        "",
        "天津海棠湾贸易有限公司",
        "海棠湾",
        "北京*舟科技有限公司",
        "北京*舟科技有限公司",
    ]
    result = duplicate_groups(names)
    assert [(group.rows, group.strength.value) for group in result.groups] == [((0, 2), "variant"), ((1, 8), "exact")]
    assert {(item.first, item.second): item.match.strength.value for item in result.possible} == {
        (0, 3): "strong",
        (0, 4): "branch",
        (0, 10): "medium",
        (3, 10): "medium",
        (10, 11): "medium",
    }
    assert [group.rows for group in result.branches] == [(0, 4)]


def test_duplicates_by_code() -> None:
    names = ["北京澜舟科技有限公司", "北京澜舟科技有限公司", "北京小舟软件有限公司", "北京澜舟科技有限公司"]
    result = duplicate_groups(names, [CODE, OTHER_CODE, CODE, None])
    assert [group.rows for group in result.groups] == [(0, 2)]
    assert [(item.first, item.second) for item in result.possible] == [(0, 3), (1, 3)]


NAMES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["北京", "天津市", "河北省", "石家庄", "北京市朝阳区", ""]),
    st.text(alphabet="云途星河瀚海博远恒盛启明天成泰和润泽华瑞", min_size=2, max_size=4),
    st.sampled_from(["科技", "信息技术", "餐饮管理", "文化传媒", "网络科技", "贸易", "蛋糕", ""]),
    st.sampled_from(["有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "公司", "中心", ""]),
)
NOISE = st.sampled_from(["\u200b", "\ufeff", "\u00ad", " ", "\u3000", "\u00a0"])


@given(NAMES, NAMES)
def test_the_relation_is_symmetric(a: str, b: str) -> None:
    match, back = compare_names(a, b), compare_names(b, a)
    assert (match.relation, match.strength) == (back.relation, back.strength)


@given(NAMES)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert compare_names(name, name).strength is Strength.EXACT


@given(NAMES, NAMES, st.lists(st.tuples(st.integers(0, 30), NOISE), max_size=6))
def test_invisible_signs_change_nothing(a: str, b: str, noise: list[tuple[int, str]]) -> None:
    noisy = a
    for place, sign in noise:
        noisy = noisy[:place] + sign + noisy[place:]
    assert compare_names(noisy, a).strength is Strength.EXACT
    assert compare_names(noisy, b) == compare_names(a, b)


@given(NAMES.map(lambda name: f"{name[:4]}（北京）{name[4:]}"))
def test_the_kind_of_brackets_does_not_matter(name: str) -> None:
    assert compare_names(name, name.replace("（", "【").replace("）", "】")).strength is Strength.EXACT


@given(NAMES, NAMES)
def test_equal_codes_join_and_different_codes_part(a: str, b: str) -> None:
    assert compare_names(a, b, CODE, CODE).relation is Relation.SAME
    assert compare_names(a, b, CODE, OTHER_CODE).relation is Relation.DIFFERENT


@given(st.lists(NAMES, max_size=12))
def test_duplicates_agree_with_the_comparison_of_all_pairs(names: list[str]) -> None:
    result = duplicate_groups(names)
    group_of = {row: group.rows[0] for group in result.groups for row in group.rows}
    possible = {(item.first, item.second) for item in result.possible}
    for a, b in combinations(range(len(names)), 2):
        match = compare_names(names[a], names[b])
        firsts = tuple(sorted((group_of.get(a, a), group_of.get(b, b))))
        assert (firsts[0] == firsts[1]) == (match.relation is Relation.SAME)
        if match.strength in {Strength.STRONG, Strength.MEDIUM}:
            assert firsts in possible, (names[a], names[b], match)


@given(st.lists(NAMES, max_size=8), NAMES)
def test_look_up_agrees_with_the_comparison_with_each(names: list[str], asked: str) -> None:
    found = {item.key: item.match for item in NameIndex(enumerate(names)).find(asked)}
    for row, name in enumerate(names):
        match = compare_names(asked, name)
        if match.relation is not Relation.DIFFERENT and match.strength is not Strength.WEAK:
            assert found[row] == match


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_and_compared(text: str) -> None:
    name = parse_name(text)
    assert name.raw == text
    compare_names(text, "北京澜舟科技有限公司")
    is_enterprise(text)
    region_of(text)
    province_of(text)
    compare_persons(text, "张三")


@pytest.mark.parametrize(
    "text",
    ["（" * 3000 + "公司" * 3000, "(北京)" * 40, "甲方：" * 500, "（原" * 500, "A b " * 3000, "科技" * 70, "*" * 150],
)
def test_hostile_texts_do_not_hang(text: str) -> None:
    index = NameIndex([(0, text), (1, f"{text}有限公司")])
    assert index.find(f"北京{text}") is not None
    assert compare_names(text, f"{text}公司").reason
