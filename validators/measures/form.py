"""The declared form (填报信息) against the registry (附件4-2 一, FRM.01 to FRM.03): category, platform, operator."""

import re
from collections.abc import Iterator

from domain.findings import Finding, Reason, Severity, make_finding
from domain.form_fields import FIELDS_BY_ID, LONGEST_PROFILE, REQUIRED
from domain.programme import Rule
from domain.report import Platform
from domain.text import squash
from validators.applicant import is_same, match_applicant
from validators.bench import Weighed
from validators.branch import categories_in, registered_category
from validators.declaration import Declaration, declaration_of, version_findings_of_form
from validators.holds import Holds
from validators.measured import Measured, yes_or_no
from validators.weighing.evidence import is_legible

FORM = "填报信息"
REGISTRY = "认定公示名单（附件4-1）"
PROFILES = ("profile.intro", "profile.strengths")
IDENTITY = ("category", "applicant.name", "platform_name")
"""Fields that have to be legible for the rule to hold."""

_MODEL = re.compile(r"示范(?!区)")
"""“不得带有“示范”字样”; 示范区 is a place (A38)."""
_MARKS = re.compile(r"[\W_]")
_SECOND_NAME = re.compile(r"(?P<first>[^()]{6,60})\((?P<second>[^()]{6,60})\)")


def measure_form(rule: Rule, weighed: Weighed) -> Measured:
    """Whether the form agrees with the registry; open for an applicant who is not in it."""
    declaration = declaration_of(weighed.submission)
    if declaration is None:
        missing = make_finding(Reason.DOCUMENT_MISSING, severity=Severity.NOTE, rule=rule.id, name=FORM)
        return Measured(yes_or_no(Holds.NOTHING), (missing,))
    doubts = tuple(_doubts(declaration, weighed, rule.id))
    remarks = (*_long_texts(declaration, rule.id), *version_findings_of_form(declaration, rule.id))
    return Measured(yes_or_no(Holds.DOUBTFUL if doubts else Holds.YES), (*doubts, *remarks))


def _doubts(declaration: Declaration, weighed: Weighed, rule: str) -> Iterator[Finding]:
    """What keeps the form from agreeing with the registry."""
    yield from _unread(declaration, rule)
    yield from _missing_fields(declaration, rule)
    yield from _category_doubts(declaration, weighed, rule)
    yield from _name_doubts(declaration, weighed, rule)
    platform = weighed.applicant.platform if weighed.applicant is not None else None
    if platform is None:
        name = declaration.text("applicant.name") or (weighed.applicant.name if weighed.applicant else "申报单位")
        yield make_finding(
            Reason.EVIDENCE_NOT_LISTED,
            *declaration.sources("applicant.name"),
            rule=rule,
            name=name,
            found=FORM,
            expected=REGISTRY,
        )
    yield from _platform_doubts(declaration, platform, rule)


def _unread(declaration: Declaration, rule: str) -> Iterator[Finding]:
    """The fields of identity that were read too badly."""
    record = declaration.record
    for source in dict.fromkeys(record.sources(name)[0] for name in IDENTITY if not is_legible(record, name)):
        yield make_finding(Reason.PAGE_UNREADABLE, source, rule=rule, name=record.path, found=source.page or 1)


def _missing_fields(declaration: Declaration, rule: str) -> Iterator[Finding]:
    """Fields that every form needs, in one sentence."""
    missing = [FIELDS_BY_ID[name].label for name in REQUIRED if declaration.record.field(name) is None]
    if missing:
        named = "、".join(f"“{label}”" for label in missing)
        place = declaration.record.place()
        yield make_finding(
            Reason.DOCUMENT_MISSING, place, severity=Severity.MINOR, rule=rule, name=f"{FORM}中的{named}"
        )


def _category_doubts(declaration: Declaration, weighed: Weighed, rule: str) -> Iterator[Finding]:
    """Exactly one category, that of the registry (FRM.01, A37)."""
    said, registered = declaration.text("category"), registered_category(weighed.submission)
    if said is None:
        return
    told, places = categories_in(said), declaration.sources("category")
    if registered is not None and told != (registered,):
        yield make_finding(Reason.CATEGORY_MISMATCH, *places, rule=rule, found=said, expected=registered)
    elif len(told) != 1:
        expected = "申报服务类别（应选择其中一项）"
        yield make_finding(Reason.VALUE_INVALID, *places, rule=rule, name=FORM, found=said, expected=expected)


def _name_doubts(declaration: Declaration, weighed: Weighed, rule: str) -> Iterator[Finding]:
    """The unit that fills in the form is the applicant."""
    said, applicant = declaration.text("applicant.name"), weighed.applicant
    if said is None or applicant is None or is_same(match_applicant(applicant, said)):
        return
    if squash(said) in both_names(applicant.name):
        return
    places = declaration.sources("applicant.name")
    yield make_finding(
        Reason.DECLARED_MISMATCH,
        *places,
        rule=rule,
        name="单位名称",
        found=f"“{said}”",
        expected=f"“{applicant.name}”",
    )


def both_names(name: str) -> tuple[str, ...]:
    """The two names of an applicant with a second one in brackets behind the first (A39); of others none."""
    match = _SECOND_NAME.fullmatch(squash(name))
    return (match["first"], match["second"]) if match else ()


def _platform_doubts(declaration: Declaration, platform: Platform | None, rule: str) -> Iterator[Finding]:
    """The platform's name is that of the registry; else it must not call itself 示范 (FRM.02, A38)."""
    said = declaration.text("platform_name")
    if said is None:
        return
    places = declaration.sources("platform_name")
    if platform is not None and plain_name(said) != plain_name(platform.platform):
        yield make_finding(Reason.PLATFORM_NAME_MISMATCH, *places, rule=rule, found=said, expected=platform.platform)
    elif platform is None and _MODEL.search(squash(said)):
        expected = "平台名称（不得带有“示范”字样）"
        yield make_finding(
            Reason.VALUE_INVALID,
            *places,
            severity=Severity.MINOR,
            rule=rule,
            name=FORM,
            found=said,
            expected=expected,
        )


def plain_name(name: str) -> str:
    """A platform's name without blanks, quotes and brackets."""
    return _MARKS.sub("", squash(name)).casefold()


def _long_texts(declaration: Declaration, rule: str) -> Iterator[Finding]:
    """Texts of more than 300 characters (FRM.03): a note."""
    for name in PROFILES:
        length = len(squash(declaration.text(name) or ""))
        if length > LONGEST_PROFILE:
            yield make_finding(
                Reason.VALUE_INVALID,
                *declaration.sources(name),
                severity=Severity.NOTE,
                rule=rule,
                name=FORM,
                found=f"{length}字",
                expected=FIELDS_BY_ID[name].label,
            )
