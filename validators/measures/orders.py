"""Orders and their clients that a branch counts (评分指标8.1（3）, 8.4（2）, 8.6（1）).

“签订” asks for a contract signed in the year; an invoice of the year beside an older contract does not do (A20b).
"""

from collections.abc import Iterable, Mapping, Sequence

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Rule
from domain.text import squash
from validators.bench import Weighed
from validators.measured import Measured
from validators.measures.listed import of_listed
from validators.names import is_enterprise
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.evidence import is_certain, is_legible, year_of
from validators.weighing.matching import Order
from validators.weighing.orders import by_enterprise
from validators.weighing.pairs import find_pair, prove_by_pair
from validators.weighing.scale import Scale
from validators.weighing.subject import is_within, weigh_class, weigh_place

EVIDENCE = (Kind.SERVICE_CONTRACT, Kind.INVOICE)
LARGE, SMALLER = "大型", ("中", "小", "微")
"""企业划型 as the list writes it: 中型, 小型, 微型, 小微."""


def measure_contract_clients(rule: Rule, weighed: Weighed) -> Measured:
    """Enterprises of the regions that signed an order in the year; beside it the number of their orders (A29)."""
    parts = {row: _weigh_signed(order, rule, weighed) for row, order in weighed.orders.items()}
    scales = weigh_clients(parts, rule, weighed, signed=True)
    for scale in scales:
        if not scale.is_excluded and is_enterprise(scale.claim.name).counts is not True:
            found = is_enterprise(scale.claim.name).value
            scale.open(Reason.NOT_AN_ENTERPRISE, scale.claim.source, name=scale.claim.name, found=found)
    clients = {scale.claim.name for scale in scales if scale.status is Status.VERIFIED}
    known = weighed.bench.pool.canonical
    own = {known(name) for name in clients}
    proven = sum(part.status is Status.VERIFIED and known(part.claim.name) in own for part in parts.values())
    return of_listed(ListName.ORDERS, scales, weighed, *EVIDENCE).also("已核实订单数", proven)


def measure_sme_orders(rule: Rule, weighed: Weighed) -> Measured:
    """Orders signed in the year by a 中型, 小型 or 微型 client, wherever it is; beside it the 京津冀 part (A35)."""
    bench = weighed.bench
    groups = by_enterprise(weighed.orders, bench.desk)
    scales = []
    for order in weighed.orders.values():
        scale = _weigh_signed(order, rule, weighed)
        if not scale.is_excluded:
            weigh_class(scale)
            _weigh_size(scale, groups[bench.pool.canonical(order.claim.name)])
        scales.append(scale)
    provinces, regions = declared_provinces(weighed), bench.regions("served_smes")
    proven = [scale.claim.name for scale in scales if scale.status is Status.VERIFIED]
    near = sum(is_within(name, provinces, regions, bench.pool) is True for name in proven)
    return of_listed(ListName.ORDERS, scales, weighed, *EVIDENCE).also("其中京津冀", near)


def weigh_clients(parts: Mapping[int, Scale], rule: Rule, weighed: Weighed, *, signed: bool) -> list[Scale]:
    """A scale for each enterprise of 附表3, at its first row, by what became of its orders (`parts`, by row).

    An enterprise stands although its row and papers disagree in amount or number (contract, settled cases).
    """
    desk, pool = weighed.bench.desk, weighed.bench.pool
    provinces = declared_provinces(weighed)
    scales = []
    for group in by_enterprise(weighed.orders, desk).values():
        rows = [parts[order.claim.row] for order in group if not is_repeated(order) and order.claim.row in parts]
        if rows:
            scales.append(scale_of(rows[0].claim, rule))
            _weigh_evidence(scales[-1], rows, weighed, signed=signed)
    exclude_duplicates(scales, pool)
    for scale in scales:
        if not scale.is_excluded:
            weigh_place(scale, provinces, rule.regions, pool)
    return scales


def weigh_row(order: Order, rule: Rule) -> Scale:
    """A row of 附表3 by its own weight."""
    scale = scale_of(order.claim, rule)
    scale.inherit(order.scale.judgement())
    return scale


def scale_of(claim: Claim, rule: Rule) -> Scale:
    """A scale whose findings are the rule's: a row that a branch leaves out is none the worse for it."""
    scale = Scale(claim, rule.id)
    scale.list_name = scale.row = None
    scale.prove(claim.source)
    return scale


def is_repeated(order: Order) -> bool:
    """Whether a row repeats another one."""
    return Reason.DUPLICATE_ORDER in order.scale.reasons


def declared_provinces(weighed: Weighed) -> Mapping[str, str]:
    """所属省市 of 附表2 by canonical name."""
    return weighed.bench.provinces


def _weigh_evidence(scale: Scale, rows: Sequence[Scale], weighed: Weighed, *, signed: bool) -> None:
    """Proven by a row, or by a sound contract and invoice; else it shares what became of its likeliest row."""
    desk = weighed.bench.desk
    standing = [row for row in rows if not row.is_excluded]
    pair = find_pair(desk.of(scale.claim.name), desk, signed=signed) if standing else None
    proven = [row for row in rows if row.status is Status.VERIFIED]
    if proven or pair is not None:
        for row in proven or [scale]:
            scale.prove(row.claim.source, *row.sources)
        if not proven and pair is not None:
            prove_by_pair(scale, pair)
        return
    likeliest = _first_of(rows, Status.OPEN) or _first_of(rows, Status.COVERED) or rows[0]
    scale.inherit(likeliest.judgement())
    scale.findings += likeliest.findings


def _first_of(rows: Iterable[Scale], status: Status) -> Scale | None:
    return next((row for row in rows if row.status is status), None)


# --- Signed in the year -----------------------------------------------------------------------------------------------


def _weigh_signed(order: Order, rule: Rule, weighed: Weighed) -> Scale:
    """A row of 附表3 by its own weight, and by the day on which its contract was signed."""
    scale = weigh_row(order, rule)
    if not scale.is_excluded:
        _weigh_signing(scale, order, weighed.options.year)
    return scale


def _weigh_signing(scale: Scale, order: Order, year: int) -> None:
    claim = order.claim
    listed = str(claim.cells.get("signed_on") or "")[:4]
    if order.contract is None:
        if listed and listed != str(year):
            found, expected = claim.raw.get("signed_on") or listed, f"{year}年"
            scale.exclude(Reason.DATE_OUT_OF_PERIOD, claim.source, name=claim.name, found=found, expected=expected)
        return
    contract = order.contract.record
    signed = year_of(contract, "signed_on")
    if signed is None:
        scale.open(Reason.DATE_MISSING, contract.place(), name=claim.name, found="合同")
    elif signed == year and is_legible(contract, "signed_on"):
        scale.prove(*contract.sources("signed_on"))
    elif signed == year:
        scale.open_unread(contract.sources("signed_on")[0])
    else:
        certain = listed == str(signed) and is_certain(contract, "signed_on")
        weigh, day = scale.exclude if certain else scale.open, contract.text("signed_on")
        places = contract.sources("signed_on")
        weigh(Reason.DATE_OUT_OF_PERIOD, *places, name=claim.name, found=day, expected=f"{year}年")


# --- Small and medium -------------------------------------------------------------------------------------------------


def _weigh_size(scale: Scale, orders: Sequence[Order]) -> None:
    """中型, 小型 or 微型 counts; rows of one enterprise that differ are for a person (A6)."""
    own, claim = _size_of(scale), scale.claim
    sizes = {size for order in orders if (size := _size_of(order.scale))}
    if any(size.startswith(LARGE) for size in sizes):
        weigh = scale.exclude if all(size.startswith(LARGE) for size in sizes) and own else scale.open
        weigh(Reason.LARGE_ENTERPRISE, claim.source, name=claim.name)
    elif not own.startswith(SMALLER):
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=own or "空", expected="企业划型")


def _size_of(scale: Scale) -> str:
    return squash(str(scale.claim.cells.get("size") or ""))
