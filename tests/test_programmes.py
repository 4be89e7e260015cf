"""The programmes as data."""

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import programmes
from domain.errors import ProgrammeError
from domain.programme import Ask
from domain.text import squash

SHARED = Path(__file__).parents[2] / "shared"
RULE = """
[[rules]]
id = "a"
article = "1"
quote = "不少于3家"
title = "t"
metric = "m"
unit = "家"
at_least = 3
"""
DEMAND = """
[[rules.demands]]
of = "years"
at_least = 2
article = "1"
quote = "两年以上"
"""
ATTENDANCE = {Ask.ENTERPRISES: "企业家?数不少于", Ask.PERSONS: "人数不少于", Ask.ONLINE_PERSONS: "超过"}
HEAD = 'title = "x"\nyear = 2024\nregion = "北京"\nreviewed = 2026-01-01\n'


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "made-up.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_programme_loads() -> None:
    known = programmes.keys()
    assert programmes.DEFAULT in known
    for key in known:
        assert programmes.load(key).rules


def test_the_central_rule_asks_what_it_quotes() -> None:
    rule = programmes.load("beijing-evaluation-2024").rule("gate-4")
    assert rule.at_least == Decimal(100)
    assert rule.relaxed is not None
    assert rule.relaxed.at_least == Decimal(50)
    assert rule.regions == ("北京", "天津", "河北")


def test_a_new_programme_is_one_file(tmp_path: Path) -> None:
    programme = programmes.load_file(write(tmp_path, HEAD + RULE))
    assert programme.rule("a").at_least == Decimal(3)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEAD + "colour = 1\n", "unknown key colour"),
        (HEAD + RULE + "weight = 2\n", "unknown key weight"),
        (HEAD + RULE.replace('article = "1"\n', ""), "missing key article"),
        (HEAD + RULE.replace("at_least = 3", 'at_least = "3"'), "not of the right type"),
        (HEAD + RULE + RULE, "stands twice"),
        (HEAD + RULE + "more_than = 2\n", "both at_least and more_than"),
        (HEAD + RULE + 'share_of = "b"\n', "share_of names no rule"),
        (HEAD + RULE + DEMAND.replace("years", "centuries"), "not of the right type"),
        (HEAD + RULE + DEMAND + "colour = 1\n", "demands: unknown key colour"),
        (HEAD + RULE + DEMAND + "more_than = 1\n", "either at_least or more_than"),
        (HEAD + RULE + DEMAND.replace("at_least = 2\n", ""), "either at_least or more_than"),
        (HEAD + RULE + "[rules.topic]\nname = 'x'\n", "topic: missing key words"),
        ("title = ", "made-up.toml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_fault(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ProgrammeError, match=complaint):
        programmes.load_file(write(tmp_path, text))


def test_a_rule_may_ask_further_numbers(tmp_path: Path) -> None:
    rule = programmes.load_file(write(tmp_path, HEAD + RULE + DEMAND)).rule("a")
    assert (rule.demand(Ask.YEARS), rule.demand(Ask.DOCUMENTS)) == (Decimal(2), None)


def test_every_demand_quotes_its_policy_and_its_number() -> None:
    numerals = {Decimal(2): "两", Decimal(3): "三"}
    known = programmes.keys()
    for key in known:
        policy = SHARED / "policies" / f"{key}.txt"
        if not policy.exists():
            pytest.skip("the policy texts do not lie beside the checkout")
        text = squash(policy.read_text(encoding="utf-8"))
        for demand in (demand for rule in programmes.load(key).rules for demand in rule.demands):
            assert squash(demand.quote) in text
            written = numerals.get(demand.bar, str(demand.bar))
            assert re.search(f"(?<![0-9])(?:{demand.bar}|{written})(?![0-9])", demand.quote)
            assert re.search("超过|高于" if demand.at_least is None else "不少于|不低于|以上|近.年内", demand.quote)
            if demand.of in ATTENDANCE:
                assert re.search(f"{ATTENDANCE[demand.of]}{demand.bar}(?![0-9])", demand.quote)


@pytest.mark.parametrize(
    ("rule_id", "asked"),
    [
        ("score-8.1.2", ((Ask.ENTERPRISES, 29, 30), (Ask.ONLINE_PERSONS, 50, 51))),
        ("score-8.1.4", ((Ask.PERSONS, 49, 50),)),
        ("score-8.3.2", ((Ask.PERSONS, 9, 10),)),
        ("score-8.5.2", ((Ask.ENTERPRISES, 29, 30), (Ask.ONLINE_PERSONS, 50, 51))),
        ("score-8.6.2", ((Ask.PERSONS, 9, 10),)),
    ],
)
def test_the_least_attendance_of_each_branch(rule_id: str, asked: tuple[tuple[Ask, int, int], ...]) -> None:
    rule = programmes.load("beijing-evaluation-2024").rule(rule_id)
    assert {demand.of for demand in rule.demands} == {of for of, _, _ in asked}
    for of, short, enough in asked:
        demand = rule.asks(of)
        assert demand is not None
        assert (demand.is_met(short), demand.is_met(enough)) == (False, True)


def test_an_unknown_programme_is_a_usage_error() -> None:
    with pytest.raises(ProgrammeError, match="beijing-evaluation-2024"):
        programmes.load("beijing-1999")


def test_the_registry_has_all_platforms() -> None:
    platforms = programmes.registry()
    assert [platform.number for platform in platforms] == list(range(1, 176))
    assert {platform.category for platform in platforms} == {
        "综合咨询",
        "创业辅导",
        "技术创新",
        "数字化应用",
        "人力资源",
        "融资促进",
    }


def test_every_rule_quotes_its_policy() -> None:
    tool = SHARED / "tools" / "check_quotes.py"
    if not tool.exists():
        pytest.skip("the policy texts do not lie beside the checkout")
    done = subprocess.run(
        [sys.executable, str(tool), str(Path(programmes.__file__).parent)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
