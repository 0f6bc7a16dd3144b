"""A chain as a Python script that runs and gives the same samples."""

from pathlib import Path

from pfd_desktop.core.chains.chain import check_step, words
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.speed.reference import SpeedReference

_HEAD = '''"""{title}

Run it with a file name to keep the samples: python this_file.py processed.npy
"""

import sys
from pathlib import Path

import numpy as np

from pfd_desktop.core.chains.chain import apply_chain
from pfd_desktop.core.chains.step import Chain, Step
{imports}from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.progress import Silent
'''

_TAIL = """
blob = open_blob(Path({path!r}))
recorded = waveform_of(blob)
speed = {speed}
processed = apply_chain(recorded, chain, speed, Silent())

spacing = "Hz" if processed.axis == "time" else "samples per revolution"
print(
    f"{{len(processed.samples)}} samples, {{processed.rate_hz:g}} {{spacing}},"
    f" {{processed.quantity}} in {{processed.unit}}"
)
if len(sys.argv) > 1:
    np.save(sys.argv[1], processed.samples)
"""


def python_source(chain: Chain, path: Path, speed: SpeedReference | None = None) -> str:
    """A script that applies *chain* to the waveform file at *path*; raises InvalidInput."""
    imports, found = "", "None"
    if speed is not None:
        name = type(speed).__name__
        imports = f"from pfd_desktop.core.speed.reference import {name}, resolve\n"
        found = f"resolve({speed!r}, recorded, Silent())"
    title = words(chain).replace('"', "'") or "The recording as it is"
    head = _HEAD.format(title=f"{title[:1].upper()}{title[1:]}.", imports=imports)
    return f"{head}\n{_chain(chain)}\n{_TAIL.format(path=str(path), speed=found)}"


def _chain(chain: Chain) -> str:
    lines = ["chain = Chain(", "    ("]
    for number, step in enumerate(chain.steps, 1):
        kind, values = check_step(number, step)
        told = ", ".join(f"({name!r}, {value!r})" for name, value in values.items())
        told = f"({told},)" if told else "()"
        off = "" if step.on else ", on=False"
        lines.append(f"        # {kind.words(values)}{'' if step.on else ' (off)'}")
        lines.append(f"        Step({step.kind!r}, {told}{off}),")
    return "\n".join([*lines, "    )", ")"])
