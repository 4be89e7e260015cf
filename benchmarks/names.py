"""De-duplication and look-up of company names: seconds, memory, and how many planted duplicates are found.

Run `python -m benchmarks.names [SIZE...] [--json FILE]`; prints a table and writes the JSON.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

from validators.names import NameIndex, Relation, duplicate_groups

SIZES = (10_000, 50_000, 100_000)
DUPLICATE_SHARE = 0.1
LOOK_UPS = 1_000
SEED = 20_240_305

PLACES = ("北京", "天津", "河北", "石家庄", "唐山", "保定", "廊坊", "上海", "深圳", "杭州", "")
PLACE_WEIGHTS = (40, 12, 6, 6, 5, 5, 4, 4, 4, 4, 10)
TRADES = (
    *(("科技",), ("信息", "技术"), ("网络", "科技"), ("商贸",), ("文化", "传媒"), ("教育", "科技"), ("医疗", "器械")),
    *(("建筑", "工程"), ("物流",), ("餐饮", "管理"), ("生物", "科技"), ("环保", "科技"), ("企业", "管理", "咨询")),
    *(("电子", "商务"), ("机械", "设备"), ("广告",), ("农业", "发展"), ("汽车", "服务"), ("检测", "技术"), ("软件",)),
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司")
SIGNS = (
    "云途星河瀚海博远恒盛启明天成泰和润泽华瑞祥德鑫源万通中科金石东方嘉禾永兴宏达智联创新优品卓越领航长青绿洲蓝盾红杉"
    "银河飞扬鹏程龙腾凤鸣麒麟玄武青云白鹭黑金紫光橙心朗润清源澄怀素问半夏南星北辰西岭东篱春晓秋实冬至夏至山水木林森"
    "火焰土壤日月光辉风雷雨雪江河湖泊松柏竹梅兰菊荷桂桃李杏枫桐杨柳安康福寿禄喜乐庆丰裕富贵荣昌盛茂隆旺顺利吉"
)
HOMOPHONES = {
    "盛": "晟",
    "鑫": "欣",
    "源": "元",
    "恒": "衡",
    "华": "桦",
    "瑞": "睿",
    "成": "诚",
    "嘉": "佳",
    "智": "志",
    "丰": "峰",
}
LOOK_ALIKES = {
    "博": "搏",
    "土": "士",
    "日": "曰",
    "白": "自",
    "青": "责",
    "天": "夭",
    "途": "徐",
    "晓": "浇",
    "旺": "汪",
    "桐": "铜",
}


class Name:
    """An invented name and its parts."""

    def __init__(self, rng: random.Random) -> None:
        """A name drawn at random."""
        self.place = rng.choices(PLACES, PLACE_WEIGHTS)[0]
        self.brand = "".join(rng.choices(SIGNS, k=rng.choices((2, 3, 4), (50, 20, 30))[0]))
        self.trade = "".join(rng.choice(TRADES))
        self.form = rng.choices(FORMS, (80, 10, 10))[0]

    def __str__(self) -> str:
        """The name as registered."""
        return self.place + self.brand + self.trade + self.form


def spaced(name: Name, rng: random.Random) -> str:
    """A zero-width sign and spaces inside."""
    text = str(name)
    at = rng.randrange(len(text))
    return f"\u3000{text[:at]}\u200b{text[at:]} "


def spelled(name: Name, _: random.Random) -> str:
    """市 and 有限责任公司."""
    place = f"{name.place}市" if name.place not in {"", "河北"} else name.place
    return place + name.brand + name.trade + name.form.replace("有限责任公司", "有限公司")


def moved(name: Name, _: random.Random) -> str:
    """The place in brackets behind the brand."""
    return f"{name.brand}（{name.place}）{name.trade}{name.form}" if name.place else str(name)


def placeless(name: Name, _: random.Random) -> str:
    """The place left out."""
    return name.brand + name.trade + name.form


def misheard(name: Name, rng: random.Random) -> str:
    """A character of the brand typed as its homophone."""
    return _replaced(name, HOMOPHONES, rng)


def misread(name: Name, rng: random.Random) -> str:
    """A character of the brand read as one that looks like it."""
    return _replaced(name, LOOK_ALIKES, rng)


def shortened(name: Name, _: random.Random) -> str:
    """The end cut off."""
    return str(name)[:-1]


def grouped(name: Name, _: random.Random) -> str:
    """集团 added."""
    return name.place + name.brand + name.trade + "集团" + name.form


def _replaced(name: Name, pairs: dict[str, str], rng: random.Random) -> str:
    places = [at for at, sign in enumerate(name.brand) if sign in pairs]
    if not places:
        return str(name)
    at = rng.choice(places)
    brand = name.brand[:at] + pairs[name.brand[at]] + name.brand[at + 1 :]
    return name.place + brand + name.trade + name.form


NOISES: tuple[Callable[[Name, random.Random], str], ...] = (
    *(spaced, spelled, moved, placeless),
    *(misheard, misread, shortened, grouped),
)


def invent(size: int) -> tuple[list[str], dict[tuple[int, int], str]]:
    """Names, a share of them noisy duplicates of others; and the planted pairs with the noise each bears."""
    rng = random.Random(SEED)  # noqa: S311 - a benchmark is to be the same each time
    names = [Name(rng) for _ in range(int(size * (1 - DUPLICATE_SHARE)))]
    texts = [str(name) for name in names]
    planted = {}
    while len(texts) < size:
        at, noise = rng.randrange(len(names)), rng.choice(NOISES)
        planted[at, len(texts)] = noise.__name__
        texts.append(noise(names[at], rng))
    return texts, planted


def measure(size: int) -> dict[str, object]:
    """One line of the table."""
    texts, planted = invent(size)
    started = time.perf_counter()
    result = duplicate_groups(texts)
    seconds = time.perf_counter() - started
    group_of = {row: group.rows[0] for group in result.groups for row in group.rows}
    pairs = {(item.first, item.second) for item in result.possible}
    found: dict[str, list[bool]] = {}
    for (a, b), noise in planted.items():
        first, second = sorted((group_of.get(a, a), group_of.get(b, b)))
        found.setdefault(noise, []).append(first == second or (first, second) in pairs)
    hits = [hit for listed in found.values() for hit in listed]
    return {
        "names": size,
        "seconds": round(seconds, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "groups": len(result.groups),
        "possible": len(result.possible),
        "recall": round(sum(hits) / len(hits), 4),
        "recall_by_noise": {noise: round(sum(listed) / len(listed), 4) for noise, listed in sorted(found.items())},
        **look_up(texts, planted),
    }


def look_up(texts: list[str], planted: dict[tuple[int, int], str]) -> dict[str, object]:
    """How long an index takes to build and to answer, and how often the planted name is among the answers."""
    originals = len(texts) - len(planted)
    started = time.perf_counter()
    index = NameIndex(enumerate(texts[:originals]))
    built = time.perf_counter() - started
    asked = list(planted)[:LOOK_UPS]
    started = time.perf_counter()
    answers = [
        {item.key for item in index.find(texts[b]) if item.match.relation is not Relation.DIFFERENT} for _, b in asked
    ]
    seconds = time.perf_counter() - started
    hits = sum(
        a in answer or any(texts[a] == texts[other] for other in answer)
        for (a, _), answer in zip(asked, answers, strict=True)
    )
    return {
        "index_seconds": round(built, 1),
        "look_up_ms": round(1000 * seconds / len(asked), 2),
        "look_up_recall": round(hits / len(asked), 4),
    }


def main() -> None:
    """Measure each size, print the table and write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", type=Path, default=Path("results/benchmarks/names.json"))
    options = parser.parse_args()
    lines = []
    for size in options.sizes:
        line = measure(size)
        lines.append(line)
        print("  ".join(f"{key} {value}" for key, value in line.items()))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(lines, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
