"""The settings in force and where things lie."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.settings import Settings
from pfd_desktop.settings_file import save_settings


@dataclass
class Preferences:
    """What the user has chosen, and the places he may ask for."""

    settings: Settings
    path: Path  # of the settings
    project: Path
    log: Path

    def keep(self, settings: Settings) -> None:
        """On disk, then in force; raises OSError."""
        save_settings(self.path, settings)
        self.settings = settings
