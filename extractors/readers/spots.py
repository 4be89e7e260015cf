"""Spots: pixels of a mask that hang together, by their outlines; statistics of all labels cost ten times as much."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.repair import Image

Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Spot:
    """One spot: the box round it in pixels, and its outline as points (x, y)."""

    left: int
    top: int
    wide: int
    high: int
    outline: npt.NDArray[np.int32]

    @property
    def view(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return slice(self.top, self.top + self.high), slice(self.left, self.left + self.wide)


def find_spots(mask: Image, least: tuple[float, float]) -> Iterator[Spot]:
    """The spots that are at least so wide and so high, from the top; those inside the holes of others too."""
    outlines, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    parents = hierarchy[0, :, 3] if outlines else ()
    spots = []
    for outline, parent in zip(outlines, parents, strict=True):
        left, top, wide, high = (int(side) for side in cv2.boundingRect(outline))
        if parent < 0 and wide >= least[0] and high >= least[1]:
            spots.append(Spot(left, top, wide, high, np.asarray(outline[:, 0], np.int32)))
    yield from sorted(spots, key=lambda spot: (spot.top, spot.left))


def labels_of(mask: Image) -> npt.NDArray[np.int32]:
    """The number of the spot that each pixel belongs to; 0 for none."""
    return np.asarray(cv2.connectedComponents(mask, connectivity=8)[1], np.int32)


def cut_out(spot: Spot, labels: npt.NDArray[np.int32]) -> Mask:
    """The spot alone, in its box."""
    x, y = spot.outline[0]
    return np.asarray(labels[spot.view] == labels[y, x], np.uint8)
