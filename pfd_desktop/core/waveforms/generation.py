"""What a child does to make one synthetic recording."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pfd_desktop.core.waveforms.blob import BlobInfo, write_blob
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class GenerateRequest:
    """One recording to make, as a waveform file at ``target``."""

    wanted: SyntheticRequest
    target: Path


def generate(request: GenerateRequest, progress: Progress) -> BlobInfo:
    """Make it; the samples are acceleration in g."""
    progress.report(0.0, f"Making {request.wanted.fault.value}")
    samples = synthesize(request.wanted).astype(np.float32)
    return write_blob(request.target, samples, request.wanted.rate_hz, "g", "acceleration")
