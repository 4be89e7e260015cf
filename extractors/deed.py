"""Read titles to premises (不动产权证书, 房屋所有权证): owner, place, area, number (domain.md 3.12)."""

import re

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from extractors.labels import find_first, make_field, make_record
from extractors.parties import party_name
from extractors.registration import unfinished_address
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

OWNER_LABELS = ("权利人", "房屋所有权人", "所有权人", "房地产权利人", "产权人", "所有人")
ADDRESS_LABELS = ("坐落", "房屋坐落", "房地坐落", "房地产坐落", "座落", "房屋座落")
NUMBER_LABELS = ("证书号", "不动产权证号", "不动产权证书号", "权证号", "证号", "房产证号", "产权证号", "编号")

_NUMBER = re.compile(
    r"(?P<value>[\u4e00-\u9fff]\t?[(\[〔]\t?(?:19|20)\d\d\t?[)\]〕]\t?[\u4e00-\u9fff]{1,12}(?:不动产|房地产)权第\t?\d{4,10}号"
    r"|[A-Z]?\t?[\u4e00-\u9fff]{1,3}房(?:地)?权证[\u4e00-\u9fff0-9()]{0,16}(?:字)?第\t?[A-Z]?[\d-]{3,14}号)"
)
_AREAS = tuple(
    re.compile(
        rf"{label}[:\t(]{{0,3}}[^\d\n]{{0,8}}(?P<value>\d[\d,]{{0,9}}(?:\.\d{{1,3}})?)\t?(?:平方米|平米|㎡|m2|m²|\(?㎡\)?)"
    )
    for label in ("房屋(?:总)?建筑面积", "建筑面积", "房屋面积", "面积")
)
"""The surest label first: a title says the area of its land as well."""
_BARE_AREA = re.compile(r"建筑面积[:\t(]{0,3}(?:平方米|㎡|m2)?[)\t:]{0,3}(?P<value>\d{1,6}(?:\.\d{1,3})?)(?=[\t\n]|\Z)")


def extract_deed(reading: Reading) -> tuple[Record | Problem, ...]:
    """The owner, address, area and number of a title."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields: dict[str, Field] = {}
    owner = find_first(script, OWNER_LABELS, accept=lambda hit: bool(party_name(hit.text)))
    if owner is not None:
        fields["owner"] = make_field(reading, owner, party_name(owner.text))
    address = find_first(script, ADDRESS_LABELS, accept=_is_address, unfinished=unfinished_address)
    if address is not None:
        fields["address"] = make_field(reading, address, squash(address.text))
    fields |= _area_field(reading, script)
    number = script.search(_NUMBER) or find_first(script, NUMBER_LABELS, accept=_has_figure)
    if number is not None:
        fields["number"] = make_field(reading, number, squash(number.text))
    return (make_record(Kind.PROPERTY_TITLE, reading, fields),)


def _area_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`area_m2`: that of the house, not of its land."""
    for pattern in (*_AREAS, _BARE_AREA):
        hit = script.search(pattern)
        if hit is not None:
            return {"area_m2": make_field(reading, hit, float(hit.text.replace(",", "").replace("\t", "")))}
    return {}


def _is_address(hit: Hit) -> bool:
    return len(squash(hit.text)) > len("北京市")


def _has_figure(hit: Hit) -> bool:
    return any(sign.isdigit() for sign in hit.text)
