"""Whether a rule of yes or no holds."""

from enum import Enum


class Holds(Enum):
    """Whether a rule of yes or no holds."""

    YES = "yes"
    NO = "no"
    DOUBTFUL = "doubtful"
    """A person has to look: names may be written in other ways, a hand may have signed."""
    NOTHING = "nothing"
    """Nothing was handed in for it."""
