"""Where the program keeps what is the user's and not a project's."""

import os
from pathlib import Path


def home() -> Path:
    """Where the program keeps the user's own projects, and what they trust."""
    told = os.environ.get("PFD_HOME")
    if told:
        return Path(told)
    import platformdirs

    return platformdirs.user_data_path("pfd-desktop", appauthor=False)
