"""Where the parts of two names differ: places, 字号, trades, forms, and what each difference means (domain.md 4.2)."""

from collections import Counter

from validators.characters import MASKS, Likeness, is_chinese, is_ordinal, likeness
from validators.forms import COMPANIES, TRADERS, Form
from validators.name_match import (
    Deviation,
    NameMatch,
    Strength,
    different,
)
from validators.name_parts import EnterpriseName, strip_trade, trades
from validators.regions import NATION, Place, place_province

OTHER_ORDER = Deviation("order", Strength.STRONG, "各部分文字相同，顺序不同", "the same parts in another order")


def compare_brands(a: str, b: str) -> list[Deviation] | None:
    """What differs between two 字号; None where they are different words."""
    if a.casefold() == b.casefold():
        return [_HIDDEN] if not MASKS.isdisjoint(a) else []
    kinds = explain_letters(a, b) if len(a) == len(b) else []
    if not kinds:
        return None
    strength = Strength.MEDIUM if 2 * len(kinds) <= len(a) else Strength.WEAK
    title, title_en = titles_of(kinds)
    return [Deviation("brand", strength, f"字号“{a}”与“{b}”{title}", f"brands “{a}” and “{b}” {title_en}")]


def compare_trades(a: tuple[str, ...], b: tuple[str, ...]) -> list[Deviation] | None:
    """What differs between two trades: order, near-synonyms, words more or less; None for different trades."""
    if a == b:
        return []
    if Counter(a) == Counter(b):
        return [OTHER_ORDER]
    first, second = (Counter(trades()[word] for word in words) for words in (a, b))
    words = f"“{''.join(a)}”与“{''.join(b)}”"
    if first == second:
        return [Deviation("trade", Strength.MEDIUM, f"行业近义：{words}", "trades of like meaning")]
    if not first or not second:
        return [Deviation("trade-missing", Strength.MEDIUM, f"缺行业“{''.join(a or b)}”", "the trade is missing")]
    if first <= second or second <= first:
        return [Deviation("trade", Strength.MEDIUM, f"行业用词多少不同：{words}", "a trade word more or less")]
    return None


def compare_forms(a: EnterpriseName, b: EnterpriseName) -> list[Deviation] | None:
    """What differs between two forms; None for forms of different bodies."""
    found = form_deviations(a, b)
    if a.form_words == b.form_words:
        return found
    if Form.NONE in {a.form, b.form}:
        strength = Strength.STRONG if {a.form, b.form} & COMPANIES else Strength.WEAK
        return [*found, Deviation("form-missing", strength, "缺组织形式", "the form is missing")]
    if {a.form, b.form} == {Form.LIMITED, Form.STOCK}:
        return [
            *found,
            Deviation("form", Strength.STRONG, "有限公司与股份有限公司（可能股改）", "limited and stock company"),
        ]
    if {a.form, b.form} <= COMPANIES or bare_name(a) == bare_name(b):
        return [*found, Deviation("form", Strength.STRONG, "组织形式简写", "the form is shortened")]
    if a.form in COMPANIES | TRADERS and b.form in COMPANIES | TRADERS and COMPANIES & {a.form, b.form}:
        words = f"“{a.form_words}”与“{b.form_words}”"
        return [*found, Deviation("form-other", Strength.MEDIUM, f"仅组织形式不同：{words}", "only the form differs")]
    return None


def form_deviations(a: EnterpriseName, b: EnterpriseName) -> list[Deviation]:
    """The differences of form that leave the enterprise the same: one cut off, one misread."""
    found = []
    if a.truncated != b.truncated:
        found.append(Deviation("form", Strength.STRONG, "名称末尾不完整", "the end is cut off"))
    if a.damaged or b.damaged:
        found.append(Deviation("damage", Strength.MEDIUM, "组织形式有误字", "a character of the form is misread"))
    return found


def bare_name(name: EnterpriseName) -> str:
    """The words of a form without the kind in brackets."""
    return name.form_words.partition("(")[0]


def region_conflict(a: tuple[Place, ...], b: tuple[Place, ...]) -> NameMatch | None:
    """Two places that exclude each other: city and city, district and district, 中国 and a province."""
    names_a, names_b = {place.name for place in a}, {place.name for place in b}
    if names_a <= names_b or names_b <= names_a or _is_nested(a, b) or _is_nested(b, a):
        return None
    first, second = "".join(place.name for place in a), "".join(place.name for place in b)
    return different(f"行政区划不同：“{first}”与“{second}”", f"places differ: “{first}”, “{second}”")


def far_apart(a: tuple[Place, ...], b: tuple[Place, ...]) -> NameMatch | None:
    """Places of one short form that are written out and lie in two provinces: 朝阳市, 朝阳区."""
    if a and b and all(place.suffixed for place in (*a, *b)) and place_province(a) != place_province(b):
        return region_conflict(a, b)
    return None


def _is_nested(outer: tuple[Place, ...], inner: tuple[Place, ...]) -> bool:
    """Whether the one names only the province, or the city, in which the places of the other lie."""
    if len(outer) != 1 or not inner or NATION in {outer[0].name, *(place.name for place in inner)}:
        return False
    place = outer[0]
    if place.level == "province":
        return all(item.province in {place.name, None} for item in inner)
    return place.level == "city" and all(item.city == place.name for item in inner)


def lacks_places(a: EnterpriseName, b: EnterpriseName) -> bool:
    """Whether one name is the other without the places before it, whatever its own first word reads as (新泰, 吉林)."""
    return bool(a.places) and a.bare != a.loose and a.bare == b.loose


def region_deviations(a: tuple[Place, ...], b: tuple[Place, ...]) -> list[Deviation]:
    """The places that only one of two names has."""
    names_a, names_b = {place.name for place in a}, {place.name for place in b}
    if names_a == names_b:
        return []
    words = "".join(place.name for place in (*a, *b) if place.name in names_a ^ names_b)
    if not a or not b:
        return [Deviation("region-missing", Strength.STRONG, f"缺行政区划“{words}”", f"the place “{words}” is missing")]
    if names_a <= names_b or names_b <= names_a:
        return [Deviation("region", Strength.STRONG, f"行政区划多少不同：“{words}”", f"“{words}” more or less")]
    return [Deviation("region", Strength.MEDIUM, "行政区划层级不同", "places of different level")]


def is_distinct(name: EnterpriseName) -> bool:
    """Whether the 字号 tells enterprises apart: 企业联合会 and the offices of each district bear none."""
    return name.form not in {Form.GOVERNMENT, Form.INSTITUTION, Form.BODY} and bool(strip_trade(name.brand)[0])


def group_deviation(a: EnterpriseName, b: EnterpriseName) -> list[Deviation]:
    """One name says “集团”, the other does not."""
    if a.group == b.group:
        return []
    return [Deviation("group", Strength.MEDIUM, "一个带“集团”", "one of them is a group (集团)")]


def trade_conflict(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Two trades."""
    first, second = "".join(a.trade), "".join(b.trade)
    return different(f"行业不同：“{first}”与“{second}”", f"trades differ: “{first}”, “{second}”")


def form_conflict(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Two forms of organisation."""
    first, second = a.form_words, b.form_words
    return different(f"组织形式不同：“{first}”与“{second}”", f"forms differ: “{first}”, “{second}”")


def ordinals_conflict(a: EnterpriseName, b: EnterpriseName) -> bool:
    """Whether the figures of two names differ: 云途一号, 云途二号, 云途."""
    shorter, longer = sorted((a.loose, b.loose), key=len)
    lost = lost_character(shorter, longer)
    if lost:
        return is_ordinal(lost)
    return len(shorter) == len(longer) and any(
        is_ordinal(x) and is_ordinal(y) and not likeness(x, y) for x, y in zip(shorter, longer, strict=True) if x != y
    )


def explain_letters(a: str, b: str) -> list[Likeness]:
    """Why the characters that differ may be one, for two texts of one length; empty where one is not explained."""
    kinds = [likeness(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return [kind for kind in kinds if kind] if all(kinds) else []


def titles_of(kinds: list[Likeness]) -> tuple[str, str]:
    """What explains the difference, in Chinese and English."""
    found = sorted(set(kinds))
    return "、".join(_TITLES[kind][0] for kind in found), ", ".join(_TITLES[kind][1] for kind in found)


def fits_mask(masked: str, text: str) -> bool:
    """Whether a text with hidden characters may be the other: its visible pieces stand there in their order."""
    if MASKS.isdisjoint(masked) or sum(map(is_chinese, masked)) < 5:
        return False
    pieces = "".join("\0" if sign in MASKS else sign for sign in masked).split("\0")
    first, *middle, last = pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last) + 1:
        return False
    position, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, position, end)
        if at < 0:
            return False
        position = at + len(piece)
    return True


def lost_character(a: str, b: str) -> str:
    """The one character that the longer text has more; empty where they differ otherwise."""
    shorter, longer = sorted((a, b), key=len)
    if len(longer) - len(shorter) != 1:
        return ""
    at = next((place for place, sign in enumerate(shorter) if sign != longer[place]), len(shorter))
    return longer[at] if shorter[at:] == longer[at + 1 :] else ""


_HIDDEN = Deviation("brand", Strength.MEDIUM, "字号有遮挡", "the brand is partly hidden")
_TITLES = {
    Likeness.MASK: ("有遮挡", "partly hidden"),
    Likeness.NUMERAL: ("数字写法不同", "figures written differently"),
    Likeness.SHAPE: ("形近", "look alike"),
    Likeness.SOUND: ("音近", "sound alike"),
}
