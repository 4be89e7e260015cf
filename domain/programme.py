"""Programmes: what a policy asks, rule by rule, as data; the dataclasses are the schema of the TOML files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """What the counts say of a rule (contract, section 3); software proposes, people decide."""

    MET = "met"
    NOT_MET = "not-met"
    OPEN = "open"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A lower bar in named circumstances, with its own quote; a person sets the circumstance."""

    at_least: Decimal
    when: str
    quote: str


class Ask(StrEnum):
    """What a rule may ask in a number of its own, beside its bar."""

    YEARS = "years"
    """Years up to the deadline: since the applicant was founded, or looked back on."""
    DOCUMENTS = "documents"
    """Documents that stand in for a certificate."""
    AREA_M2 = "area_m2"
    """Square metres of premises."""
    ENTERPRISES = "enterprises"
    """Enterprises at an activity."""
    PERSONS = "persons"
    """Persons at an activity."""
    ONLINE_PERSONS = "online_persons"
    """Persons at an online activity whose enterprises cannot be told, asked instead of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A further number that a rule asks: what of, where it stands and in what words; “不少于” takes it, “超过” not."""

    of: Ask
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    article: str
    quote: str

    @property
    def bar(self) -> Decimal:
        """The number itself."""
        return next(bar for bar in (self.at_least, self.more_than) if bar is not None)

    @property
    def words(self) -> str:
        """How the number is asked."""
        return f"{'不少于' if self.at_least is not None else '超过'}{self.bar}"

    def is_met(self, number: Decimal | float) -> bool:
        """Whether a number does."""
        return number >= self.bar if self.at_least is not None else number > self.bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the units of a rule are about: words that show it, and words beside which those show nothing."""

    name: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a policy: where it stands, its words, what it counts and its bar (architecture.md, section 4)."""

    id: str
    article: str
    quote: str
    title: str
    metric: str
    unit: str
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    share_of: str | None = None
    """The bar is this rule's `share` of the listed number of another rule, at most `cap`."""
    share: Decimal | None = None
    cap: int | None = None
    regions: tuple[str, ...] = ()
    period: str = "year"
    relaxed: Relaxation | None = None
    topic: Topic | None = None
    choice: str | None = None
    option: str | None = None
    declared: tuple[str, ...] = ()
    """The fields of the form, by identifier, whose sum is declared for this rule."""
    declared_overlap: bool = False
    """These fields may name one unit several times: the number lies between the largest of them and their sum."""
    declared_unit: str = ""
    """What these fields count, where it is not what the rule counts."""
    demands: tuple[Demand, ...] = ()
    note: str = ""

    def demand(self, of: Ask) -> Decimal | None:
        """How much of this the rule asks; None where it does not."""
        demand = self.asks(of)
        return demand.bar if demand is not None else None

    def asks(self, of: Ask) -> Demand | None:
        """What the rule asks of this; None where it does not."""
        return next((demand for demand in self.demands if demand.of is of), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """The papers that must stand behind a claim: kinds, by names of contract section 5."""

    claim: str
    article: str
    quote: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A named reading of an ambiguous wording (domain.md, section 2): its values, the default first."""

    name: str
    values: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One policy as data."""

    id: str
    title: str
    year: int
    region: str
    reviewed: date
    rules: tuple[Rule, ...]
    evidence: tuple[Requirement, ...] = ()
    switches: tuple[Switch, ...] = ()
    lists: tuple[str, ...] = ()
    """The lists that must be handed in."""
    in_force_from: date | None = None
    in_force_until: date | None = None
    sha256: str = ""

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id; KeyError for a fault of ours."""
        return {rule.id: rule for rule in self.rules}[rule_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """With what readings a submission is verified; printed in every report."""

    year: int
    as_of: date
    deadline: date | None = None
    policy: Mapping[str, str]
    """Switch → value; every switch of the programme stands here."""
    circumstances: frozenset[str] = frozenset()
    """Circumstances a person has set (relaxations)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The numbers of a rule (contract, section 3): listed = verified + open + covered + excluded − duplicates."""

    declared: Decimal | None = None
    listed: int = 0
    verified: int = 0
    open: int = 0
    covered: int = 0
    excluded: int = 0
    duplicates: int = 0
    value: Decimal | None = None
    """What a measuring rule measured."""
    certain: bool = True
    """Whether `value` may be judged without a person."""
    handed_in: bool = True
    """Whether anything was handed in for it."""
    readings: Mapping[str, int] = field(default_factory=dict)
    """The numbers under other readings of the wording, by what they count (domain.md, section 2)."""
