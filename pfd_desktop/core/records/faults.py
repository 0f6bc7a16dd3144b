"""The names of what can be wrong with a machine."""

from enum import StrEnum


class Fault(StrEnum):
    """A label or a verdict; the value is what is stored and shown."""

    HEALTHY = "healthy"
    OUTER_RACE = "outer race"
    INNER_RACE = "inner race"
    ROLLING_ELEMENT = "rolling element"
    CAGE = "cage"
    IMBALANCE = "imbalance"
    MISALIGNMENT = "misalignment"
    LOOSENESS = "looseness"
    RUB = "rub"
    OIL_WHIRL = "oil whirl"
    OIL_WHIP = "oil whip"
    LUBRICATION = "lubrication"
    CAVITATION = "cavitation"
    WEAR = "wear"
