"""Seal imprints (印章) in pictures: rings of coloured ink, round or oval (domain.md 3.0).

What is looked for is the rim: a closed curve of one ink, 35-45 mm on paper, a fourteenth to nearly half of the
picture. Red print, stamped squares and solid spots have no such rim.
"""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import numpy.typing as npt

from domain.documents import Box, Seal
from extractors.readers.repair import INK_EXCESS, Image, ink_excess, reduced
from extractors.readers.spots import Mask, cut_out, find_spots, labels_of

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

SAME_SHARE = 0.5
"""Rims that overlap more are the same one."""

SURELY_SAME = 0.6
STRETCHES = ((1.0, 1.0), (1.0, 4 / 3), (4 / 3, 1.0))
"""A round seal, an oval one of 40 by 30 mm, and that on a page that lies on its side."""

PAD = 4
MOST_CIRCLES, MOST_TRIED = 16, 40
LIKELY_RIM = 0.55

GREY_SIDE = 600
RULE = 45
GREY_INK = 0.72
"""On a grey copy ink is darker than this share of the paper."""

CLOSED_RIM, CLOSED_SHARE = 0.6, 0.9
"""Share of ink along a rim, and of directions that see it: print that happens to lie round a circle has less."""

GAP_AT = (0.82, 0.85, 0.88, 0.91)
MOST_GAP = 0.42
"""Between rim and letters there is a ring with little ink."""

Points = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""The x and y of the pixels that bear ink."""
Oval = tuple[float, float, float, float, float]
"""Centre x and y, half axes, and the turn in degrees."""


def find_seals(image: Image) -> tuple[Seal, ...]:
    """The seals in a picture, from the top, each with its box as fractions."""
    small = reduced(image, WORK_SIDE)
    seals: list[Seal] = []
    for colour in COLOURS:
        ink = (ink_excess(small, colour) > INK_EXCESS).astype(np.uint8)
        for box in _rims(ink):
            if not any(_overlap(box, seal.box) > SAME_SHARE for seal in seals):
                seals.append(Seal(box, colour))
    return tuple(sorted(seals, key=lambda seal: (seal.box[1], seal.box[0])))


def find_grey_rims(image: Image) -> tuple[Box, ...]:
    """The rims of seals on a grey copy: what they cover can be cleaned, what they are nobody can say."""
    small = cv2.cvtColor(reduced(image, GREY_SIDE), cv2.COLOR_BGR2GRAY)
    ink = (small < float(np.median(small)) * GREY_INK).astype(np.uint8)
    curves = _curves(ink, LEAST_SHARE * min(ink.shape))
    if not curves.any():
        return ()
    return tuple(_sure_circles(curves, ink, (0, 0), ink.shape))


def _curves(ink: Mask, least: float) -> Mask:
    """What is neither a character nor a long straight rule."""
    straight = [cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, RULE), (RULE, 1))]
    rest = cv2.subtract(ink, cv2.dilate(cv2.max(*straight), np.ones((3, 3), np.uint8)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    large = stats[:, 2:4].max(axis=1) >= 0.6 * least
    large[0] = False
    return np.asarray(large[labels], np.uint8)


def _rims(ink: Mask) -> Iterator[Box]:
    """The boxes of the rims in a mask of one ink."""
    least, greatest = LEAST_SHARE * min(ink.shape), GREATEST_SHARE * min(ink.shape)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    labels = labels_of(joined)
    for spot in find_spots(joined, (0.4 * least, 0.4 * least)):
        if max(spot.wide, spot.high) < least:
            continue
        part, own = cut_out(spot, labels), ink[spot.view]
        oval = _oval_of(part)
        if oval and max(spot.wide, spot.high) <= greatest and _is_seal(_points(part), _points(own), oval):
            yield _box(oval, (spot.left, spot.top), ink.shape)
            continue
        yield from _sure_circles(part, own, (spot.left, spot.top), ink.shape)


def _sure_circles(part: Mask, ink: Mask, corner: tuple[int, int], shape: tuple[int, ...]) -> list[Box]:
    """The boxes of circles and ovals among ink that hangs together, those with a closed thin rim only."""
    least, greatest = LEAST_SHARE * min(shape), GREATEST_SHARE * min(shape)
    edge, all_ink = _points(part), _points(ink)
    boxes: list[Box] = []
    tried: list[Box] = []
    for rough in _circles(part, edge, least, greatest):
        place = _box(rough, corner, shape)
        if len(tried) == MOST_TRIED or _known(place, boxes, SURELY_SAME) or place in tried:
            continue
        tried.append(place)
        oval = _settled(edge, rough)
        closed = _rim_density(edge, oval) > CLOSED_RIM and _seen(edge, oval, (0.94, 1.06)) > CLOSED_SHARE
        box = _box(oval, corner, shape)
        if closed and _is_seal(edge, all_ink, oval) and not _known(box, boxes):
            boxes.append(box)
    return boxes


def _points(mask: Mask) -> Points:
    """The pixels that bear ink."""
    rows, columns = np.nonzero(mask)
    return columns.astype(np.float64), rows.astype(np.float64)


def _settled(points: Points, oval: Oval) -> Oval:
    """The oval moved and sized by single pixels until its rim fits best: Hough's circles are rough."""
    distance, _ = _polar(points, oval)
    close = (distance > 0.7) & (distance < 1.35)
    near = points[0][close], points[1][close]
    best, score = oval, _rim_density(near, oval)
    for step in (3.0, 2.0, 1.0, 1.0):
        moves = [(dx, dy, grow) for dx in (-step, 0, step) for dy in (-step, 0, step) for grow in (-step, 0, step)]
        x, y, across, down, turn = best
        for dx, dy, grow in moves:
            moved = (x + dx, y + dy, across + grow, down + grow * down / across, turn)
            density = _rim_density(near, moved)
            if density > score:
                best, score = moved, density
    return best


def _known(box: Box, boxes: Iterable[Box], share: float = SAME_SHARE) -> bool:
    """Whether a rim was found before, perhaps a little beside."""
    return any(_overlap(box, other) > share for other in boxes)


def _box(oval: Oval, corner: tuple[int, int], shape: tuple[int, ...]) -> Box:
    """The upright box round an oval, as fractions of the picture in which its part has this corner."""
    x, y, across, down, turn = oval
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    wide, high = float(np.hypot(across * cosine, down * sine)), float(np.hypot(across * sine, down * cosine))
    height, width = shape[:2]
    return (
        round(max(0.0, (corner[0] + x - wide) / width), 5),
        round(max(0.0, (corner[1] + y - high) / height), 5),
        round(min(1.0, (corner[0] + x + wide) / width), 5),
        round(min(1.0, (corner[1] + y + high) / height), 5),
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


def _circles(part: Mask, points: Points, least: float, greatest: float) -> list[Oval]:
    """Round and oval rims among ink that hangs together, the surest first: overlapping seals, seals across red print.

    An oval is a circle of a picture that was stretched.
    """
    if max(part.shape) < 1.2 * least or part.mean() > MOST_LETTERS:
        return []
    ovals = [oval for across, down in STRETCHES for oval in _stretched_circles(part, across, down, least, greatest)]
    likely = [oval for oval in ovals if _seen(points, oval, (0.85, 1.15)) > LIKELY_RIM]
    return sorted(likely, key=lambda oval: -_rim_density(points, oval))


def _stretched_circles(part: Mask, across: float, down: float, least: float, greatest: float) -> list[Oval]:
    """The circles of a part that is stretched by these factors, as ovals of the part."""
    stretched = cv2.resize(part * np.uint8(255), None, fx=across, fy=down, interpolation=cv2.INTER_LINEAR)
    padded = cv2.copyMakeBorder(stretched, PAD, PAD, PAD, PAD, cv2.BORDER_CONSTANT, value=0)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(padded, (0, 0), 1.2),
        cv2.HOUGH_GRADIENT,
        dp=1.0,
        minDist=least / 4,
        param1=200,
        param2=22,
        minRadius=int(least / 2),
        maxRadius=int(min(greatest, max(stretched.shape)) / 2) + 2,
    )
    if found is None:
        return []
    circles = np.reshape(found, (-1, 3))[:MOST_CIRCLES].tolist()
    return [((x - PAD) / across, (y - PAD) / down, r / across, r / down, 0.0) for x, y, r in circles]


def _rim_density(points: Points, oval: Oval) -> float:
    """How much of a thin ring at the oval's edge bears ink."""
    return _density(_polar(points, oval)[0], (0.96, 1.02), oval)


def _is_seal(rim: Points, ink: Points, oval: Oval) -> bool:
    """Whether a rim runs along the oval's edge nearly all the way round, with room between it and the letters."""
    inked = _polar(ink, oval)[0]
    gap = min(_density(inked, (edge - 0.02, edge + 0.02), oval) for edge in GAP_AT)
    return (
        _seen(rim, oval, (0.86, 1.1)) > LEAST_RIM
        and gap < MOST_GAP
        and _density(inked, (0.0, 0.7), oval) > LEAST_LETTERS
        and _density(inked, (0.65, 0.92), oval) < MOST_LETTERS
    )


def _seen(points: Points, oval: Oval, band: tuple[float, float]) -> float:
    """The share of all directions in which ink is seen within a band round the oval's edge."""
    distance, angle = _polar(points, oval)
    directions = (angle[(distance > band[0]) & (distance < band[1])] * DIRECTIONS).astype(int) % DIRECTIONS
    return len(np.unique(directions)) / DIRECTIONS


def _density(inked: npt.NDArray[np.float64], ring: tuple[float, float], oval: Oval) -> float:
    """The share of a ring within the oval that bears ink."""
    area = np.pi * oval[2] * oval[3] * (ring[1] ** 2 - ring[0] ** 2)
    return float(((inked >= ring[0]) & (inked < ring[1])).sum()) / max(1.0, float(area))


def _polar(points: Points, oval: Oval) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each point its distance from the oval's centre (1 at the edge) and its direction (0 to 1)."""
    x, y, across, down, turn = oval
    columns, rows = points
    angle = np.radians(turn)
    right, below = columns - x, rows - y
    along = (right * np.cos(angle) + below * np.sin(angle)) / across
    off = (below * np.cos(angle) - right * np.sin(angle)) / down
    return np.hypot(along, off), (np.arctan2(off, along) + np.pi) / (2 * np.pi)


def _overlap(one: Box, other: Box) -> float:
    """The shared area of two boxes as a share of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    area = min((one[2] - one[0]) * (one[3] - one[1]), (other[2] - other[0]) * (other[3] - other[1]))
    return wide * high / max(area, 1e-9)
