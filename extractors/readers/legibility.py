"""Whether a picture of a page can be relied on, or whether a person has to ask for a better one.

Of blurred or tiny print the engine reads wrong digits and is sure of them; of lost print it finds nothing, and a page
that could not be read must not pass for one on which nothing stands (ocr.md, sections 1.3 and 1.8).
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.ocr import Segment
from extractors.readers.repair import MARK_SIZE, Image, chroma, print_marks

LEAST_SHARPNESS = 0.125
"""Shallower edges come from blur or motion."""

LEAST_DETAIL = 3.6
"""Sharpness times the height of a line in pixels: 72 dpi, or 100 dpi with blur and strong compression, lie below."""

SHARPNESS_LINES = 24
SHARPNESS_WIDTH = 12
"""Lines that are looked at, and how many times their height of each."""

LEAST_LINES = 5
"""With fewer lines a picture may be a photo; then it is looked for print that was not found."""

LINE_HEIGHT = 48

PAPER_LEVEL, PAPER_SPREAD, PAPER_CHROMA = 140, 50, 35
"""Paper is bright, evenly so and nearly grey: median and standard deviation of its ground, mean distance from grey."""

MOST_MARKS = 0.5

UNREAD_SHARE = 0.008
"""Share of a page of paper that may bear marks nobody read: dust, a logo, a signature."""

UNREAD_RATIO = 3.0
"""How many times more marks than those that were read."""


def is_readable(image: Image, segments: Sequence[Segment], scale: float) -> bool:
    """Whether what was read may be relied on; `scale` is by how much the picture was enlarged."""
    sharp = sharpness(image, segments)
    if len(segments) < LEAST_LINES:
        return not _is_paper(image) or (sharp >= LEAST_SHARPNESS and not _has_unread_print(image, segments))
    high = float(np.median([_line_height(segment) for segment in segments])) / scale
    return sharp >= LEAST_SHARPNESS and sharp * high >= LEAST_DETAIL


def sharpness(image: Image, segments: Sequence[Segment]) -> float:
    """How steep the edges of print are, as the recogniser sees them: the contrast they pass in one pixel of 48 a line.

    Lost resolution, blur and motion all make edges shallow; noise, uneven light and weak print do not.
    """
    longest = sorted(segments, key=lambda segment: -len(segment.text))[:SHARPNESS_LINES]
    return float(np.median([_steepness(image, segment) for segment in longest])) if longest else 1.0


def _steepness(image: Image, segment: Segment) -> float:
    """The steepness of the edges in one segment, in the direction in which they are shallower."""
    left, top = np.maximum(segment.corners.min(axis=0), 0).astype(int)
    right, bottom = segment.corners.max(axis=0).astype(int)
    right = min(right, left + SHARPNESS_WIDTH * (bottom - top + 1))
    part = cv2.cvtColor(image[top : bottom + 1, left : right + 1], cv2.COLOR_BGR2GRAY)
    scale = LINE_HEIGHT / max(_line_height(segment), 1.0)
    sized = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    line = cv2.GaussianBlur(sized, (0, 0), 1.0)
    contrast = max(1.0, _level(line, 0.95) - _level(line, 0.02))
    steps = (cv2.absdiff(line[1:], line[:-1]), cv2.absdiff(line[:, 1:], line[:, :-1]))
    return min(_level(step, 0.97) for step in steps) / contrast


def _level(values: npt.NDArray[Any], share: float) -> float:
    """The value below which this share of all lies."""
    flat = values.ravel()
    place = int(share * (flat.size - 1))
    return float(np.partition(flat, place)[place])


def _line_height(segment: Segment) -> float:
    """The height of a segment in pixels."""
    return float(np.hypot(*(segment.corners[3] - segment.corners[0])))


def _is_paper(image: Image) -> bool:
    """Whether a picture shows a sheet of paper, not a room or a screen."""
    ground = cv2.medianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)[::MARK_SIZE, ::MARK_SIZE], 31)
    return bool(
        np.median(ground) > PAPER_LEVEL
        and ground.std() < PAPER_SPREAD
        and chroma(image).mean() < PAPER_CHROMA
        and print_marks(image).mean() < MOST_MARKS
    )


def _has_unread_print(image: Image, segments: Sequence[Segment]) -> bool:
    """Whether a page of paper bears much that was not read."""
    marks = print_marks(image)
    total = marks.mean()
    for segment in segments:
        left, top = (np.maximum(segment.corners.min(axis=0), 0) / MARK_SIZE).astype(int)
        right, bottom = (segment.corners.max(axis=0) / MARK_SIZE).astype(int) + 1
        marks[top:bottom, left:right] = False
    unread = marks.mean()
    return bool(unread > UNREAD_SHARE and unread > UNREAD_RATIO * (total - unread))
