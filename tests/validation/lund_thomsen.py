"""Published values of plain journal bearings.

Lund and Thomsen 1978, A calculation method and data for the dynamic coefficients of oil-lubricated
journal bearings, ASME; two axial grooves, as ROSS's tests print them: S, eccentricity, attitude in
degrees, then Kxx, Kxy, Kyx, Kyy, Bxx, Bxy = Byx, Byy.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Published:
    """One row of the table."""

    length_ratio: float
    sommerfeld: float
    eccentricity: float
    attitude_deg: float
    stiffness: np.ndarray
    damping: np.ndarray


def _row(length_ratio: float, *told: float) -> Published:
    sommerfeld, eccentricity, attitude, kxx, kxy, kyx, kyy, bxx, bxy, byy = told
    stiffness, damping = np.array([[kxx, kxy], [kyx, kyy]]), np.array([[bxx, bxy], [bxy, byy]])
    return Published(length_ratio, sommerfeld, eccentricity, attitude, stiffness, damping)


TABLE = (
    _row(0.5, 1.656, 0.244, 65.85, 1.69, 5.06, -2.20, 1.95, 9.93, 2.15, 4.80),
    _row(0.5, 0.917, 0.372, 57.45, 2.12, 4.01, -1.30, 1.85, 7.70, 2.06, 3.23),
    _row(0.5, 0.580, 0.477, 51.01, 2.67, 3.70, -0.78, 1.75, 6.96, 1.94, 2.40),
    _row(0.5, 0.379, 0.570, 45.43, 3.33, 3.64, -0.43, 1.68, 6.76, 1.87, 1.89),
    _row(0.5, 0.244, 0.655, 40.25, 4.21, 3.74, -0.13, 1.64, 6.87, 1.82, 1.54),
    _row(1.0, 0.991, 0.150, 70.58, 1.56, 7.29, -2.16, 1.52, 14.66, 1.58, 4.49),
    _row(1.0, 0.635, 0.224, 63.54, 1.62, 5.33, -1.57, 1.56, 10.80, 1.70, 3.41),
    _row(1.0, 0.235, 0.460, 49.27, 2.19, 3.57, -0.80, 1.55, 7.36, 1.89, 2.19),
    _row(1.0, 0.159, 0.559, 44.33, 2.73, 3.36, -0.48, 1.48, 6.94, 1.78, 1.74),
    _row(1.0, 0.108, 0.650, 39.72, 3.45, 3.34, -0.23, 1.44, 6.89, 1.72, 1.43),
)
OCVIRK = ((0.2, 0.46119, 75.43), (0.4, 0.17046, 60.94), (0.6, 0.06253, 46.32), (0.8, 0.01388, 30.5))
