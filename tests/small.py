"""A small submission out of the sample, read in seconds, and the command line run as a process of its own."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parents[1] / "fixtures" / "submissions" / "sample"
APPLICANT = "北京栎铎企业服务有限公司"
SERVED = "02 门槛条件4 服务企业名单及证明材料（合同、发票、活动）"
DEAL = f"{SERVED}/合同及发票/006北京砚野科技有限公司"
PROVEN = "北京砚野科技有限公司"
VOLUMES: Mapping[str, tuple[str, ...]] = {
    f"{APPLICANT}-1.zip": (
        f"{SERVED}/附表4-2-1-2 年度服务企业名单.xlsx",
        f"{SERVED}/附表4-2-1-3 年度合同订单列表.xlsx",
        f"{DEAL}/发票.pdf",
        f"{DEAL}/合同.pdf",
    ),
    f"{APPLICANT}-2.zip": ("06 门槛条件11 满意度调查表及问卷/调查问卷/001北京蔚棠数生物医药有限公司满意度问卷.pdf",),
}
"""Two lists, a contract and an invoice with text, a scan: the papers of one proven enterprise."""
CHAYAN = Path(sys.executable).with_name("chayan")
OURS = ("CHAYAN_", "PREFECT_")


@cache
def sample_members() -> Mapping[str, bytes]:
    """All members of the sample by path."""
    found: dict[str, bytes] = {}
    for archive in sorted(SAMPLE.glob("*.zip")):
        with zipfile.ZipFile(archive, metadata_encoding="gbk") as opened:
            found |= {info.filename: opened.read(info) for info in opened.infolist() if not info.is_dir()}
    return found


def write_small(folder: Path, more: Mapping[str, bytes] | None = None) -> tuple[Path, ...]:
    """The two volumes of the small submission; what is more lies in the first."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, (name, paths) in enumerate(VOLUMES.items()):
        members = {path: sample_members()[path] for path in paths} | dict((more or {}) if place == 0 else {})
        write_zip(folder / name, members)
    return tuple(folder / name for name in VOLUMES)


def write_zip(file: Path, members: Mapping[str, bytes]) -> Path:
    """An archive of these members."""
    with zipfile.ZipFile(file, "w") as archive:
        for path, data in members.items():
            archive.writestr(zipfile.ZipInfo(path), data)
    return file


def unpack_small(folder: Path) -> Path:
    """The small submission as a folder that somebody has unpacked."""
    for path in (path for paths in VOLUMES.values() for path in paths):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(sample_members()[path])
    return folder


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a run with a state folder of its own, and nothing of the caller's settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**inherited, "CHAYAN_HOME": str(home), **more}


def chayan(*arguments: str | Path, home: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """The command line with these arguments, ended."""
    command = [str(CHAYAN), *map(str, arguments)]
    environ = environment(home, **more)
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)


def interrupted(*arguments: str | Path, home: Path, **more: str) -> tuple[int, str]:
    """The command line interrupted (Ctrl-C) while it reads pages: its exit status and what it says after that."""
    command = [str(CHAYAN), *map(str, arguments)]
    environ = environment(home, **more)
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("读取页面"):
                process.send_signal(signal.SIGINT)
                break
        said = process.stderr.read().strip()
        return process.wait(60), said


def report_bytes(out: Path) -> bytes:
    """The one report in a results folder."""
    (report,) = out.glob("*/report.json")
    return report.read_bytes()


def report(out: Path) -> dict[str, Any]:
    """The same as data."""
    found: dict[str, Any] = json.loads(report_bytes(out))
    return found
