"""The policies as data: one TOML file per programme, and the registry of platforms.

A key is the file's name. The dataclasses of `domain.programme` are the schema: unknown keys are refused at any depth.
"""

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from domain.errors import ProgrammeError
from domain.form_fields import FIELDS_BY_ID
from domain.programme import Demand, Programme, Relaxation, Requirement, Rule, Switch, Topic
from domain.report import Platform

HERE = Path(__file__).parent
DEFAULT = "beijing-evaluation-2024"

T = TypeVar("T")


def keys() -> tuple[str, ...]:
    """The ids of all programmes, sorted."""
    return tuple(sorted(file.stem for file in HERE.glob("*.toml")))


@cache
def load(key: str) -> Programme:
    """The programme of this id; ProgrammeError (usage) for an unknown one."""
    if key not in keys():
        raise ProgrammeError(f"没有名为“{key}”的评价方案；可用：{'、'.join(keys())} (unknown programme)")
    return load_file(HERE / f"{key}.toml")


def load_file(file: Path) -> Programme:
    """The programme that a TOML file describes; ProgrammeError says what is wrong with it."""
    data = file.read_bytes()
    try:
        pack = tomllib.loads(data.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProgrammeError(f"{file.name}: {error}") from error
    programme = _programme(file.stem, pack, hashlib.sha256(data).hexdigest())
    _check(programme)
    return programme


def _programme(key: str, pack: dict[str, Any], sha256: str) -> Programme:
    rules = tuple(_rule(key, entry) for entry in pack.pop("rules", []))
    evidence = tuple(_build(Requirement, entry, key) for entry in pack.pop("evidence", []))
    switches = tuple(
        _build(Switch, {"name": name, **entry}, f"{key}: switches.{name}")
        for name, entry in pack.pop("switches", {}).items()
    )
    return _build(
        Programme,
        {**pack, "id": key, "rules": rules, "evidence": evidence, "switches": switches, "sha256": sha256},
        key,
    )


def _rule(key: str, entry: dict[str, Any]) -> Rule:
    place = f"{key}: {entry.get('id', '?')}"
    relaxed = entry.pop("relaxed", None)
    if relaxed is not None:
        entry["relaxed"] = _build(Relaxation, relaxed, place)
    if "topic" in entry:
        entry["topic"] = _build(Topic, entry["topic"], f"{place}: topic")
    entry["demands"] = tuple(_build(Demand, demand, f"{place}: demands") for demand in entry.pop("demands", []))
    return _build(Rule, entry, place)


def _build(schema: type[T], entry: Mapping[str, Any], place: str) -> T:
    """A value of the schema from a TOML table; every key must be known and of its type."""
    hints = get_type_hints(schema)
    unknown = sorted(set(entry) - set(hints))
    if unknown:
        raise ProgrammeError(f"{place}: unknown key {', '.join(unknown)}")
    needed = {f.name for f in fields(schema) if f.default is MISSING and f.default_factory is MISSING}  # type: ignore[arg-type]
    missing = sorted(needed - set(entry))
    if missing:
        raise ProgrammeError(f"{place}: missing key {', '.join(missing)}")
    return schema(**{name: _convert(value, hints[name], f"{place}: {name}") for name, value in entry.items()})


def _convert(value: object, hint: object, place: str) -> object:
    options = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    for option in options:
        if option is NoneType:
            continue
        if option is Decimal and isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        if (
            isinstance(option, type)
            and issubclass(option, StrEnum)
            and isinstance(value, str)
            and value in tuple(option)
        ):
            return option(value)
        if get_origin(option) is tuple and isinstance(value, list | tuple):
            return tuple(value)
        if isinstance(option, type) and isinstance(value, option) and not (option is int and isinstance(value, bool)):
            return value
    raise ProgrammeError(f"{place}: {value!r} is not of the right type")


def _check(programme: Programme) -> None:
    ids = [rule.id for rule in programme.rules]
    doubled = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
    if doubled:
        raise ProgrammeError(f"{programme.id}: id stands twice: {', '.join(doubled)}")
    for rule in programme.rules:
        if rule.at_least is not None and rule.more_than is not None:
            raise ProgrammeError(f"{programme.id}: {rule.id}: both at_least and more_than")
        if rule.share_of is not None and rule.share_of not in ids:
            raise ProgrammeError(f"{programme.id}: {rule.id}: share_of names no rule: {rule.share_of}")
        strange = [name for name in rule.declared if name not in FIELDS_BY_ID]
        if strange:
            raise ProgrammeError(f"{programme.id}: {rule.id}: declared names no field: {', '.join(strange)}")
        for demand in rule.demands:
            if (demand.at_least is None) is (demand.more_than is None):
                raise ProgrammeError(f"{programme.id}: {rule.id}: demands: either at_least or more_than")


@cache
def registry() -> tuple[Platform, ...]:
    """The 175 platforms of 附件4-1."""
    with (HERE / "registry.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Platform(
                number=int(row["number"]),
                operator=row["operator"],
                platform=row["platform"],
                category=row["category"],
                district=row["district"],
            )
            for row in csv.DictReader(file)
        )
