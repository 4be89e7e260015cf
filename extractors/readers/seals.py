"""Seal imprints (印章) in pictures: rings of coloured ink, round or oval (domain.md 3.0).

What is looked for is the rim: a closed curve of one ink, 35-45 mm on paper, a fourteenth to nearly half of the
picture. Red print, stamped squares and solid spots have no such rim.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from domain.documents import Box, Seal
from extractors.readers.repair import INK_EXCESS, Image, ink_excess, reduced

WORK_SIDE = 900
"""Longer side of the picture in which seals are looked for; a seal's rim is then still two or three pixels wide."""

COLOURS = ("red", "blue", "purple")

LEAST_SHARE = 0.07
GREATEST_SHARE = 0.45
"""Diameter of a seal as a share of the picture's shorter side."""

ROUNDNESS = (0.66, 0.87)
"""Share of its own rectangle that a disc or oval fills is pi/4; a full rectangle fills 1."""

LEAST_RIM = 0.7
"""Share of the directions from the centre in which the rim must be seen: print across it hides some of it."""

LEAST_LETTERS, MOST_LETTERS = 0.04, 0.65
"""Share of ink: a seal has a star or letters inside, unlike a ring; its thin rim and its letters leave room between
them, unlike a spot or a letter O."""

DIRECTIONS = 72

Mask = npt.NDArray[np.uint8]
Oval = tuple[float, float, float, float, float]
"""Centre x and y, half axes, and the turn in degrees."""


def find_seals(image: Image) -> tuple[Seal, ...]:
    """The seals in a picture, from the top, each with its box as fractions."""
    small = reduced(image, WORK_SIDE)
    seals: list[Seal] = []
    for colour in COLOURS:
        ink = (ink_excess(small, colour) > INK_EXCESS).astype(np.uint8)
        for box in _rims(ink):
            if not any(_overlap(box, seal.box) > 0.5 for seal in seals):
                seals.append(Seal(box, colour))
    return tuple(sorted(seals, key=lambda seal: (seal.box[1], seal.box[0])))


def _rims(ink: Mask) -> Iterator[Box]:
    """The boxes of the rims in a mask of one ink."""
    height, width = ink.shape
    least, greatest = LEAST_SHARE * min(ink.shape), GREATEST_SHARE * min(ink.shape)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label in range(1, count):
        left, top, wide, high, _area = (int(value) for value in stats[label])
        if max(wide, high) < least or min(wide, high) < 0.4 * least:
            continue
        view = (slice(top, top + high), slice(left, left + wide))
        part = np.asarray(labels[view] == label, np.uint8)
        oval = _oval_of(part)
        if oval and max(wide, high) <= greatest and _is_seal(part, ink[view], oval):
            ovals = [oval]
        else:
            ovals = [circle for circle in _circles(part, least, greatest) if _is_seal(part, ink[view], circle)]
        for x, y, across, down, turn in ovals:
            half_width, half_height = _reach(across, down, turn)
            yield (
                round(max(0.0, (left + x - half_width) / width), 5),
                round(max(0.0, (top + y - half_height) / height), 5),
                round(min(1.0, (left + x + half_width) / width), 5),
                round(min(1.0, (top + y + half_height) / height), 5),
            )


def _oval_of(part: Mask) -> Oval | None:
    """The oval that a spot of ink fills, if its outline is one."""
    points = cv2.findNonZero(part)
    if points is None or len(points) < 20:
        return None
    hull = cv2.convexHull(points)
    (x, y), (wide, high), turn = cv2.minAreaRect(hull)
    if min(wide, high) < 0.5 * max(wide, high):
        return None
    filled = cv2.contourArea(hull) / (wide * high)
    return (x, y, wide / 2, high / 2, turn) if ROUNDNESS[0] < filled < ROUNDNESS[1] else None


def _circles(part: Mask, least: float, greatest: float) -> list[Oval]:
    """Circles among ink that hangs together: two seals over each other, a seal across red print."""
    if max(part.shape) < 1.2 * least or part.mean() > MOST_LETTERS:
        return []
    padded = cv2.copyMakeBorder(part * 255, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=0)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(padded, (0, 0), 1.2),
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=least / 2,
        param1=200,
        param2=40,
        minRadius=int(least / 2),
        maxRadius=int(min(greatest, max(part.shape)) / 2) + 2,
    )
    if found is None:
        return []
    return [(float(x) - 4, float(y) - 4, float(r), float(r), 0.0) for x, y, r in np.reshape(found, (-1, 3))[:6]]


def _is_seal(rim: Mask, ink: Mask, oval: Oval) -> bool:
    """Whether a rim runs along the oval's edge nearly all the way round, and ink partly fills it."""
    distance, angle = _polar(rim, oval)
    edge = (distance > 0.86) & (distance < 1.1)
    seen = np.unique((angle[edge] * DIRECTIONS).astype(int) % DIRECTIONS)
    inked = _polar(ink, oval)[0]
    return (
        len(seen) >= LEAST_RIM * DIRECTIONS
        and _density(inked, (0.0, 0.7), oval) > LEAST_LETTERS
        and _density(inked, (0.65, 0.92), oval) < MOST_LETTERS
    )


def _density(inked: npt.NDArray[np.float64], ring: tuple[float, float], oval: Oval) -> float:
    """The share of a ring within the oval that bears ink."""
    area = np.pi * oval[2] * oval[3] * (ring[1] ** 2 - ring[0] ** 2)
    return float(((inked >= ring[0]) & (inked < ring[1])).sum()) / max(1.0, float(area))


def _polar(mask: Mask, oval: Oval) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each pixel of a mask its distance from the oval's centre (1 at the edge) and its direction (0 to 1)."""
    x, y, across, down, turn = oval
    rows, columns = np.nonzero(mask)
    angle = np.radians(turn)
    right, below = columns - x, rows - y
    along = (right * np.cos(angle) + below * np.sin(angle)) / across
    off = (below * np.cos(angle) - right * np.sin(angle)) / down
    return np.hypot(along, off), (np.arctan2(off, along) + np.pi) / (2 * np.pi)


def _reach(across: float, down: float, turn: float) -> tuple[float, float]:
    """Half the width and height of the upright box round an oval."""
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return float(np.hypot(across * cosine, down * sine)), float(np.hypot(across * sine, down * cosine))


def _overlap(one: Box, other: Box) -> float:
    """The shared area of two boxes as a share of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    area = min((one[2] - one[0]) * (one[3] - one[1]), (other[2] - other[0]) * (other[3] - other[1]))
    return wide * high / max(area, 1e-9)
