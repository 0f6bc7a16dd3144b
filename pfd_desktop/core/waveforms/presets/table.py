"""Every preset; adding one adds a row."""

from pathlib import Path

from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.presets.cwru import CWRU
from pfd_desktop.core.waveforms.presets.known import Known, Preset
from pfd_desktop.core.waveforms.presets.mfpt import MFPT
from pfd_desktop.errors import InvalidInput, MappingNeeded

PRESETS: tuple[Preset, ...] = (CWRU, MFPT)
AUTO, NONE = "auto", "none"


def known(name: str, path: Path, contents: Contents) -> Known | None:
    """What the preset *name* says of a file; "auto" asks each whether it recognises the file."""
    if name == NONE:
        return None
    if name == AUTO:
        preset = next((one for one in PRESETS if one.recognises(path, contents)), None)
        return None if preset is None else preset.explain(path, contents)
    preset = chosen(name)
    if not preset.recognises(path, contents):
        raise MappingNeeded(
            f"{path.name} does not look like {preset.title}: it has not {preset.needs}. Import it"
            " without a preset and tell its rate, unit and speed."
        )
    return preset.explain(path, contents)


def chosen(name: str) -> Preset:
    """The preset *name*; raises InvalidInput for an unknown one."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    names = ", ".join([AUTO, NONE, *(preset.name for preset in PRESETS)])
    raise InvalidInput(f"There is no preset “{name}”. Use one of: {names}.")
