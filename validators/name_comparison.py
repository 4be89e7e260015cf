"""Whether two names are of one enterprise: part against part, never a ratio of characters (domain.md 4.2, 4.5).

Codes decide alone. Equal names, up to harmless spellings, are the same; what may be the same says how strongly and why;
one conflict (place, 字号, ordinal, trade, an attached body) makes two enterprises.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from domain.codes import is_uscc, normal_code
from domain.text import squash
from validators.characters import MASKS, Likeness, is_chinese, likeness, readings, simplify
from validators.forms import COMPANIES
from validators.name_deviations import (
    OTHER_ORDER,
    bare_name,
    compare_brands,
    compare_forms,
    compare_trades,
    explain_letters,
    far_apart,
    fits_mask,
    form_conflict,
    form_deviations,
    group_deviation,
    is_distinct,
    lacks_places,
    lost_character,
    ordinals_conflict,
    region_conflict,
    region_deviations,
    titles_of,
    trade_conflict,
)
from validators.name_match import (
    Deviation,
    NameMatch,
    Relation,
    Strength,
    different,
    has_kind,
    possible,
    weigh_deviations,
)
from validators.name_parts import EnterpriseName, Part, parse_name, strip_trade


def compare_names(a: str, b: str, code_a: str | None = None, code_b: str | None = None) -> NameMatch:
    """How two names compare; a valid 统一社会信用代码 of each, given or found in the text, decides alone."""
    return compare_parsed(parse_name(a), parse_name(b), code_a, code_b)


def compare_parsed(
    a: EnterpriseName, b: EnterpriseName, code_a: str | None = None, code_b: str | None = None
) -> NameMatch:
    """How two names that were taken apart compare."""
    codes_a, codes_b = own_codes(a, code_a), own_codes(b, code_b)
    if codes_a and codes_b:
        return _compare_by_codes(a, b, same=not codes_a.isdisjoint(codes_b))
    return _compare_by_text(a, b)


def compare_table(rows: Iterable[Sequence[str | None]]) -> tuple[NameMatch, ...]:
    """Each row of two names, optionally with the code of each (a, b, code_a, code_b), compared."""
    return tuple(
        compare_names(row[0] or "", row[1] or "", *(cell or None for cell in (*row[2:4], None, None)[:2]))
        for row in rows
    )


def compare_persons(a: str, b: str) -> NameMatch:
    """How two names of persons compare: equal after clean-up, or alike in rare or misread characters (4.7)."""
    first, second = _person(a), _person(b)
    if not first or not second:
        return different("姓名为空", "a name is empty")
    if first == second:
        if MASKS.isdisjoint(first):
            return NameMatch(Relation.SAME, Strength.EXACT, "姓名相同", "the same name")
        return possible(Strength.WEAK, "姓名有遮挡", "the name is partly hidden")
    if not MASKS.isdisjoint(first + second) and len(first) == len(second) and explain_letters(first, second):
        return possible(Strength.WEAK, "姓名有遮挡", "the name is partly hidden")
    likenesses = [likeness(x, y) for x, y in zip(first, second, strict=False) if x != y]
    if len(first) != len(second) or any(kind is not Likeness.SHAPE for kind in likenesses):
        return different("姓名不同", "different names")
    strength = Strength.MEDIUM if len(likenesses) == 1 else Strength.WEAK
    return possible(strength, f"“{first}”与“{second}”字形相近或为异体", "characters that look alike or are variants")


def own_codes(name: EnterpriseName, code: str | None) -> frozenset[str]:
    """The valid codes of a name: the one given, else those in its text."""
    if code and is_uscc(code):
        return frozenset({normal_code(code)})
    return frozenset(name.codes)


def _compare_by_codes(a: EnterpriseName, b: EnterpriseName, *, same: bool) -> NameMatch:
    """Codes decide alone; only a branch, which has a code of its own, stays the branch of its head office."""
    match = _compare_by_text(a, b)
    if same:
        strength = Strength.EXACT if match.strength is Strength.EXACT else Strength.VARIANT
        note = "" if match.relation is Relation.SAME else "，名称不同"
        note_en = "" if match.relation is Relation.SAME else ", the names differ"
        return NameMatch(Relation.SAME, strength, f"信用代码相同{note}", f"the same code{note_en}")
    if match.strength is Strength.BRANCH:
        return match
    if match.relation is Relation.SAME:
        return different("同名不同码：信用代码不同", "the same name with different codes")
    return different("信用代码不同", "different codes")


def _compare_by_text(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """The best that the names, their former names and their second names say."""
    if not a.text or not b.text:
        return different("名称为空", "a name is empty")
    if a.identity == b.identity:
        return _same(a, b)
    found = [_compare_whole(a, b)]
    found += _by_other_names(a, b) + _by_other_names(b, a)
    found += [_by_english(a, b)] if bool(a.english) != bool(b.english) or _is_latin(a) != _is_latin(b) else []
    return min(found, key=lambda match: match.rank)


def _same(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    if a.is_masked or b.is_masked:
        return possible(Strength.MEDIUM, "文字相同但有遮挡或截断", "equal, but partly hidden or cut off")
    if a.text == b.text and a.aliases == b.aliases:
        return NameMatch(Relation.SAME, Strength.EXACT, "名称相同", "the same name")
    if _is_latin(a):
        return possible(Strength.STRONG, "英文名称仅写法不同", "English names that differ in spelling only")
    return NameMatch(Relation.SAME, Strength.VARIANT, _variant_reason(a, b), "the same name in another spelling")


def _variant_reason(a: EnterpriseName, b: EnterpriseName) -> str:
    if a.text == b.text:
        return "名称相同，一处注有曾用名"
    if a.text.translate(_NO_BRACKETS) == b.text.translate(_NO_BRACKETS):
        return "仅括号写法不同"
    if "责任" in a.text + b.text and a.text.replace("责任", "") == b.text.replace("责任", ""):
        return "有限公司与有限责任公司同义"
    return "仅行政区划、括号、组织形式写法不同"


def _compare_whole(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Branches and attached bodies first, then the names of the legal persons."""
    if a.attached != b.attached:
        body = a.attached or b.attached
        return different(f"“{body}”是独立的附属机构", f"“{body}” is a body of its own")
    if a.branch != b.branch:
        return _compare_branches(a, b)
    return _with_remarks(_compare_heads(a, b), a, b)


def _compare_branches(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """A branch and its head office, or two branches (domain.md 4.4)."""
    head = _compare_heads(a, b)
    if head.relation is Relation.DIFFERENT:
        return head
    branch = a.branch or b.branch
    if a.branch and b.branch:
        if len(a.branch) == len(b.branch) and explain_letters(a.branch, b.branch):
            return possible(Strength.MEDIUM, "分支机构名称形近或音近", "branches that look or sound alike")
        return different("同一法人的不同分支机构", "two branches of one legal person")
    if head.relation is Relation.SAME:
        return possible(Strength.BRANCH, f"“{branch}”是其分支机构", f"“{branch}” is a branch of it")
    return possible(head.strength, f"分支机构“{branch}”；{head.reason}", f"branch “{branch}”; {head.reason_en}")


def _with_remarks(match: NameMatch, a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """The match, less sure where one text holds more than the name."""
    remarks = []
    if a.second_name != b.second_name:
        remarks.append(Deviation("note", Strength.STRONG, "另有第二名称", "there is a second name"))
    if a.notes != b.notes:
        words = "、".join((*a.notes, *b.notes))
        remarks.append(Deviation("note", Strength.STRONG, f"名称后另有“{words}”", f"“{words}” stands behind the name"))
    if not remarks or match.relation is Relation.DIFFERENT:
        return match
    return weigh_deviations([*remarks, *_of_match(match)])


def _of_match(match: NameMatch) -> list[Deviation]:
    if match.relation is Relation.SAME:
        return []
    return [Deviation("head", match.strength, match.reason, match.reason_en)]


def _compare_heads(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """The names of the legal persons, without branches and notes."""
    if a.canonical == b.canonical and (a.truncated, a.damaged) == (b.truncated, b.damaged):
        return _same(a, b)
    if a.loose == b.loose:
        return far_apart(a.places, b.places) or weigh_deviations(form_deviations(a, b) or [_SPELLING])
    if lacks_places(a, b) or lacks_places(b, a):
        return weigh_deviations([*region_deviations(a.places or b.places, ()), *form_deviations(a, b)])
    if _is_permuted(a, b):
        return weigh_deviations([OTHER_ORDER, *form_deviations(a, b)])
    return region_conflict(a.places, b.places) or _compare_parts(a, b)


def _compare_parts(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Place, 字号, trade and form one by one."""
    brand = compare_brands(a.brand, b.brand)
    if brand is None:
        return _compare_letters(a, b)
    trade, form = compare_trades(a.trade, b.trade), compare_forms(a, b)
    places = region_deviations(a.places, b.places)
    if has_kind(places, "region") and not (is_distinct(a) and is_distinct(b)):
        return different("行政区划层级不同的两家机构", "two bodies of places of different level")
    deviations = [*brand, *places, *(trade or ()), *group_deviation(a, b)]
    if trade is None or form is None:
        return _letters_or(a, b, trade_conflict(a, b) if trade is None else form_conflict(a, b))
    if has_kind(form, "form-other") and deviations:
        return _letters_or(a, b, form_conflict(a, b))
    order = [] if deviations or _layout(a) == _layout(b) else [OTHER_ORDER]
    is_short = _is_short(a) or _is_short(b) or not (a.form_words or b.form_words or a.places or b.places)
    return weigh_deviations([*deviations, *form, *order], is_short=is_short)


def _is_short(name: EnterpriseName) -> bool:
    """Whether a name is no more than its 字号, or that with a place before it (domain.md 4.7)."""
    if name.form_words or name.trade:
        return False
    return not name.places or (len(name.brand) < _LONG_BRAND and bool(strip_trade(name.brand)[0]))


def _letters_or(a: EnterpriseName, b: EnterpriseName, conflict: NameMatch) -> NameMatch:
    """A form that was dropped from a name whose trade reads as a form (认证中心有限公司); else the conflict."""
    return _without_form(a, b) or _without_form(b, a) or conflict


def _compare_letters(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Two names whose 字号 differ: a misread trade or form may have gone into one of them."""
    conflict = different(f"字号不同：“{a.brand}”与“{b.brand}”", f"brands differ: “{a.brand}”, “{b.brand}”")
    if a.form_words and b.form_words and compare_forms(a, b) is None:
        conflict = form_conflict(a, b)
    elif ordinals_conflict(a, b):
        conflict = different(f"序号不同：“{a.brand}”与“{b.brand}”", f"ordinals differ: “{a.brand}”, “{b.brand}”")
    elif near := _near_letters(a.loose, b.loose):
        return near
    return _letters_or(a, b, conflict)


def _near_letters(a: str, b: str) -> NameMatch | None:
    """Texts that differ in one or two explained characters, in hidden ones, or in one that was lost."""
    if min(len(a), len(b)) < _TOO_SHORT:
        return None
    kinds = explain_letters(a, b) if len(a) == len(b) else []
    if 0 < len(kinds) < 3:
        title, title_en = titles_of(kinds)
        return possible(Strength.MEDIUM, f"有{len(kinds)}字{title}", f"{len(kinds)} characters {title_en}")
    if fits_mask(a, b) or fits_mask(b, a):
        return possible(Strength.WEAK, "名称有遮挡，其余文字相符", "partly hidden, the rest agrees")
    if lost := lost_character(a, b):
        return possible(Strength.WEAK, f"相差一字“{lost}”", f"one character more: “{lost}”")
    return None


def _without_form(a: EnterpriseName, b: EnterpriseName) -> NameMatch | None:
    """The first name as the second without its form: 认证中心 and 认证中心有限公司, which is said to be possible."""
    if b.form not in COMPANIES or a.form in COMPANIES or not a.form_words:
        return None
    if a.loose == b.stem.casefold():
        return possible(Strength.STRONG, "缺组织形式", "the form is missing")
    if "(" in a.form_words and (a.stem + bare_name(a)).casefold() == b.stem.casefold():
        return possible(Strength.MEDIUM, "仅组织形式不同", "only the form differs")
    return None


def _is_permuted(a: EnterpriseName, b: EnterpriseName) -> bool:
    """Whether one name consists of the parts of the other in another order (规则 相同 (二))."""
    if sorted(a.loose) != sorted(b.loose) or max(len(a.parts), len(b.parts)) > _MOST_PARTS:
        return False
    return _spells([_loose_part(part) for part in a.parts], b.loose) or _spells(
        [_loose_part(part) for part in b.parts], a.loose
    )


def _loose_part(part: Part) -> str:
    return part.short.translate(_NO_BRACKETS).casefold()


def _spells(parts: list[str], text: str) -> bool:
    """Whether these parts, each once, in any order, make up a text."""
    if not text:
        return not parts
    tried = {part for part in parts if text.startswith(part)}
    return any(
        _spells([*parts[: parts.index(part)], *parts[parts.index(part) + 1 :]], text[len(part) :]) for part in tried
    )


def _layout(name: EnterpriseName) -> tuple[str, ...]:
    return tuple(part.short for part in name.parts if part.kind != "form")


def _by_other_names(a: EnterpriseName, b: EnterpriseName) -> list[NameMatch]:
    """What the former and second names in the one text say of the other: possible, never the same without a code."""
    found = []
    for words, title, title_en in ((a.aliases, "曾用名", "former name"), ((a.second_name,), "第二名称", "second name")):
        for name in filter(None, words):
            match = _compare_whole(parse_name(name), b)
            if match.relation is Relation.SAME:
                found.append(
                    possible(Strength.STRONG, f"与{title}“{name}”相同", f"the same as the {title_en} “{name}”")
                )
            elif match.strength in {Strength.STRONG, Strength.BRANCH}:
                reason = f"与{title}“{name}”相近：{match.reason}"
                found.append(possible(Strength.MEDIUM, reason, f"near the {title_en} “{name}”: {match.reason_en}"))
    for own, other in product(a.aliases, b.aliases):
        if parse_name(own).identity == parse_name(other).identity:
            found.append(possible(Strength.STRONG, f"曾用名“{own}”相同", f"they share the former name “{own}”"))
    return found


def _by_english(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """An English name and a Chinese one: the pinyin of the 字号 may stand in it (domain.md 4.7)."""
    english, chinese = (a, b) if _is_latin(a) else (b, a)
    nothing = different("英文名称与字号拼音不符", "the English name does not spell the brand")
    if not _is_latin(english) or _is_latin(chinese):
        return nothing
    letters = _letters(english.text)
    if chinese.english and _letters(chinese.english) == letters:
        return possible(Strength.STRONG, "英文名称相同", "the same English name")
    places = {reading for place in chinese.places[:1] for reading in spellings(place.short)}
    others = {name for name in _WATCHED_PLACES if name in letters} - places
    if others and not any(place in letters for place in places):
        return nothing
    if any(len(spelling) > 3 and spelling in letters for spelling in spellings(chinese.brand)):
        return possible(Strength.WEAK, "英文名称含字号拼音", "the English name spells the brand")
    return nothing


def spellings(words: str) -> frozenset[str]:
    """The pinyin of some words with all readings, or with one of each character where these are too many."""
    choices = [sorted(readings(sign))[:3] or [sign] for sign in words]
    if prod(map(len, choices)) > _MOST_SPELLINGS:
        choices = [choice[:1] for choice in choices]
    return frozenset("".join(choice) for choice in product(*choices))


def _is_latin(name: EnterpriseName) -> bool:
    return not any(map(is_chinese, name.text))


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _person(text: str) -> str:
    """A person's name without spaces, titles and notes, with one kind of middle dot."""
    name = simplify(squash(text)).translate(_ONE_DOT).partition("(")[0]
    for title in ("先生", "女士"):
        name = name.removesuffix(title) if len(name) > len(title) + 1 else name
    return name.casefold()


_TOO_SHORT = 5
_LONG_BRAND = 4
_MOST_SPELLINGS = 64
_MOST_PARTS = 12
_SPELLING = Deviation("spelling", Strength.STRONG, "区县或括号写法不同", "districts or brackets written differently")
_NO_BRACKETS = str.maketrans("", "", "()·-,.、")
_ONE_DOT = str.maketrans(dict.fromkeys("•・‧∙⋅.。", "·") | {"（": "(", "[": "(", "【": "("})
_WATCHED_PLACES = ("beijing", "tianjin", "hebei", "shanghai", "shenzhen", "guangzhou", "hangzhou", "nanjing")
