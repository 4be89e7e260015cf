"""Clean-up of text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import clean, squash

NOISE = st.sampled_from(
    ["\u200b", "\u200f", "\u2060", "\ufeff", "\u00ad", "\x00", "\x1b", " ", "\u00a0", "\u3000", "\n"]
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\u3000北京云途科技有限公司\u00a0", "北京云途科技有限公司"),
        ("北京云\u200b途科技\ufeff有限公司", "北京云途科技有限公司"),
        ("北京 云途\u3000科技\n有限公司", "北京云途科技有限公司"),
        ("云途﹙北京﹚科技（集团）", "云途(北京)科技(集团)"),
        ("甲   方 ：  某某公司", "甲方 : 某某公司"),
        ("⼀⽉⼆⽇，⻓城⻋⻔⻚⾯⻛⻅⺠⻄⻢⻰⻩⻥⻜", "一月二日,长城车门页面风见民西马龙黄鱼飞"),
        ("９１１１０１０８ＭＡ", "91110108MA"),
        ("金额：￥１２，０００．００元①㈱～％", "金额:¥12,000.00元1(株)~%"),
        ("〔2024〕【甲】—–−·•○〇、。", "〔2024〕【甲】—–−·•○〇、。"),
        ("Beijing   Yuntu \t Co., Ltd.", "Beijing Yuntu Co., Ltd."),
        ("共 12 家", "共 12 家"),
        ("二 ○ 二 四 年", "二○二四年"),
        ("北京云\ufe00途", "北京云途"),
        ("e\u200b\u0301", "é"),
        ("断\ud800字", "断字"),
        ("", ""),
        (" \u3000\u00a0\u200b", ""),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("甲   方 （盖 章） ：", "甲方(盖章):"), ("共 12 家", "共12家"), ("No. 2024 - 01", "No.2024-01")],
)
def test_squash(raw: str, expected: str) -> None:
    assert squash(raw) == expected


def test_every_assigned_radical_is_mapped() -> None:
    radicals = [
        chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)) if unicodedata.name(chr(code), "")
    ]
    assert len(radicals) == 115 + 214
    assert [radical for radical in radicals if clean(radical) == radical] == []


@given(st.text())
def test_clean_and_squash_settle_at_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert squash(squash(text)) == squash(text) == squash(clean(text))


@given(st.text(alphabet="北京云途科技有限公司〇、"), st.lists(st.tuples(st.integers(0, 30), NOISE), max_size=8))
def test_noise_between_chinese_characters_leaves_no_trace(text: str, noise: list[tuple[int, str]]) -> None:
    noisy = text
    for place, mark in noise:
        noisy = noisy[:place] + mark + noisy[place:]
    assert clean(noisy) == text


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_clean_text_has_no_odd_space(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not any(mark in cleaned for mark in "\u200b\ufeff\u00ad\u3000\u00a0\n\t")
