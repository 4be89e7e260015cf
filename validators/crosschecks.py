"""The form against lists and papers, number by number (domain.md 1.5): what differs is told, and decides nothing."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from domain.claims import LIST_TITLES, Claim, ListName
from domain.documents import Kind, Source
from domain.findings import Finding, Reason, Severity, Status, make_finding
from domain.form_fields import FIELDS_BY_ID
from domain.programme import Count, Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same, match_applicant
from validators.bench import Weighed
from validators.declaration import Declaration, declaration_of
from validators.measured import Measured
from validators.names import province_of
from validators.weighing.evidence import is_certain
from validators.weighing.scale import CERTAIN

MONEY_TOLERANCE = Decimal("0.01")
"""万元 by which a declared sum may differ from that of the audit report (domain.md 1.5)."""
SHARE_TOLERANCE = Decimal("0.05")
"""Percentage points by which a share may differ through its printing; more where it is printed more coarsely."""
WAN = Decimal(10_000)
MEASURED_UNITS = {"万元": MONEY_TOLERANCE, "亿元": MONEY_TOLERANCE / WAN, "%": SHARE_TOLERANCE}


def declared_findings(rules: tuple[Rule, ...], weighed: Weighed, measured: Mapping[str, Measured]) -> list[Finding]:
    """Every difference between the form and what was handed in, each once."""
    declaration = declaration_of(weighed.submission)
    if declaration is None:
        return []
    found = [finding for rule in _once(rules) for finding in _rule_findings(rule, declaration, measured[rule.id].count)]
    return found + [finding for check in CHECKS for finding in check(declaration, weighed)]


def _once(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """The rules for which something is declared, one of each metric."""
    seen: set[str] = set()
    for rule in rules:
        if rule.declared and rule.metric not in seen:
            seen.add(rule.metric)
            yield rule


# --- Rules ------------------------------------------------------------------------------------------------------------


def _rule_findings(rule: Rule, declaration: Declaration, count: Count) -> Iterator[Finding]:
    """What is declared for a rule against what it counts."""
    declared = count.declared
    if declared is None or rule.declared_unit:
        return
    expected = _contradiction(rule, declaration, declared, count)
    if expected:
        name = FIELDS_BY_ID[rule.declared[0]].label if len(rule.declared) == 1 else rule.title
        shown = "是" if rule.unit == "yes" else f"{plain(declared)}{rule.unit}"
        yield _differs(declaration, rule.id, name, shown, expected, *rule.declared)


def _contradiction(rule: Rule, declaration: Declaration, declared: Decimal, count: Count) -> str:
    """What the lists or papers say instead; "" where they agree, or cannot tell."""
    if not count.handed_in:
        return f"{'无' if rule.unit == 'yes' else f'0{rule.unit}'}（未见材料）" if declared > 0 else ""
    if rule.unit in MEASURED_UNITS:
        value = count.value
        agrees = value is None or abs(declared - value) <= tolerance(rule.unit, declared)
        return "" if agrees or value is None else f"{plain(value)}{rule.unit}"
    if not count.certain or rule.unit == "yes":
        return ""
    most = count.listed + count.duplicates
    least = most - count.excluded
    parts = declaration.numbers(rule.declared) if rule.declared_overlap else (declared,)
    return "" if max(parts) <= most and declared >= least else _between(least, most, rule.unit)


def _between(least: int, most: int, unit: str) -> str:
    """How many there are: with, and without, the rows that do not count."""
    return f"{most}{unit}" if least == most else f"{most}{unit}（其中可计入{least}{unit}）"


def tolerance(unit: str, declared: Decimal) -> Decimal:
    """By how much a measured number may differ: a share also by half of its last printed place."""
    least = MEASURED_UNITS[unit]
    return max(least, half_of_last_place(declared)) if unit == "%" else least


def half_of_last_place(number: Decimal) -> Decimal:
    """Half of the last place to which a number is printed: 86 stands for 85.5 to 86.5."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0) / 2


def plain(number: Decimal) -> str:
    """A number without superfluous noughts."""
    return f"{number.normalize():f}"


def _differs(declaration: Declaration, rule: str | None, name: str, found: str, expected: str, *fields: str) -> Finding:
    """The finding of a difference; only a note where the form was read badly."""
    return make_finding(
        Reason.DECLARED_MISMATCH,
        *declaration.sources(*fields),
        severity=declaration.severity(*fields),
        rule=rule,
        name=name,
        found=found,
        expected=expected,
    )


# --- Lists ------------------------------------------------------------------------------------------------------------


def _is_in_beijing(claim: Claim) -> bool:
    return province_of(str(claim.cells.get("province") or "")) == "北京"


def _has_qualification(claim: Claim) -> bool:
    return bool(str(claim.cells.get("qualification") or "").strip(" 无/—-"))


def _any(_claim: Claim) -> bool:
    return True


LISTED: tuple[tuple[str, ListName, str, Callable[[Claim], bool]], ...] = (
    ("n_service_staff", ListName.STAFF, "qualified_staff", _any),
    ("n_certified_staff", ListName.STAFF, "qualified_staff", _has_qualification),
    ("n_products", ListName.PRODUCTS, "", _any),
    ("n_activities", ListName.ACTIVITIES, "", _any),
    ("ops.2024.n_served_beijing", ListName.SERVED, "served_smes", _is_in_beijing),
    ("ops.2024.n_orders", ListName.ORDERS, "sme_revenue_share", _any),
    ("n_registered", ListName.REGISTERED, "", _any),
)
"""The field of the form, the list whose rows it counts, the metric that it concerns, if one, and which rows."""


def _list_checks(declaration: Declaration, weighed: Weighed) -> Iterator[Finding]:
    """Fields that count the rows of a list."""
    for name, list_name, metric, counts in LISTED:
        declared, rows = declaration.number(name), weighed.judgements(list_name.value)
        if declared is None or list_name.value not in weighed.lists:
            continue
        chosen = [row for row in rows if counts(row.claim)]
        least = sum(row.status is not Status.EXCLUDED for row in chosen)
        if not least <= declared <= len(chosen):
            field = FIELDS_BY_ID[name]
            expected = f"{LIST_TITLES[list_name]}{_between(least, len(chosen), field.unit)}"
            shown = f"{plain(declared)}{field.unit}"
            yield _differs(declaration, weighed.bench.rule(metric), field.label, shown, expected, name)


def _order_checks(declaration: Declaration, weighed: Weighed) -> Iterator[Finding]:
    """京津冀合同订单量 (A29: orders, not clients) is at most all orders of 附表3."""
    name = "eff.consulting.orders"
    declared, rows = declaration.number(name), weighed.judgements("orders")
    if declared is not None and "orders" in weighed.lists and declared > len(rows):
        field, rule = FIELDS_BY_ID[name], weighed.bench.rule("contract_clients")
        expected = f"{LIST_TITLES[ListName.ORDERS]}{len(rows)}{field.unit}"
        yield _differs(declaration, rule, field.label, f"{plain(declared)}{field.unit}", expected, name)


# --- The form itself --------------------------------------------------------------------------------------------------

PARTS: tuple[tuple[str, str], ...] = (
    ("ops.2024.n_served_beijing", "ops.2024.n_served"),
    ("ops.2023.n_served_beijing", "ops.2023.n_served"),
    ("n_service_staff", "n_employees"),
    ("n_qualified_staff", "n_service_staff"),
    ("ops.2024.sme_revenue_wan", "ops.2024.revenue_wan"),
    ("ops.2023.sme_revenue_wan", "ops.2023.revenue_wan"),
)
"""A part and its whole."""


def _own_checks(declaration: Declaration, _weighed: Weighed) -> Iterator[Finding]:
    """A part is no more than its whole; a share is that of its sums."""
    for part, whole in PARTS:
        less, more = declaration.number(part), declaration.number(whole)
        if less is not None and more is not None and less > more:
            expected = f"“{FIELDS_BY_ID[whole].label}”{plain(more)}"
            yield _differs(declaration, None, FIELDS_BY_ID[part].label, plain(less), expected, part, whole)
    for year in ("2024", "2023"):
        yield from _share_check(declaration, f"ops.{year}")


def _share_check(declaration: Declaration, group: str) -> Iterator[Finding]:
    names = (f"{group}.sme_revenue_wan", f"{group}.revenue_wan", f"{group}.sme_share_pct")
    part, whole, share = (declaration.number(name) for name in names)
    if part is None or share is None or not whole:
        return
    computed = part / whole * 100
    if abs(computed - share) > tolerance("%", share):
        expected = f"按收入计算的{computed:.2f}%"
        yield _differs(declaration, None, FIELDS_BY_ID[names[2]].label, f"{plain(share)}%", expected, *names)


# --- Papers -----------------------------------------------------------------------------------------------------------

LICENCES = (Kind.BUSINESS_LICENCE, Kind.INSTITUTION_CERTIFICATE, Kind.SOCIETY_CERTIFICATE)


def _licence_checks(declaration: Declaration, weighed: Weighed) -> Iterator[Finding]:
    """Person and founding day as in the applicant's licence; another address is a note."""
    rule = weighed.bench.rule("legal_person_established")
    for record in own_papers(weighed, "name", *LICENCES):
        for name, field in (("legal_rep", "legal_representative"), ("founded", "founded_on")):
            said, printed = declaration.text(name), record.text(field)
            if said and printed and is_certain(record, field) and not _agrees(squash(said), squash(printed)):
                label = FIELDS_BY_ID[name].label
                yield _differs(declaration, rule, label, said, f"{printed}（登记证照）", name)
        yield from _address_check(declaration, record, rule)
        return


def _agrees(said: str, printed: str) -> bool:
    """Whether two texts are the same; of two days the one may say no more than the month."""
    days = said[:4].isdigit() and "-" in said and "-" in printed
    return said == printed or (days and (said.startswith(printed) or printed.startswith(said)))


def _address_check(declaration: Declaration, record: Record, rule: str | None) -> Iterator[Finding]:
    said, printed = declaration.text("address"), record.text("address")
    if said and printed and squash(said) not in squash(printed) and squash(printed) not in squash(said):
        yield make_finding(
            Reason.DECLARED_MISMATCH,
            *declaration.sources("address"),
            *record.sources("address"),
            severity=Severity.NOTE,
            rule=rule,
            name=FIELDS_BY_ID["address"].label,
            found=said,
            expected=f"{printed}（登记证照）",
        )


AUDITED = (
    ("ops.2023.assets_wan", "total_assets_prior_yuan", "total_assets"),
    ("ops.2023.revenue_wan", "revenue_prior_yuan", "revenue"),
)
"""The columns of the year before: those of the year itself are values of rules."""


def _audit_checks(declaration: Declaration, weighed: Weighed) -> Iterator[Finding]:
    """The year before as in the audit report."""
    for name, field, metric in AUDITED:
        declared = declaration.number(name)
        sums = {
            yuan / WAN: record
            for record in own_papers(weighed, "auditee", Kind.AUDIT_REPORT)
            if (yuan := record.number(field)) is not None and is_certain(record, field)
        }
        if declared is not None and sums and all(abs(declared - wan) > MONEY_TOLERANCE for wan in sums):
            expected = "、".join(f"{plain(wan)}万元" for wan in sums) + "（审计报告）"
            label, rule = FIELDS_BY_ID[name].label, weighed.bench.rule(metric)
            yield _differs(declaration, rule, f"2023年度{label}", f"{plain(declared)}万元", expected, name)


def own_papers(weighed: Weighed, field: str, *kinds: Kind) -> Iterator[Record]:
    """The papers of these kinds that name the applicant."""
    for record in weighed.of_kind(*kinds):
        name = record.text(field)
        if name and is_same(match_applicant(weighed.applicant, name)):
            yield record


def _registry_checks(declaration: Declaration, weighed: Weighed) -> Iterator[Finding]:
    """The district is that of the registry: a note, 经济技术开发区 is no administrative district (A66)."""
    platform = weighed.applicant.platform if weighed.applicant is not None else None
    said = declaration.text("district")
    if platform is None or not said or _district(said) == _district(platform.district):
        return
    yield make_finding(
        Reason.DECLARED_MISMATCH,
        *declaration.sources("district"),
        severity=Severity.NOTE,
        rule=weighed.bench.rule("declared_form"),
        name=FIELDS_BY_ID["district"].label,
        found=said,
        expected=f"{platform.district}（名录）",
    )


def _district(text: str) -> str:
    return squash(text).removeprefix("北京市").removeprefix("北京")


def _report_checks(declaration: Declaration, weighed: Weighed) -> Iterator[Finding]:
    """Figures in the performance report: a note each."""
    seen: set[str] = set()
    for record in weighed.of_kind(Kind.PERFORMANCE_REPORT):
        for name, figure in record.fields.items():
            key = name.removeprefix("figures.")
            declared, said = declaration.number(key), record.number(name)
            if key == name or declared is None or said is None or key in seen or figure.confidence < CERTAIN:
                continue
            if abs(declared - said) > max(half_of_last_place(said), MONEY_TOLERANCE):
                seen.add(key)
                yield _report_note(declaration, key, said, figure.source)


def _report_note(declaration: Declaration, name: str, said: Decimal, place: Source) -> Finding:
    field = FIELDS_BY_ID[name]
    declared = declaration.number(name) or Decimal(0)
    return make_finding(
        Reason.DECLARED_MISMATCH,
        *declaration.sources(name),
        place,
        severity=Severity.NOTE,
        name=field.label,
        found=f"{plain(declared)}{field.unit}",
        expected=f"{plain(said)}{field.unit}（绩效报告）",
    )


Check = Callable[[Declaration, Weighed], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    _list_checks,
    _order_checks,
    _own_checks,
    _licence_checks,
    _audit_checks,
    _registry_checks,
    _report_checks,
)
