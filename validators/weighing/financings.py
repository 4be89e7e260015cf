"""Financings of an enterprise: contracts, what was paid out of them, each counted once (domain.md 3.26, A31)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from domain.documents import Source
from domain.findings import Reason
from validators.applicant import is_same
from validators.names import compare_names
from validators.weighing.contracts import days_of
from validators.weighing.evidence import has_broken_signature, is_flagged, is_suspect, number_key
from validators.weighing.mentions import Mention
from validators.weighing.scale import Weights

FIELDS = ("amount_yuan", "currency", "dated", "form")
PAID = frozenset({"disbursement", "receipt"})
CONTRACTS = frozenset({"loan", "investment", "lease"})
PROMISES = {"credit-line": "授信", "guarantee": "担保", "pledge": "质押", "intent": "意向或申请"}
"""What asks for, grants or secures a financing and is none itself: 授信额度 is no 放款."""
NEAR = timedelta(days=3)
"""A voucher and the bank's receipt of one payment lie no further apart."""


@dataclass(slots=True)
class Financing:
    """One financing: its contract, if one was handed in, and what was paid out of it."""

    contract: Mention | None
    paid: list[Mention] = field(default_factory=list)

    @property
    def proofs(self) -> tuple[Mention, ...]:
        """Its papers."""
        return (*([self.contract] if self.contract is not None else []), *self.paid)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where they name the enterprise, the sum and the day."""
        return tuple(place for mention in self.proofs for place in mention.sources("amount_yuan", "dated"))

    @property
    def agreed(self) -> Decimal | None:
        """The sum of its contract, in yuan."""
        return self.contract.record.number("amount_yuan") if self.contract is not None else None

    def proven(self, year: int) -> Decimal:
        """What was paid out in the year; without any payment, the sum of a contract of the year."""
        if self.paid:
            return sum((_yuan(mention) for mention in self.paid if mention.year("dated") == year), Decimal(0))
        dated = self.contract is not None and self.contract.year("dated") == year
        return self.agreed or Decimal(0) if dated else Decimal(0)

    def first_day(self, year: int) -> date | None:
        """The first day of the year on which it is proven."""
        mentions = self.paid or self.proofs
        days = [days.first for one in mentions if (days := days_of(one.text("dated"))) and days.first.year == year]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All financings of an enterprise, and the proofs that are none in yuan: promises, other currencies, no sum."""

    financings: tuple[Financing, ...]
    promises: tuple[Mention, ...]
    foreign: tuple[Mention, ...]
    blurred: tuple[Mention, ...]
    """Proofs whose sum, day or form was not read, or that contradict themselves."""

    def proven(self, year: int) -> Decimal:
        """What all financings come to in the year."""
        return sum((financing.proven(year) for financing in self.financings), Decimal(0))


def ledger_of(mentions: Sequence[Mention]) -> Ledger:
    """The financings of an enterprise from the proofs that surely name it; copies of one paper count once."""
    sure = _without_copies([mention for mention in mentions if mention.is_sure])
    foreign = [mention for mention in sure if mention.text("currency") not in ("", "CNY")]
    promises = [mention for mention in sure if mention.text("form") in PROMISES and mention not in foreign]
    rest = [mention for mention in sure if mention not in foreign and mention not in promises]
    blurred = [mention for mention in rest if not _is_clear(mention)]
    clear = [mention for mention in rest if mention not in blurred]
    financings = [Financing(mention) for mention in clear if mention.text("form") in CONTRACTS]
    for mention in _without_receipts([one for one in clear if one.text("form") in PAID]):
        _attach(mention, financings)
    return Ledger(tuple(financings), tuple(promises), tuple(foreign), tuple(blurred))


def open_ledger(scale: Weights, ledger: Ledger, name: str, year: int) -> None:
    """Say of an enterprise without a proven financing what its proofs are instead."""
    for mention in ledger.blurred:
        if has_broken_signature(mention.record):
            facts = {"name": mention.record.path, "found": "文件在签名后有改动"}
            scale.open(Reason.SIGNATURE_INVALID, *mention.record.sources("signature"), **facts)
        else:
            scale.open_unread(mention.place)
    for mention in ledger.foreign:
        amount = mention.record.number("amount")
        facts = {"name": name, "found": f"{amount}{mention.text('currency')}", "expected": "人民币融资额"}
        scale.open(Reason.VALUE_INVALID, *mention.sources("amount", "currency"), **facts)
    for financing in ledger.financings:
        found = "、".join(mention.text("dated") or "无日期" for mention in financing.paid or financing.proofs)
        scale.open(Reason.DATE_OUT_OF_PERIOD, *financing.sources, name=name, found=found, expected=f"{year}年")
    for mention in ledger.promises:
        what = f"“{name}”的放款或投资到位证明（材料为{PROMISES[mention.text('form')]}）"
        scale.open(Reason.DOCUMENT_MISSING, *mention.sources("form", "amount_yuan"), name=what)


def _is_clear(mention: Mention) -> bool:
    """Whether a proof legibly says sum, day and form, and does not contradict itself."""
    record = mention.record
    complete = bool(_yuan(mention) and mention.text("dated") and mention.text("form"))
    sound = not is_flagged(record, "amount_conflict") and not is_suspect(record)
    return complete and sound and mention.is_legible(*FIELDS)


def _yuan(mention: Mention) -> Decimal:
    return mention.record.number("amount_yuan") or Decimal(0)


def _without_copies(mentions: Sequence[Mention]) -> list[Mention]:
    """Each paper once: copies agree in kind, sum, day, and number or, without one, in who gave the money."""
    kept: dict[object, Mention] = {}
    for mention in mentions:
        number = number_key(mention.text("number"))
        what = (mention.text("form"), mention.text("currency"), _yuan(mention), mention.text("dated"))
        key = (*what, number or _party_key(mention), mention.record.text("amount"))
        best = kept.get(key)
        if best is None or mention.confidence > best.confidence:
            kept[key] = mention
    return list(kept.values())


def _without_receipts(paid: Sequence[Mention]) -> list[Mention]:
    """Payments without the bank's receipts of vouchers that are there too."""
    vouchers = [mention for mention in paid if mention.text("form") == "disbursement"]
    free = list(vouchers)
    receipts = []
    for mention in paid:
        if mention in vouchers:
            continue
        twin = next((other for other in free if _is_same_payment(mention, other)), None)
        if twin is None:
            receipts.append(mention)
        else:
            free.remove(twin)
    return [*vouchers, *receipts]


def _is_same_payment(one: Mention, other: Mention) -> bool:
    """Whether two papers may speak of one payment: the same sum, about the same day."""
    first, second = days_of(one.text("dated")), days_of(other.text("dated"))
    near = first is not None and second is not None and abs(first.first - second.first) <= NEAR
    return near and _yuan(one) == _yuan(other)


def _attach(payment: Mention, financings: list[Financing]) -> None:
    """Give a payment to the contract that it names, else to one of the same lender that it fits; else it is alone."""
    number = number_key(payment.text("contract_number"))
    known = [one for one in financings if one.contract is not None]
    named = [one for one in known if one.contract and number and number_key(one.contract.text("number")) == number]
    fitting = [one for one in known if _fits(payment, one)]
    for candidates in (named, fitting):
        if candidates:
            candidates[0].paid.append(payment)
            return
    alone = next((one for one in financings if one.contract is None and number and _number(one) == number), None)
    if alone is not None:
        alone.paid.append(payment)
    else:
        financings.append(Financing(None, [payment]))


def _number(financing: Financing) -> str:
    return number_key(financing.paid[0].text("contract_number")) if financing.paid else ""


def _fits(payment: Mention, financing: Financing) -> bool:
    """Whether a payment may be out of a contract: of the same lender, not before it, and not more than it.

    A payment that names another contract, of which nothing else is known, may still be out of this one: counted once.
    """
    contract = financing.contract
    if contract is None:
        return False
    lenders = [one.record.text("financier") for one in (payment, contract)]
    same = not all(lenders) or not _differ(lenders[0] or "", lenders[1] or "")
    first, second = days_of(payment.text("dated")), days_of(contract.text("dated"))
    later = first is None or second is None or first.last >= second.first
    left = (financing.agreed or Decimal(0)) - sum((_yuan(one) for one in financing.paid), Decimal(0))
    return same and later and _yuan(payment) <= left


def _differ(one: str, other: str) -> bool:
    """Whether two lenders are surely not one: a branch is its bank."""
    return not is_same(compare_names(one, other)) and not (one.startswith(other) or other.startswith(one))


def _party_key(mention: Mention) -> str:
    return mention.record.text("financier") or ""
