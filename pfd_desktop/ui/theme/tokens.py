"""The one table of colours; everything on screen takes its colour from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme."""

    window: str  # behind everything
    panel: str  # inside docks
    raised: str  # buttons, fields
    base: str  # lists, plots
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    good: str
    warning: str
    bad: str


THEMES = {
    "light": Tokens(
        window="#eef0f3",
        panel="#f8f9fa",
        raised="#ffffff",
        base="#ffffff",
        border="#d0d5dc",
        text="#1a1f26",
        muted="#59626e",
        accent="#1b5fd0",
        accent_text="#ffffff",
        good="#1c7446",
        warning="#8a5a00",
        bad="#b82d27",
    ),
    "dark": Tokens(
        window="#16191e",
        panel="#1d2127",
        raised="#2a3038",
        base="#181c21",
        border="#363d47",
        text="#e6e9ed",
        muted="#9ba4b0",
        accent="#6aa5ff",
        accent_text="#0d1420",
        good="#5cc489",
        warning="#e6b04a",
        bad="#f07d76",
    ),
    "high contrast": Tokens(
        window="#000000",
        panel="#000000",
        raised="#101010",
        base="#000000",
        border="#ffffff",
        text="#ffffff",
        muted="#e0e0e0",
        accent="#ffd400",
        accent_text="#000000",
        good="#3dff8f",
        warning="#ffd400",
        bad="#ff8f8f",
    ),
}
