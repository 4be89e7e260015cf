"""Counting: the numbers of each rule from what became of the claims; one function per metric."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Status
from domain.programme import Count, Rule
from validators.bench import Weighed
from validators.branch import is_of_branch
from validators.declaration import declaration_of, declared_number
from validators.measured import Measured, tally, yes_or_no
from validators.measures.accounts import measure_revenue, measure_total_assets
from validators.measures.activities import measure_activities
from validators.measures.branch_lists import (
    measure_cases,
    measure_registered,
    measure_scarce_talents,
    measure_talent_pool,
)
from validators.measures.form import measure_form
from validators.measures.honours import measure_honours
from validators.measures.integrity import measure_clean_record
from validators.measures.licences import measure_licences
from validators.measures.management import measure_management
from validators.measures.new_clients import measure_new_clients
from validators.measures.orders import measure_contract_clients, measure_sme_orders
from validators.measures.outcomes import measure_financing, measure_listings
from validators.measures.posts import measure_posts
from validators.measures.products import measure_products
from validators.measures.report import measure_report
from validators.measures.research import measure_research
from validators.measures.rights import measure_rights
from validators.measures.shares import measure_free_share, measure_revenue_share
from validators.measures.standards import measure_standards
from validators.measures.standing import measure_established, measure_legal_person, measure_premises
from validators.measures.systems import measure_digital, measure_systems
from validators.weighing.evidence import decimal_cell
from validators.weighing.staff import weigh_staff
from validators.weighing.surveys import is_share

FOUR_PLACES = Decimal("0.0001")


Counter = Callable[[Rule, Weighed], Measured]
"""What a metric is counted by: the numbers of a rule, the units behind them where they are no rows, and findings."""


def count_rows(list_name: str, *evidence: Kind) -> Counter:
    """A counter of the rows of a list; `evidence` are the papers that also show that something was handed in."""

    def count(_rule: Rule, weighed: Weighed) -> Measured:
        return Measured(_counted(list_name, weighed, *evidence))

    return count


def _counted(list_name: str, weighed: Weighed, *evidence: Kind) -> Count:
    """The numbers of a list; without its rows, but with papers or a scan of it, nothing is certain."""
    handed_in = weighed.was_handed_in(list_name, *evidence)
    return tally(weighed.judgements(list_name), handed_in=handed_in, certain=list_name in weighed.lists)


def count_satisfaction(_rule: Rule, weighed: Weighed) -> Measured:
    """The mean satisfaction over the rows not excluded that state a percentage (门槛条件11, A24)."""
    count = _counted("surveys", weighed, Kind.SURVEY_FORM)
    kept = [row for row in weighed.judgements("surveys") if row.status is not Status.EXCLUDED]
    values = [value for row in kept if is_share(value := decimal_cell(row.claim, "satisfaction"))]
    return Measured(replace(count, value=mean(value for value in values if value is not None)))


def count_staff(rule: Rule, weighed: Weighed) -> Measured:
    """Persons with a degree or a title, beside them those with both (A4); the other way round where both are asked."""
    bench = weighed.bench
    measured = count_rows("staff", Kind.SOCIAL_INSURANCE)(rule, weighed)
    both = not bench.reads("staff_qual", "intersection")
    others = weigh_staff(bench.rows(ListName.STAFF), bench.pool, bench.options.year, None, both=both)
    number = sum(scale.status is Status.VERIFIED for scale in others)
    return measured.also("学历和职称兼备" if both else "学历或职称具备其一", number)


def mean(values: Iterable[Decimal]) -> Decimal | None:
    """The mean to four places; None of nothing."""
    known = list(values)
    if not known:
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(FOUR_PLACES, ROUND_HALF_UP)


def count_packaging(part: str) -> Counter:
    """A counter of one rule of packaging and form (附件4-2 八, 附件4-2-1-9)."""

    def count(_rule: Rule, weighed: Weighed) -> Measured:
        return Measured(yes_or_no(weighed.packaging.holds[part]))

    return count


def papers_of(*kinds: Kind) -> Counter:
    """The counter of a metric that no code counts yet: open where papers of its kinds lie, else missing."""

    def count(_rule: Rule, weighed: Weighed) -> Measured:
        found = weighed.of_kind(*kinds)
        return Measured(Count(listed=len(found), open=len(found), certain=False, handed_in=bool(found)))

    return count


COUNTERS: Mapping[str, Counter] = {
    "served_smes": count_rows("served", Kind.SERVICE_CONTRACT, Kind.SIGN_IN_SHEET),
    "partner_agencies": count_rows("partners", Kind.COOPERATION_AGREEMENT),
    "qualified_staff": count_staff,
    "satisfaction": count_satisfaction,
    "satisfaction_surveys": count_rows("surveys", Kind.SURVEY_FORM),
    "high_growth_smes": count_rows("high-growth", Kind.RECOGNITION_PROOF),
    "newly_recognised_smes": count_rows("recognised"),
    "startups_served": count_rows("startups"),
    "financed_smes": count_rows("financed", Kind.FINANCING_PROOF),
    "financing_amount": measure_financing,
    "listed_companies": measure_listings,
    "neeq_innovation": measure_listings,
    "service_activities": measure_activities,
    "policy_briefings": measure_activities,
    "startup_activities": measure_activities,
    "innovation_activities": measure_activities,
    "hr_activities": measure_activities,
    "financing_activities": measure_activities,
    "innovation_products": measure_products,
    "digital_products": measure_products,
    "contract_clients": measure_contract_clients,
    "sme_orders": measure_sme_orders,
    "new_clients": measure_new_clients,
    "packaging_index": count_packaging("index"),
    "packaging_lists": count_packaging("lists"),
    "packaging_names": count_packaging("names"),
    "packaging_size": count_packaging("size"),
    "truth_statement": count_packaging("statement"),
    "legal_person_established": measure_established,
    "legal_person": measure_legal_person,
    "premises": measure_premises,
    "total_assets": measure_total_assets,
    "clean_record": measure_clean_record,
    "information_systems": measure_systems,
    "core_business_digital": measure_digital,
    "management_system": measure_management,
    "sme_revenue_share": measure_revenue_share,
    "free_service_share": measure_free_share,
    "honours": measure_honours,
    "licences": measure_licences,
    "ip_rights": measure_rights,
    "revenue": measure_revenue,
    "performance_report": measure_report,
    "declared_form": measure_form,
    "mentors": count_rows("mentors", Kind.APPOINTMENT_LETTER),
    "registered_enterprises": measure_registered,
    "talent_pool": measure_talent_pool,
    "scarce_talents": measure_scarce_talents,
    "standards": measure_standards,
    "financing_campaign_posts": measure_posts,
    "hub_coordination": papers_of(),
    "application_cases": measure_cases,
    "research_cooperation": measure_research,
}
"""Metric → counter; a metric that is missing here has no papers of its own yet and reports missing."""


def measure(rule: Rule, weighed: Weighed) -> Measured:
    """What one rule counts, beside what is declared for it; nothing where it is of another branch than declared."""
    if not is_of_branch(rule, weighed):
        return Measured(Count(handed_in=False))
    found = COUNTERS.get(rule.metric, papers_of())(rule, weighed)
    if not rule.declared:
        return found
    declared = declared_number(rule, declaration_of(weighed.submission))
    return replace(found, count=replace(found.count, declared=declared))
