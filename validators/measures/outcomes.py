"""What became of enterprises, counted: listings by market (评分指标9), the sum of financing (8.6.3)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.claims import ListName
from domain.documents import Kind
from domain.programme import Rule
from domain.recognitions import Stage
from validators.bench import Weighed
from validators.measured import Measured, tally
from validators.measures.listed import of_listed
from validators.weighing.financed import weigh_sums
from validators.weighing.listings import LAYER, LISTING, wanted_stages
from validators.weighing.orders import by_enterprise

YI = Decimal(10**8)
"""Yuan of an 亿元."""
MARKETS: Mapping[str, frozenset[Stage]] = {"listed_companies": LISTING, "neeq_innovation": LAYER}
"""The stages that each metric counts."""


def measure_listings(rule: Rule, weighed: Weighed) -> Measured:
    """The rows of a market; a row that does not say of which it is may be of either, and is open in both."""
    stages = MARKETS[rule.metric]
    rows = [row for row in weighed.judgements("listed") if wanted_stages(row.claim) & stages]
    handed_in = weighed.was_handed_in(ListName.LISTED, Kind.LISTING_PROOF)
    return Measured(tally(rows, handed_in=handed_in, certain=ListName.LISTED in weighed.lists))


def measure_financing(rule: Rule, weighed: Weighed) -> Measured:
    """The sum of financing in 亿元: of each enterprise what is declared and proven, actual payments first."""
    bench = weighed.bench
    orders = by_enterprise(weighed.orders, bench.desk)
    sums = weigh_sums(bench.rows(ListName.FINANCED), bench.desk, rule.id, orders)
    scales = [scale for one in sums for scale in one.scales]
    measured = of_listed(ListName.FINANCED, scales, weighed, Kind.FINANCING_PROOF)
    value = (sum((one.counted_yuan for one in sums), Decimal(0)) / YI).normalize() if sums else None
    certain = measured.count.certain and not measured.count.open
    return replace(measured, count=replace(measured.count, value=value, certain=certain))
