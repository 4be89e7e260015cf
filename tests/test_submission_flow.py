"""A run as a Prefect flow: on a server, on an embedded one without a network, and when the server is gone."""

import io
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.small import CHAYAN, SERVED, chayan, environment, report_bytes, write_small, write_zip

pytestmark = pytest.mark.slow

STAGES = ("解压", "查看文件", "读取页面", "提取内容", "核对")
PAGES = 45
"""Of a document that fills a chunk by itself."""


@dataclass(frozen=True)
class Plain:
    """A run without Prefect."""

    archives: tuple[Path, ...]
    bytes: bytes


def thick_pdf(title: str) -> bytes:
    """A document that fills a chunk."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for number in range(1, PAGES + 1):
        canvas.drawString(72, 720, f"{title}, page {number} of {PAGES}: nothing that anybody declared")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    folder = tmp_path_factory.mktemp("plain")
    thick = {f"{SERVED}/{title}.pdf": thick_pdf(title) for title in ("one", "two")}
    archives = write_small(folder / "archives", thick)
    assert chayan("verify", *archives, "--out", folder / "out", home=folder / "home").returncode == 1
    return Plain(archives, report_bytes(folder / "out"))


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server with a history of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    settings = {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    command = [str(CHAYAN.with_name("prefect")), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment(Path(), **settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(url)
            yield url
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.5)


def ask(url: str, path: str, **question: object) -> list[dict[str, Any]]:
    """What the server knows."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{url}/{path}/filter", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
        found: list[dict[str, Any]] = json.load(answer)
    return found


def tasks_of(url: str, run: str, number: int) -> list[dict[str, Any]]:
    """The task runs of a flow run; the server records them with some delay."""
    deadline = time.monotonic() + 60
    while True:
        found = ask(url, "task_runs", flow_runs={"id": {"any_": [run]}})
        done = [task for task in found if task["state_type"] == "COMPLETED"]
        if len(done) >= number or time.monotonic() > deadline:
            return found
        time.sleep(0.5)


def stages(stderr: str) -> list[str]:
    """The first words of all lines, each once."""
    return list(dict.fromkeys(line.split()[0] for line in stderr.splitlines()))


def test_a_server_sees_a_flow_run_with_a_task_for_each_chunk(plain: Plain, api: str, tmp_path: Path) -> None:
    run = chayan(
        "verify", *plain.archives, "--out", tmp_path / "out", "--json", home=tmp_path / "home", PREFECT_API_URL=api
    )
    assert run.stdout.encode() == plain.bytes
    assert tuple(stages(run.stderr)) == STAGES
    (flow,) = ask(api, "flow_runs", flow_runs={"name": {"any_": [f"verify-{plain.archives[0].name}"]}})
    assert flow["state_type"] == "COMPLETED"
    assert flow["parameters"]["archives"] == [archive.name for archive in plain.archives]
    tasks = tasks_of(api, flow["id"], 3)
    assert {task["state_type"] for task in tasks} == {"COMPLETED"}
    names = [f"read-1-{PAGES + 2}-pages", f"read-2-{PAGES}-pages", "read-3-1-pages"]
    assert sorted(task["name"] for task in tasks) == names


def test_nothing_readable_fails_the_flow_run_and_says_why(api: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 no more")
    run = chayan("verify", broken, "--out", tmp_path / "out", home=tmp_path / "home", PREFECT_API_URL=api)
    assert (run.returncode, run.stdout) == (2, "")
    stage, sentence = run.stderr.splitlines()
    assert stage.startswith("解压")
    assert sentence.startswith("没有可以核查的内容。")
    (flow,) = ask(api, "flow_runs", flow_runs={"name": {"any_": ["verify-broken.zip"]}})
    assert flow["state_type"] == "FAILED"


ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket() as link:
    fcntl.ioctl(link, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Nothing but the loopback device, then the command."""


def test_an_embedded_server_needs_no_network(plain: Plain, tmp_path: Path) -> None:
    probe = subprocess.run(["unshare", "--net", "--map-root-user", "true"], capture_output=True, check=False)
    alone = ["unshare", "--net", "--map-root-user", sys.executable, "-c", ALONE] if probe.returncode == 0 else []
    command = [*alone, str(CHAYAN), "verify", *map(str, plain.archives), "--out", str(tmp_path / "out"), "--json"]
    environ = environment(tmp_path / "home", CHAYAN_FLOW="embedded")
    run = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert run.stdout.encode() == plain.bytes, run.stderr
    assert tuple(stages(run.stderr)) == STAGES
    assert (tmp_path / "home" / "prefect" / "prefect.db").exists()


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    archive = write_zip(tmp_path / "a.zip", {"a.txt": b"a"})
    run = chayan("verify", archive, "--out", tmp_path / "out", home=tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (run.returncode, run.stdout) == (3, "")
    (sentence,) = run.stderr.splitlines()
    assert "http://127.0.0.1:9/api" in sentence
