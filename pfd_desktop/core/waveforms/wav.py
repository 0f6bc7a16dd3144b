"""Sound as a WAV file: 16 bit, one channel."""

from pathlib import Path

import numpy as np

from pfd_desktop.atomic import atomic_path
from pfd_desktop.core.dsp.audible import SOUND_RATE_HZ, Sound
from pfd_desktop.errors import EnvironmentFault

_FULL_SCALE = 32767


def write_wav(path: Path, sound: Sound) -> Path:
    """Write what is heard, at full volume; an unfinished file never stands under that name."""
    import wave

    samples = np.round(np.clip(sound.samples, -1.0, 1.0) * _FULL_SCALE).astype("<i2")
    try:
        with atomic_path(path) as partial, wave.open(str(partial), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SOUND_RATE_HZ)
            file.writeframes(samples.tobytes())
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name} could not be written ({error.strerror}). Choose another folder, then "
            "export again."
        ) from error
    return path
