"""The settings on disk: a TOML file that people may edit."""

import json
import tomllib
from pathlib import Path

from pydantic import ValidationError

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.settings import Settings


def load_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a sentence for each thing in the file that could not be used.

    What is wrong stands at its default; the rest holds.
    """
    if not path.exists():
        return Settings(), ()
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Settings(), (f"{path} cannot be read ({error}); the settings are the defaults.",)
    problems: list[str] = []
    while True:
        try:
            return Settings.model_validate(told), tuple(problems)
        except ValidationError as error:
            for one in error.errors():
                place = [str(part) for part in one["loc"]]
                problems.append(
                    f"{path}: {'.'.join(place)}: {one['msg']}; it stands at its default."
                )
                _remove(told, place)


def _remove(told: dict[str, object], place: list[str]) -> None:
    at = told
    for part in place[:-1]:
        inner = at.get(part)
        if not isinstance(inner, dict):
            break
        at = inner
    else:
        at.pop(place[-1], None)
        return
    told.pop(place[0], None)


def save_settings(path: Path, settings: Settings) -> None:
    """Write all, whole or not at all; raises OSError."""
    kept = settings.model_dump()
    lines = [
        f"{name} = {_toml(value)}" for name, value in kept.items() if not isinstance(value, dict)
    ]
    for name, page in kept.items():
        if isinstance(page, dict):
            lines += ["", f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in page.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write_bytes(path, ("\n".join(lines) + "\n").encode())


def _toml(value: object) -> str:
    """Numbers, booleans and short texts look the same in JSON and TOML."""
    return json.dumps(value, ensure_ascii=False)
