"""Record shaft motions made by ROSS (an independent rotor-dynamics program) for the tests.

    python3 -m venv /tmp/ross && /tmp/ross/bin/pip install "ross-rotordynamics==2.3.0" "plotly<6"
    /tmp/ross/bin/python -m bench.record_ross tests/validation/data [class ...]

(2.3.0 is the newest for Python 3.11; scipy and numba come with it.) Writes for every class
ross_CLASS.npy.xz (X and Y displacement at the first bearing, 2 kHz, no noise; eight bits, one scale
for each probe: 38 dB below the noise that the tests add) and ross_CLASS.json (parameters, speed,
first critical speed on rigid bearings, version). Every motion has a draw of its own; the second
half of each class has another seed, drawn after the rules were made.

How each class is made:

* half of imbalance, all misalignment: ROSS alone: its rotor, its fluid-film bearings
  (CylindricalBearing), its coupling model (run_misalignment) and its integration.
* the rest of imbalance, rub, whirl, whip, 1/2X looseness: ROSS's matrices of the shaft with disks;
  nonlinear films, stator and loose pedestal integrated in time by ross_film.py, because linear
  bearing coefficients know no limit cycle, ROSS has no looseness, and its run_rubbing converges for
  soft contacts only (below 5e6 N/m), whose 4X stays 40 dB below 1X.

Parameters are drawn at random; imbalance and misalignment keep API 617's margin to the critical
speed, where no machine runs. A draw is kept when it shows what it is meant to show: a stable
rotor for imbalance, misalignment and rub; a sub-synchronous limit cycle for whirl (rotor below
twice its critical speed) and whip (above); 1/2X for looseness; 2X or 3X within 25 dB of the
strongest line for misalignment; and within as much for rub a line that neither imbalance nor
misalignment leaves, of 4X and above or at a fraction of 1X: fainter ones drown in noise at 10 dB,
and no one can tell them.
"""

import contextlib
import io
import json
import lzma
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.filterwarnings("ignore")

import numpy as np
import ross as rs
from scipy.signal import resample_poly

from bench.ross_film import (
    FIRM,
    NO_CONTACT,
    Contact,
    Film,
    Pedestal,
    Run,
    integrate,
    lateral_modes,
)

RATE_HZ, SECONDS, SETTLE = 2000, 4.0, 1.0
NODES, LENGTH, JOURNAL = 12, 0.9, 0.03
STEEL = rs.Material("steel", rho=7810, E=211e9, G_s=81.2e9)
VISIBLE_DB = -25.0
EACH = {"looseness": 50}  # of the others 40
SEEDS = 20_261_128, 20_261_129
PACKED = [{"id": lzma.FILTER_DELTA, "dist": 1}, {"id": lzma.FILTER_LZMA2, "preset": 9}]


def rotor(diameter, disk, bearing):
    """Two disks on a steel shaft; *bearing* makes the element at a node."""
    shaft = [
        rs.ShaftElement(LENGTH / NODES, 0, diameter, material=STEEL, alpha=3.0, beta=1e-5)
        for _ in range(NODES)
    ]
    disks = [
        rs.DiskElement(n=n, m=disk, Id=disk * 0.0025, Ip=disk * 0.005)
        for n in (NODES // 3, 2 * NODES // 3)
    ]
    return rs.Rotor(shaft, disks, [bearing(1), bearing(NODES - 1)])


def draw(random):
    """What all classes share."""
    return {
        "diameter": random.uniform(0.028, 0.036),
        "disk": random.uniform(5.0, 7.0),
        "viscosity": random.uniform(0.015, 0.03),
        "clearance": random.uniform(70e-6, 110e-6),
        "length": random.uniform(0.013, 0.02),
    }


def critical_hz(p):
    """First natural frequency on rigid bearings, at the speed of the run."""
    speed = p["rpm"] * np.pi / 30
    stiff = rotor(p["diameter"], p["disk"], lambda n: rs.BearingElement(n=n, kxx=1e9, cxx=0))
    return float(stiff.run_modal(speed, num_modes=8).wd[0] / 2 / np.pi)


def near_critical(p):
    """Within the margin of 15 % that API 617 asks for: no machine runs there."""
    return abs(p["rpm"] / 60 / critical_hz(p) - 1) < 0.15


def linear_rotor(p, speed):
    """ROSS's rotor on ROSS's fluid-film coefficients; None when unstable at *speed*."""
    weight = (2 * p["disk"] + 7810 * np.pi / 4 * p["diameter"] ** 2 * LENGTH) * 9.81 / 2
    speeds = np.linspace(20, 1000, 40)
    made = rotor(
        p["diameter"],
        p["disk"],
        lambda n: rs.CylindricalBearing(
            n=n,
            speed=speeds,
            weight=weight,
            bearing_length=p["length"],
            journal_diameter=JOURNAL,
            radial_clearance=p["clearance"],
            oil_viscosity=p["viscosity"],
        ),
    )
    stable = made.run_modal(speed, num_modes=12).log_dec.min() > 0.03
    return made if stable else None


def by_ross(p, speed, run, step_s):
    """X and Y at the first bearing from ROSS's own integration, at RATE_HZ."""
    made = linear_rotor(p, speed)
    if made is None:
        return None
    times = np.arange(0, SECONDS + SETTLE, step_s)
    with contextlib.redirect_stdout(io.StringIO()):
        result = run(made, speed, times)
    motion = result.yout[int(SETTLE / step_s) :, 6:8].T
    return resample_poly(motion, RATE_HZ, round(1 / step_s), axis=1)


def by_film(p, speed, contact=NO_CONTACT, pedestal=FIRM, relative=True):
    """X and Y at the first bearing, by ross_film, at RATE_HZ."""
    free = rotor(p["diameter"], p["disk"], lambda n: rs.BearingElement(n=n, kxx=0, cxx=0))
    film = Film(JOURNAL / 2, p["length"], p["clearance"], p["viscosity"], p["swirl"])
    run = Run(
        journals=(1, NODES - 1),
        speed=speed,
        film=film,
        node=4,
        unbalance=p["unbalance"],
        phase=p["phase"],
        load=p["load"],
        contact=contact,
        pedestal=pedestal,
        relative=relative,
    )
    motion = integrate(lateral_modes(free, 0.01), run, SECONDS, SETTLE)
    if not np.isfinite(motion).all():
        return None
    return resample_poly(motion - motion.mean(axis=1, keepdims=True), 1, 5, axis=1)


def imbalance(random, index):
    """Residual unbalance of G 6.3 and much more; half by ROSS alone."""
    p = draw(random) | {
        "unbalance": random.uniform(2e-4, 6e-4),
        "phase": random.uniform(0, 6.28),
        "rpm": random.uniform(1500, 4500),
        "swirl": random.uniform(0.42, 0.46),
        "load": 1.0,
    }
    if near_critical(p):
        return p, None
    speed = p["rpm"] * np.pi / 30
    if index % 2:
        return p, by_film(p, speed)

    def run(made, speed, times):
        force = made.unbalance_force_over_time([4], [p["unbalance"]], [p["phase"]], speed, times)
        return made.run_time_response(
            speed, force.T, times, method="newmark", model_reduction={"num_modes": 16}
        )

    return p, by_ross(p, speed, run, 2e-4)


def misalignment(random, index):
    """ROSS's flexible coupling: parallel, angular or both, beside a residual unbalance."""
    p = draw(random) | {
        "unbalance": random.uniform(2e-5, 8e-5),
        "phase": random.uniform(0, 6.28),
        "rpm": random.uniform(1500, 4500),
        "mis_type": ("parallel", "angular", "combined")[index % 3],
        "mis_distance_x": random.uniform(1e-4, 4e-4),
        "mis_distance_y": random.uniform(1e-4, 4e-4),
        "mis_angle": np.radians(random.uniform(3, 8)),
        "radial_stiffness": random.uniform(4e4, 8e4),
        "bending_stiffness": random.uniform(4e4, 8e4),
    }
    if near_critical(p):
        return p, None
    keys = ("mis_type", "mis_distance_x", "mis_distance_y", "mis_angle")

    def run(made, speed, times):
        return made.run_misalignment(
            node=[4],
            unbalance_magnitude=[p["unbalance"]],
            unbalance_phase=[p["phase"]],
            speed=speed,
            t=times,
            coupling="flex",
            n=0,
            radial_stiffness=p["radial_stiffness"],
            bending_stiffness=p["bending_stiffness"],
            model_reduction={"num_modes": 16},
            **{key: p[key] for key in keys},
        )

    return p, by_ross(p, p["rpm"] * np.pi / 30, run, 2e-4)


def rub(random, _index):
    """Contact with a stator ring that stands off centre."""
    p = draw(random) | {
        "unbalance": random.uniform(3e-4, 8e-4),
        "phase": random.uniform(0, 6.28),
        "rpm": random.uniform(1800, 5400),
        "swirl": random.uniform(0.40, 0.44),
        "load": 1.0,
        "friction": random.uniform(0.05, 0.25),
        "gap": random.uniform(20e-6, 75e-6),
        "stiffness": 10 ** random.uniform(6.7, 7.5),
        "offset_x": random.uniform(-20e-6, 20e-6),
    }
    p["offset_y"] = -p["clearance"] + random.uniform(-10e-6, 40e-6)
    contact = Contact(6, p["gap"], p["stiffness"], p["friction"], p["offset_x"], p["offset_y"])
    return p, by_film(p, p["rpm"] * np.pi / 30, contact)


def whirl(random, _index):
    """A stiff shaft in lightly loaded bearings, below twice its critical speed."""
    p = draw(random) | {
        "diameter": random.uniform(0.048, 0.06),
        "unbalance": random.uniform(5e-5, 3e-4),
        "phase": random.uniform(0, 6.28),
        "rpm": random.uniform(3000, 7200),
        "swirl": random.uniform(0.41, 0.48),
        "load": random.uniform(0.05, 0.3),
    }
    return p, by_film(p, p["rpm"] * np.pi / 30)


def whip(random, _index):
    """A flexible shaft above twice its critical speed."""
    p = draw(random) | {
        "unbalance": random.uniform(5e-5, 3e-4),
        "phase": random.uniform(0, 6.28),
        "rpm": random.uniform(6000, 10500),
        "swirl": random.uniform(0.44, 0.49),
        "load": random.uniform(0.3, 1.0),
    }
    return p, by_film(p, p["rpm"] * np.pi / 30)


def looseness(random, _index):
    """A pedestal that lifts off once in two turns."""
    p = draw(random) | {
        "diameter": random.uniform(0.038, 0.052),
        "unbalance": random.uniform(1e-3, 2.5e-3),
        "phase": random.uniform(0, 6.28),
        "rpm": random.uniform(3000, 5700),
        "swirl": random.uniform(0.42, 0.45),
        "load": 1.0,
        "pedestal_kg": random.uniform(6, 12),
        "lifted": 10 ** random.uniform(5.0, 5.7),
    }
    if not 0.6 < p["rpm"] / 60 / critical_hz(p) < 0.9:  # elsewhere half the speed is no resonance
        return p, None
    pedestal = Pedestal(p["pedestal_kg"], 3e7, p["lifted"], 150.0)
    return p, by_film(p, p["rpm"] * np.pi / 30, pedestal=pedestal, relative=False)


def levels(motion, hertz):
    """Orders and dB (of the strongest) of the lines of both probes together."""
    window = np.hanning(motion.shape[1])
    power = (np.abs(np.fft.rfft(motion * window, axis=1)) ** 2).sum(axis=0)
    orders = np.fft.rfftfreq(motion.shape[1], 1 / RATE_HZ) / hertz
    return orders, 10 * np.log10(power / power[orders > 0.1].max() + 1e-12)


def shows(kind, p, motion):
    """Whether the motion is of the kind that was meant, strongly enough to be seen."""
    hertz = p["rpm"] / 60
    orders, level = levels(motion, hertz)

    def near(order, width=0.01):
        return level[np.abs(orders - order) < width].max()

    below = level[(orders > 0.1) & (orders < 0.9)].max()
    if kind == "imbalance":
        shown = below < -30
    elif kind == "misalignment":
        shown = below < -30 and max(near(2), near(3)) > VISIBLE_DB
    elif kind == "rub":
        fractions = (orders > 0.1) & (np.abs(orders - np.rint(orders)) > 0.1)
        shown = level[fractions | (orders > 3.5)].max() > VISIBLE_DB
    elif kind == "looseness":
        others = level[(orders > 0.1) & (np.abs(2 * orders - np.rint(2 * orders)) > 0.04)].max()
        shown = near(0.5) > VISIBLE_DB and others < -35 and np.ptp(motion) < 2e-3
    else:
        critical = critical_hz(p)
        strongest = orders[level.argmax()]
        if kind == "whirl":
            shown = below > -20 and strongest < 1.5 and hertz < 1.9 * critical
        else:
            locked = abs(strongest * hertz / critical - 1) < 0.12
            shown = below > -20 and locked and hertz > 1.95 * critical
    return shown


def drawn(kind, seed, first, count):
    """Facts and eight-bit motions of *count* draws that show what is meant, from number *first*."""
    name, tried = kind.__name__, 0
    for index in range(first, first + count):
        while True:
            random = np.random.default_rng([*seed, tried])
            tried += 1
            p, motion = kind(random, index)
            if motion is not None and np.isfinite(motion).all() and shows(name, p, motion):
                break
        print(name, index + 1, "of", tried, round(p["rpm"]), flush=True)
        motion = motion - motion.mean(axis=1, keepdims=True)
        scales = np.abs(motion).max(axis=1) / 127
        told = {key: v if isinstance(v, str) else float(v) for key, v in p.items()}
        yield (
            {"scale_m": scales.tolist(), "critical_hz": critical_hz(p)} | told,
            np.round(motion / scales[:, None]).astype(np.int8),
        )


def record(kind, number, folder):
    """Draw both halves of a class; write its two files."""
    half = EACH.get(kind.__name__, 40) // 2
    found = [
        one
        for place, seed in enumerate(SEEDS)
        for one in drawn(kind, [seed, number], place * half, half)
    ]
    keep(kind.__name__, found, folder)


def keep(kind, found, folder):
    """Write facts and motions."""
    count = min(motion.shape[1] for _facts, motion in found)
    with lzma.open(folder / f"ross_{kind}.npy.xz", "wb", filters=PACKED) as file:
        np.save(file, np.array([motion[:, :count] for _facts, motion in found]))
    facts = [facts for facts, _motion in found]
    told = {"ross": rs.__version__, "rate_hz": RATE_HZ, "unit": "m", "records": facts}
    (folder / f"ross_{kind}.json").write_text(json.dumps(told, indent=1) + "\n")


def main():
    """Record the classes asked for, or all."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    kinds = (imbalance, misalignment, whirl, whip, looseness, rub)
    for number, kind in enumerate(kinds):
        if len(sys.argv) == 2 or kind.__name__ in sys.argv[2:]:
            record(kind, number, folder)


if __name__ == "__main__":
    main()
