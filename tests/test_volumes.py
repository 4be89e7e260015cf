"""Archives of one applicant, by their names (domain.md 1.4, PKG.05 and PKG.06)."""

from pathlib import Path

import pytest

from domain.findings import Reason
from extractors.volumes import VolumeName, group_volumes, parse_volume_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("北京云途科技有限公司-1.zip", VolumeName("北京云途科技有限公司", 1)),
        ("北京云途科技有限公司－２.zip", VolumeName("北京云途科技有限公司", 2)),
        ("北京云途科技有限公司—3.rar", VolumeName("北京云途科技有限公司", 3)),
        ("北京云途科技有限公司_04.7z", VolumeName("北京云途科技有限公司", 4)),
        ("北京云途科技有限公司-2.zip.001", VolumeName("北京云途科技有限公司", 2)),
        ("北京云途科技有限公司-2.part1.rar", VolumeName("北京云途科技有限公司", 2)),
        ("北京云途科技有限公司.z01", VolumeName("北京云途科技有限公司")),
        ("北京云途科技有限公司 - 12.ZIP", VolumeName("北京云途科技有限公司", 12)),
        ("北京云途科技有限公司.zip", VolumeName("北京云途科技有限公司")),
        ("北京云途科技有限公司", VolumeName("北京云途科技有限公司")),
        ("北京云途科技有限公司-2024.zip", VolumeName("北京云途科技有限公司-2024")),
        ("北京云途科技有限公司-0.zip", VolumeName("北京云途科技有限公司-0")),
        ("云途(北京)科技-园区.zip", VolumeName("云途(北京)科技-园区")),
        (
            "北京云途科技有限公司-示范平台-2024年度绩效评价附件材料.zip",
            VolumeName("北京云途科技有限公司", None, is_mail=True),
        ),
        (
            "北京云途科技有限公司－示范平台－2024年度绩效评价附件材料-2.zip",
            VolumeName("北京云途科技有限公司", 2, is_mail=True),
        ),
        ("1.zip", VolumeName("1")),
        ("-1.zip", VolumeName("-1")),
        ("", VolumeName("")),
    ],
)
def test_names(name: str, expected: VolumeName) -> None:
    assert parse_volume_name(name) == expected


def test_volumes_of_one_applicant_are_one_group_in_their_order() -> None:
    paths = [Path(name) for name in ("b/乙公司.zip", "a/甲公司-2.zip", "a/甲公司 - 1.zip", "c/甲公司－３.zip")]
    first, second = group_volumes(paths)
    assert (first.stem, first.numbers, first.paths, first.problems) == ("乙公司", (), (paths[0],), ())
    assert (second.stem, second.numbers) == ("甲公司", (1, 2, 3))
    assert second.paths == (paths[2], paths[1], paths[3])
    assert not second.problems


def test_gaps_are_problems() -> None:
    (group,) = group_volumes([Path("甲公司-2.zip"), Path("甲公司-5.zip")])
    assert [(problem.reason, problem.detail) for problem in group.problems] == [
        (Reason.VOLUME_MISSING, "1"),
        (Reason.VOLUME_MISSING, "3"),
        (Reason.VOLUME_MISSING, "4"),
    ]
    assert group.problems[0].source.path == "甲公司-2.zip"


def test_an_archive_without_number_joins_those_with_one() -> None:
    (group,) = group_volumes([Path("甲公司-1.zip"), Path("甲公司.zip")])
    assert group.paths == (Path("甲公司.zip"), Path("甲公司-1.zip"))
    assert group.numbers == (1,)


def test_a_hostile_name_takes_no_time() -> None:
    for name in ("-" * 5000, " -" * 5000, "示范平台-" * 1000, "a" * 5000 + "-1"):
        assert parse_volume_name(name).stem
