"""New clients (评分指标8.4（2）): paying clients of the year that stand on no list of the year before.

Only the lists of these two years are asked for: a client of an earlier year that comes back is new (A33).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.claims import Claim, DeclaredList, ListName
from domain.codes import is_uscc, normal_code
from domain.findings import Reason, Status, make_finding
from domain.programme import Rule
from domain.report import Judgement
from domain.text import squash
from validators.applicant import is_same
from validators.bench import Weighed
from validators.list_choice import year_of_list, year_signed
from validators.measured import Measured
from validators.measures.listed import of_listed
from validators.measures.orders import EVIDENCE, weigh_clients, weigh_row
from validators.names import Candidate, NameIndex, Strength
from validators.pairing import Pool
from validators.weighing.evidence import DATE_FIELDS, year_of
from validators.weighing.scale import Scale

CLIENT_LISTS = (ListName.ORDERS, ListName.SERVED)
_NOTHING = re.compile(r"0(?:\.0{1,4})?(?:万?元)?")
PRICE = re.compile(r"金额|价|费")
"""Words over a column that says what was paid, in a list without a template."""


def measure_new_clients(rule: Rule, weighed: Weighed) -> Measured:
    """Paying clients of the regions in the year, without those of the year before (by identity of names)."""
    before, pool = weighed.options.year - 1, weighed.bench.pool
    parts = {row: weigh_row(order, rule) for row, order in weighed.orders.items() if not is_free(order.claim)}
    scales = weigh_clients(parts, rule, weighed, signed=False)
    lists = [declared for declared in weighed.submission.lists if declared.name in CLIENT_LISTS]
    earlier = [declared for declared in lists if year_of_list(declared) == before]
    old = NameIndex((claim, claim.name, _code_of(claim, pool)) for claim in _clients_of(lists, earlier, before))
    for scale in scales:
        if not scale.is_excluded:
            _weigh_newness(scale, old, weighed)
    if earlier or not scales:
        return of_listed(ListName.ORDERS, scales, weighed, *EVIDENCE)
    return _without_list(scales, rule, weighed)


def is_free(claim: Claim) -> bool:
    """Whether a row says that nothing was paid (“不含免费服务”)."""
    said = [squash(claim.raw.get(key, "")) for key in claim.cells if key == "amount_wan" or PRICE.search(key)]
    return any("免费" in text or _NOTHING.fullmatch(text) for text in said)


def _clients_of(lists: Sequence[DeclaredList], earlier: Sequence[DeclaredList], year: int) -> Iterable[Claim]:
    """The paying clients that any list declares for a year."""
    for declared in lists:
        whole = any(declared is other for other in earlier)
        yield from (claim for claim in declared.rows if (whole or year_signed(claim) == year) and not is_free(claim))


def _weigh_newness(scale: Scale, old: NameIndex[Claim], weighed: Weighed) -> None:
    """A client that stands on a list of the year before goes; one that perhaps does, or has papers of it, is open."""
    claim, year = scale.claim, weighed.options.year
    for row in _rows_of(claim, weighed):
        for found in old.find(row.name, _code_of(row, weighed.bench.pool)):
            _weigh_known(scale, found, year - 1)
            if scale.is_excluded:
                return
    papers = weighed.bench.desk.of(claim.name)
    for link in (*papers.contracts, *papers.invoices):
        if any(year_of(link.record, field) == year - 1 for field in DATE_FIELDS):
            places, day = link.record.sources(*DATE_FIELDS), next(filter(None, map(link.record.text, DATE_FIELDS)))
            scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=claim.name, found=day, expected=f"{year}年")


def _weigh_known(scale: Scale, found: Candidate[Claim], year: int) -> None:
    """A head office and its branches are one enterprise (domain.md 4.4)."""
    claim, other, match = scale.claim, found.key, found.match
    weigh, reason = scale.open, Reason.POSSIBLE_DUPLICATE
    if is_same(match) or match.strength is Strength.BRANCH:
        weigh, reason = scale.exclude, Reason.DUPLICATE_ENTERPRISE
    said = f"{year}年度名单：{other.name}，{match.reason}" if match.reason else f"{year}年度名单：{other.name}"
    weigh(reason, claim.source, other.source, name=claim.name, other=other.row, found=said)


def _rows_of(claim: Claim, weighed: Weighed) -> tuple[Claim, ...]:
    """All rows of 附表3 that list an enterprise, under whatever name."""
    pool: Pool = weighed.bench.pool
    own = pool.canonical(claim.name)
    rows = weighed.bench.rows(ListName.ORDERS)
    return (claim, *(row for row in rows if row is not claim and pool.canonical(row.name) == own))


def _code_of(row: Claim, pool: Pool) -> str | None:
    """The code of an enterprise: that of its row, which joins a former name to the new one, else that of its papers."""
    code = str(row.cells.get("uscc") or "")
    return normal_code(code) if is_uscc(code) else pool.code_of(row.name)


def _without_list(scales: Sequence[Scale], rule: Rule, weighed: Weighed) -> Measured:
    """Without the list of the year before nobody can tell who is new."""
    missing = f"{weighed.options.year - 1}年度服务企业（订单）名单"
    for scale in scales:
        if not scale.is_excluded:
            scale.inherit(Judgement(scale.claim, Status.OPEN, (Reason.LIST_MISSING,), ()))
    measured = of_listed(ListName.ORDERS, scales, weighed, *EVIDENCE)
    finding = make_finding(Reason.LIST_MISSING, rule=rule.id, list_name=ListName.ORDERS.value, name=missing)
    return replace(measured, findings=(*measured.findings, finding))
