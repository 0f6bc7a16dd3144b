"""Defect frequencies of a rolling bearing, as multiples of shaft speed, from its geometry."""

import math
from dataclasses import dataclass

from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput

WHIRL_BAND = (
    0.38,
    0.52,
)  # oil whirl in orders: Lund and Thomsen 1978 coefficients span 0.436-0.517


@dataclass(frozen=True)
class BearingOrders:
    """Defect orders (multiples of shaft speed), outer ring fixed, no slip."""

    bpfo: float
    bpfi: float
    bsf: float  # spin of the ball; a defect on it strikes both races: look for twice this
    ftf: float

    @property
    def ball_defect(self) -> float:
        """Order of the strikes of a ball defect: 2 × BSF."""
        return 2 * self.bsf


def orders(bearing: Bearing) -> BearingOrders:
    """Defect orders from geometry (Harris, Rolling Bearing Analysis, 2001, ch. 25)."""
    complaint = implausibility(bearing)
    if complaint:
        raise InvalidInput(complaint)
    ratio = bearing.ball_diameter_mm / bearing.pitch_diameter_mm
    radial = ratio * math.cos(math.radians(bearing.contact_angle_deg))
    return BearingOrders(
        bpfo=bearing.balls / 2 * (1 - radial),
        bpfi=bearing.balls / 2 * (1 + radial),
        bsf=(1 - radial**2) / (2 * ratio),
        ftf=(1 - radial) / 2,
    )


@dataclass(frozen=True)
class Complaint:
    """Why no bearing can look like this; ``field`` of Bearing is the one to mend."""

    field: str
    text: str


def implausibility(bearing: Bearing) -> str | None:
    """A sentence saying why no bearing can look like this; None when one could."""
    complaint = complaint_about(bearing)
    return None if complaint is None else complaint.text


def complaint_about(bearing: Bearing) -> Complaint | None:
    """The first thing about it that cannot be; None when such a bearing could be built."""
    name = f"Bearing {bearing.name}" if bearing.name else "This bearing"
    if bearing.balls < 3:
        text = f"{name}: {bearing.balls} rolling elements; give at least 3."
        return Complaint("balls", text)
    if not 0 < bearing.ball_diameter_mm < bearing.pitch_diameter_mm:
        text = (
            f"{name}: a ball of {bearing.ball_diameter_mm:g} mm does not fit a pitch circle"
            f" of {bearing.pitch_diameter_mm:g} mm; check both diameters."
        )
        return Complaint("ball_diameter_mm", text)
    if not 0 <= bearing.contact_angle_deg < 90:
        text = f"{name}: contact angle {bearing.contact_angle_deg:g}°; give 0° to below 90°."
        return Complaint("contact_angle_deg", text)
    gap = bearing.pitch_diameter_mm * math.sin(math.pi / bearing.balls)
    if gap < bearing.ball_diameter_mm:
        text = (
            f"{name}: {bearing.balls} balls of {bearing.ball_diameter_mm:g} mm overlap on a"
            f" pitch circle of {bearing.pitch_diameter_mm:g} mm; check count and diameters."
        )
        return Complaint("pitch_diameter_mm", text)
    return None
