"""The documentation is true: its commands run as it says, and it names every option, status and setting."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from domain.findings import Severity, Status
from domain.programme import Verdict
from extractors.readers.ocr import ENGINES
from flows.cli import main
from reports.wording import SEVERITY, STATUS, VERDICT
from tests.small import CHAYAN, environment, unpack_small, write_small

ROOT = Path(__file__).parents[1]
USAGE = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?P<command>.*?)  # .*?(?P<status>\d)")


def commands() -> list[tuple[str, int]]:
    """Every command of the usage that a test can afford, and the exit status it states."""
    lines = [line for block in BLOCK.findall(USAGE) for line in block.splitlines()]
    found = [COMMAND.fullmatch(line) for line in lines]
    assert all(found), lines
    return [(match["command"], int(match["status"])) for match in found if match]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all files lie that the usage speaks of."""
    folder = tmp_path_factory.mktemp("usage")
    (folder / "分卷").mkdir()
    (folder / "收件").mkdir()
    for number, archive in enumerate(write_small(folder / "archives"), 1):
        (folder / f"某某公司-{number}.zip").write_bytes(archive.read_bytes())
        (folder / "分卷" / f"某某公司-{number}.zip").write_bytes(archive.read_bytes())
        (folder / "收件" / f"某某公司-{number}.zip").write_bytes(archive.read_bytes())
    unpack_small(folder / "材料")
    (folder / "密码.txt").write_text("甲\n乙\n", encoding="utf-8")
    (folder / "名称.tsv").write_text("北京栎铎科技有限公司\t北京栎铎科技有限公司\n", encoding="utf-8")
    (folder / "名单.csv").write_text("企业名称\n北京栎铎科技有限公司\n北京槐舟科技有限公司\n", encoding="gb18030")
    return folder


@pytest.mark.slow
def test_every_command_of_the_usage_runs(place: Path) -> None:
    environ = environment(place / "home")
    environ["PATH"] = f"{CHAYAN.parent}:{environ['PATH']}"
    for command, status in commands():
        run = subprocess.run(
            ["bash", "-c", command], cwd=place, env=environ, capture_output=True, text=True, timeout=300, check=False
        )
        assert run.returncode == status, (command, run.stderr)
    assert (place / "report.json").stat().st_size > 1000
    assert (place / "重复.xlsx").stat().st_size > 1000


def test_the_usage_names_every_command_and_option() -> None:
    assert isinstance(main, click.Group)
    for name, command in main.commands.items():
        assert f"chayan {name}" in USAGE
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert f"`{option}" in USAGE, (name, option)


def test_the_usage_names_every_status_verdict_severity_and_engine() -> None:
    pairs = [(each.value, STATUS[each]) for each in Status]
    pairs += [(each.value, VERDICT[each]) for each in Verdict]
    pairs += [(each.value, SEVERITY[each]) for each in Severity]
    for value, word in pairs:
        assert f"| `{value}` | {word} |" in USAGE
    for engine in ENGINES:
        assert f"`{engine}`" in USAGE


def test_the_usage_names_every_setting_of_ours() -> None:
    sources = [
        file.read_text(encoding="utf-8") for folder in ("flows", "extractors") for file in (ROOT / folder).rglob("*.py")
    ]
    settings = {name for source in sources for name in re.findall(r'"(CHAYAN_[A-Z]+)"', source)}
    assert settings
    for name in settings | {"PREFECT_API_URL"}:
        assert f"| `{name}` |" in USAGE
