"""What every report is made of: one page of HTML without other files, tables, drawings."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from pfd_desktop import __version__
from pfd_desktop.core.reports.svg import HEIGHT, WIDTH

_STYLE = """body { font-family: Inter, sans-serif; font-size: 10pt; color: #1c2127;
 background: white; max-width: 680px; margin: 24px auto; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; } h3 { font-size: 11pt; }
table { border-collapse: collapse; } td, th { padding: 2px 8px 2px 0; vertical-align: top;
 text-align: left; } th { color: #5a5f66; font-weight: normal; }
.verdict { font-size: 13pt; font-weight: bold; } .muted { color: #5a5f66; }
.small { font-size: 8pt; }
.warning { color: #8a4b00; } .page { page-break-before: always; }"""


def document(title: str, body: Iterable[str]) -> str:
    """One document that needs no other file."""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def heading(title: str, made_at: datetime) -> list[str]:
    """The title, and when it was made (aware) by which version."""
    local = made_at.astimezone()
    made = f"Made {local:%Y-%m-%d %H:%M} ({local.tzname()}) by PFD Desktop {__version__}."
    return [f"<h1>{escape(title)}</h1>", paragraph(made, "muted")]


def picture(svg: str, *captions: str, height: int = HEIGHT) -> str:
    """A drawing with what stands below it."""
    encoded = base64.b64encode(svg.encode()).decode()
    words = "".join(paragraph(text, "muted") for text in captions if text)
    return (
        f'<p><img alt="{escape(captions[0])}" width="{WIDTH}" height="{height}"'
        f' src="data:image/svg+xml;base64,{encoded}"></p>{words}'
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of plain text, under headings where there are any."""
    head = "<tr>" + "".join(f"<th>{escape(name)}</th>" for name in headings) + "</tr>"
    return (
        '<table cellspacing="0" cellpadding="3">'
        + (head if headings else "")
        + "".join(map(row, rows))
        + "</table>"
    )


def fine_table(widths: Mapping[str, int], rows: Iterable[Sequence[str]]) -> str:
    """In small letters over the whole width; *widths* in percent by heading."""
    head = "".join(
        f'<th class="small" width="{width}%">{escape(name)}</th>' for name, width in widths.items()
    )
    body = "".join(row(cells, "small") for cells in rows)
    return f'<table width="100%" cellspacing="0" cellpadding="2"><tr>{head}</tr>{body}</table>'


def row(cells: Sequence[str], kind: str = "") -> str:
    """One row of plain text."""
    start = f'<td class="{kind}">' if kind else "<td>"
    return "<tr>" + "".join(f"{start}{escape(cell)}</td>" for cell in cells) + "</tr>"


def paragraph(text: str, kind: str = "") -> str:
    """Plain text, in a class of the style."""
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"
