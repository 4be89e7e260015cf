"""The command line: what it says, where, and with what exit status."""

import json
import os
import pty
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import programmes
from flows.cli import main
from flows.results import Outcome
from flows.terminal import show_outcome
from tests.forged_zips import encrypted, make_zip
from tests.small import CHAYAN, chayan, environment, write_zip

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder and a working directory for each test, and no server."""
    for name in ("CHAYAN_FLOW", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CHAYAN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str | Path) -> int:
    """The exit status of a command run here."""
    with pytest.raises(SystemExit) as end:
        main(args=[str(argument) for argument in arguments], prog_name="chayan")
    assert isinstance(end.value.code, int)
    return end.value.code


def refusal(capsys: Captured, *arguments: str | Path, status: int = 2) -> str:
    """The one sentence with which a command is refused."""
    assert run(*arguments) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    (sentence,) = captured.err.splitlines()
    assert sentence.isprintable()
    return sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "请给出要核查的压缩包"),
        (("missing.zip",), "“missing.zip”不存在"),
        (("--programme", "nowhere-2024", "a.zip"), "beijing-evaluation-2024"),
        (("--policy", "nothing=all", "a.zip"), "没有名为“nothing”的口径开关；可用："),
        (("--policy", "staff_qual=maybe", "a.zip"), "没有取值“maybe”；可用：union、intersection"),
        (("--policy", "staff_qual", "a.zip"), "应写作 SWITCH=VALUE"),
        (("--circumstance", "rain", "a.zip"), "advanced_industry_production"),
        (("--deadline", "2024-02-30", "a.zip"), "“2024-02-30”应写作 YYYY-MM-DD"),
        (("--deadline", "tomorrow", "a.zip"), "“tomorrow”应写作 YYYY-MM-DD"),
        (("--year", "24", "a.zip"), "--year"),
        (("-j", "0", "a.zip"), "-j"),
        (("--lang", "fr", "a.zip"), "--lang"),
        (("--colour", "a.zip"), "--colour"),
        (("--form", "form.xlsx", "a.zip"), "找不到填报信息“form.xlsx”"),
        (("--passwords", "words.txt", "a.zip"), "无法读取“words.txt”"),
        (("--out", "a.zip/results", "a.zip"), "结果文件夹“a.zip/results”无法写入"),
    ],
)
def test_wrong_usage_is_one_sentence(capsys: Captured, arguments: Sequence[str], words: str) -> None:
    write_zip(Path("a.zip"), {"a.pdf": b"%PDF"})
    assert words in refusal(capsys, "verify", *arguments)


def test_an_unwritable_home_is_one_sentence(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write_zip(Path("a.zip"), {"a.pdf": b"%PDF"})
    monkeypatch.setenv("CHAYAN_HOME", str(archive.absolute() / "home"))
    assert "CHAYAN_HOME" in refusal(capsys, "verify", archive)


def test_a_fault_of_the_machine_is_one_sentence_with_another_status(capsys: Captured) -> None:
    Path("home").mkdir()
    Path("home", "locks").write_bytes(b"in the way")
    archive = write_zip(Path("a.zip"), {"a.pdf": b"%PDF"})
    assert "locks" in refusal(capsys, "verify", archive, status=3)


def test_nothing_readable_is_one_sentence_and_leaves_nothing(capsys: Captured) -> None:
    Path("empty").mkdir()
    locked = Path("locked.zip")
    locked.write_bytes(make_zip(encrypted(b"a.pdf", b"secret", b"word")))
    (broken := Path("broken.zip")).write_bytes(b"no archive at all")
    write_zip(Path("hollow.zip"), {})
    for path, words in (
        (Path("empty"), "其中没有文件"),
        (locked, "压缩包“locked.zip”已加密，请提供密码"),
        (broken, "压缩包“broken.zip”"),
        (Path("hollow.zip"), "其中没有文件"),
    ):
        assert words in refusal(capsys, "verify", "-q", path)
    assert not Path("results").exists()
    Path("words.txt").write_text("wrong\nword\n", encoding="utf-8-sig")
    assert run("verify", "-q", locked, "--passwords", "words.txt") == 1
    assert run("verify", "-q", locked, "--password", "word") == 1


def test_no_command_and_help(capsys: Captured) -> None:
    assert run() == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "verify" in captured.err
    assert run("verify", "--help") == 0
    assert "--programme" in capsys.readouterr().out
    assert "certify" in refusal(capsys, "certify")


def test_json_alone_reaches_stdout(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    archive = write_zip(Path("某某公司.zip"), {"a.txt": b"nothing of use"})
    assert run("verify", archive, "--json") == 1
    captured = capsysbinary.readouterr()
    assert captured.out == Path("results", "某某公司", "report.json").read_bytes()
    assert captured.err.decode().splitlines()[0] == "解压 unpacking 0/1"
    assert run("verify", archive, "-q") == 1
    assert capsysbinary.readouterr() == (b"", b"")


def test_a_closed_pipe_is_no_error() -> None:
    archive = write_zip(Path("a.zip"), {"a.txt": b"nothing"})
    command = f'"{CHAYAN}" verify -q {archive}; "{CHAYAN}" verify --json {archive} | true; echo ${{PIPESTATUS[0]}}'
    run = subprocess.run(
        ["bash", "-c", command], env=environment(Path("home")), capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert run.stdout in {"0\n", "1\n"}


def test_the_console_script_speaks_utf8_anywhere() -> None:
    run = chayan("verify", "没有.zip", home=Path("home"), LC_ALL="C", PYTHONIOENCODING="")
    assert (run.returncode, run.stderr) == (2, "“没有.zip”不存在 (no such file or folder)\n")


REPORT: dict[str, Any] = {
    "applicant": {"name": "北京某某有限公司"},
    "programme": {"title": "绩效评价"},
    "lists": {},
    "rules": [
        {
            "id": "gate-11-surveys",
            "title": "满意度调查问卷数量",
            "unit": "份",
            "threshold": 41,
            "listed": 40,
            "verified": 30,
            "covered": 0,
            "open": 10,
            "excluded": 2,
            "value": None,
            "verdict": "not-met",
        },
        {"id": "score-1", "title": "荣誉", "unit": "项", "listed": 0, "verdict": None},
    ],
    "findings": [
        {"id": "F0001", "list": "served", "row": 7, "rule": "gate-4", "message": "第一\x1b[2J", "message_en": "first"},
        {"id": "F0002", "list": "served", "row": None, "rule": None, "message": "第二", "message_en": "second"},
        {"id": "F0003", "list": None, "row": None, "rule": "gate-1", "message": "第三", "message_en": "third"},
        *({"id": "F", "list": None, "row": None, "rule": None, "message": "", "message_en": ""},) * 11,
    ],
}


def test_the_outcome_in_a_pipe_is_lines_in_the_language_asked_for(capsys: Captured) -> None:
    show_outcome(Outcome(Path("results/某某"), REPORT, kept=False), "zh")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "北京某某有限公司　绩效评价"
    assert lines[2] == "gate-11-surveys 满意度调查问卷数量\t41份\t40\t30\t0\t10\t2\t\t不符合"
    assert lines[3] == "  F0001 附表2 服务企业 第7行　第一�[2J"
    assert lines[4] == "  F0002 附表2 服务企业　第二"
    assert lines[5] == "  F0003 gate-1　第三"
    assert lines[-2:] == ["  ……另有2条，见核查表", "结果: results/某某"]
    show_outcome(Outcome(Path("results/某某"), REPORT, kept=False), "en")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split("\t")[:3] == ["rule", "bar", "listed"]
    assert lines[3] == "  F0001 served row 7　first"
    assert lines[-2:] == ["  … and 2 more, see the workbook", "results: results/某某"]


def test_a_terminal_gets_a_table_and_a_bar() -> None:
    archive = write_zip(Path("a.zip"), {"a.txt": b"nothing"})
    ours, theirs = pty.openpty()
    environ = environment(Path("home"), COLUMNS="100", TERM="xterm")
    with subprocess.Popen([CHAYAN, "verify", archive], env=environ, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = bytearray()
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    text = shown.decode()
    assert process.returncode == 1
    assert "━" in text
    assert "解压 unpacking" in text
    assert "gate-11-surveys" in text


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # what Linux says when the other side is closed
        return b""


def test_programmes_are_listed_and_shown(capsys: Captured) -> None:
    assert run("programmes") == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == list(programmes.keys())
    assert run("programmes", "beijing-evaluation-2024") == 0
    shown = capsys.readouterr().out
    for part in ("gate-4\t", "≥ 100 家", "> 0 %", "--policy staff_qual=union|intersection", "--circumstance advanced"):
        assert part in shown
    assert "没有名为“x”的评价方案" in refusal(capsys, "programmes", "x")


def test_names_in_two_columns_are_compared_beside_all_that_stands_there(capsys: Captured) -> None:
    file = Path("names.tsv")
    file.write_text("note\ta\tb\ncheck\t北京栎铎科技有限公司\t北京栎铎科技有限公司 \n\t甲公司\t乙公司\n", "utf-8")
    assert run("names", file) == 0
    head, first, second = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert head == ["note", "a", "b", "relation", "strength", "reason"]
    assert first[:4] == ["check", "北京栎铎科技有限公司", "北京栎铎科技有限公司", "same"]
    assert second[3] == "different"


def test_codes_decide_where_names_do_not(capsys: Captured) -> None:
    file = Path("names.csv")
    code = "91110108MA00000009"
    file.write_bytes(f"a,b,code_a,code_b\n北京甲乙有限公司,北京丙丁有限公司,{code},{code}\n".encode("gb18030"))
    assert run("names", file, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert list(row) == ["a", "b", "code_a", "code_b", "relation", "strength", "reason"]


def test_one_column_is_searched_for_duplicates_by_line(capsys: Captured) -> None:
    Path("names.txt").write_text("企业名称\n北京栎铎科技有限公司\n\n上海槐舟有限公司\n北京栎铎科技有限公司\n", "utf-8")
    assert run("names", "names.txt") == 0
    _, *rows = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert [(row[0], row[1], row[3]) for row in rows] == [("D1", "2", "same"), ("D1", "5", "same")]


def test_names_come_from_and_go_to_workbooks(capsys: Captured) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["=1+1", "", ""], [], ["企业名称", "名称", "备注"], ["北京栎铎有限公司", "北京栎铎\n有限公司", None]):
        book.active.append(row)
    book.active.delete_rows(1, 2)
    book.save("names.xlsx")
    assert run("names", "names.xlsx", "--out", "compared.xlsx") == 0
    assert capsys.readouterr().out == ""
    sheet = openpyxl.load_workbook("compared.xlsx").active
    assert sheet is not None
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert rows[1] == ["企业名称", "名称", "备注", "relation", "strength", "reason"]
    assert rows[2][2] == "same"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.tsv", None, "无法读取“a.tsv”"),
        ("a.tsv", b"\n \n\t\n", "“a.tsv”中没有名称"),
        ("a.tsv", b"\xff\xfe\x00\x01", "“a.tsv”不是文本文件"),
        ("a.tsv", b"x" * 200_000, "“a.tsv”不是表格"),
        ("a.xlsx", b"no workbook", "“a.xlsx”无法读取"),
        ("a.xlsx", None, "找不到“a.xlsx”"),
    ],
)
def test_what_holds_no_names_is_one_sentence(capsys: Captured, name: str, content: bytes | None, words: str) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    assert words in refusal(capsys, "names", name)


def test_names_into_a_folder_that_cannot_be_is_one_sentence(capsys: Captured) -> None:
    Path("a.tsv").write_text("甲公司\n", "utf-8")
    assert "无法写入" in refusal(capsys, "names", "a.tsv", "--out", "a.tsv/out.xlsx")
