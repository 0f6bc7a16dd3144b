"""Make the manual: ``.venv/bin/python packaging/manual.py``. Needs the extra ``test``.

Writes the generated pages of docs/manual (analyses, processing steps, fields, commands, classical
classifiers, settings of networks, keyboard, validation) from the program itself, the figures of
false alarms that diagnosis.md and the README state from docs/false_alarms.json, and renders every
page to HTML in resources/manual.
"""

import argparse
import importlib
import json
import math
import os
import re
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
PAGES, SHIPPED = ROOT / "docs" / "manual", ROOT / "resources" / "manual"
PICTURES = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT))  # the program of this folder, and its tests
WIDEST = 660  # of a picture in the text, in its units
GENERATED = "<!-- made by packaging/manual.py from the program; do not edit -->"
STYLE = (
    "body{font-family:Inter,sans-serif;max-width:760px;margin:24px auto}"
    "table{border-collapse:collapse}th,td{border:1px solid #a9afb7;padding:3px 8px;text-align:left}"
)


# -- pages that are made of the program ----------------------------------------------------------


def table(*rows: tuple[str, ...]) -> str:
    """A table whose first row is its head."""
    lines = [rows[0], tuple("---" for _ in rows[0]), *rows[1:]]
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ") or " "


def parameters(declared: tuple[object, ...]) -> str:
    """What can be set, of an analysis or of a step."""
    rows = [_parameter(one) for one in declared]
    return table(("Setting", "Name", "Values", "Default", "Remark"), *rows) if rows else ""


def _parameter(one: object) -> tuple[str, ...]:
    from pfd_desktop.core.parameters import Band, Choice, Number, Toggle

    if isinstance(one, Number):
        default = one.blank if one.default is None else f"{one.default:g} {one.unit}".strip()
        values = _range(one.low, one.high, one.unit)
        return one.title, f"`{one.name}`", values, default, one.tip
    if isinstance(one, Choice):
        words = dict(one.options)
        values = ", ".join(f"{shown} (`{value}`)" for value, shown in one.options)
        return one.title, f"`{one.name}`", values, words[one.default], one.tip
    if isinstance(one, Toggle):
        return one.title, f"`{one.name}`", "on, off", "on" if one.default else "off", one.tip
    assert isinstance(one, Band)
    default = one.blank if one.default is None else "{:g} to {:g} Hz".format(*one.default)
    return one.title, f"`{one.name}`", "lower and upper frequency in Hz", default, one.tip


def _range(low: float, high: float, unit: str) -> str:
    unit = f" {unit}" if unit else ""
    bounds = []
    if low > float("-inf"):
        bounds.append(f"from {low:g}{unit}")
    if high < float("inf"):
        bounds.append(f"to {high:g}{unit}")
    return " ".join(bounds) or f"any number{unit and ' in' + unit}"


def analyses_page() -> str:
    """All analyses by group."""
    from pfd_desktop.core.analyses.table import ANALYSES

    groups = dict.fromkeys(one.group for one in ANALYSES)
    parts = ["# All analyses\n\nWhat the panels Spectrum, Maps and Orbit compute, and "
             "`pfd analyse --kind NAME`."]  # fmt: skip
    for group in groups:
        parts.append(f"## {group}")
        for one in (analysis for analysis in ANALYSES if analysis.group == group):
            needs = ", ".join(sorted(need.value for need in one.needs))
            head = f"### {one.title}\n\n`{one.name}`. {one.purpose.rstrip('.')}."
            parts.append(head + (f" Needs: {needs}." if needs else ""))
            parts.append(parameters(one.parameters))
    return "\n\n".join(filter(None, parts)) + "\n"


def steps_page() -> str:
    """All processing steps."""
    from pfd_desktop.core.chains.table import STEPS

    parts = ["# All processing steps\n\nThe steps that a [processing chain](processing.md) is made "
             "of. A chain never changes the recording itself."]  # fmt: skip
    for kind in STEPS:
        needs = " Needs the shaft speed." if kind.needs_speed else ""
        parts.append(f"## {kind.title}\n\n`{kind.name}`. {kind.purpose.rstrip('.')}.{needs}")
        parts.append(parameters(kind.parameters))
    return "\n\n".join(filter(None, parts)) + "\n"


def fields_page() -> str:
    """What can be asked for, of each subject."""
    from pfd_desktop.core.search.fields import Kind
    from pfd_desktop.core.search.subjects import SUBJECTS

    parts = ["# All fields of the search\n\nWhat [searching](search.md) can ask for by "
             "`field:value`."]  # fmt: skip
    for one in SUBJECTS:
        rows = []
        for field in one.fields:
            values = field.kind.value
            if field.kind is Kind.CHOICE:
                values = ", ".join(field.options)
            elif field.scales:
                values += f" in {', '.join(unit for unit, _ in field.scales)}"
            rows.append((f"`{field.name}`", values, field.about))
        more = "\n\nAlso each number of a result, by its name." if one.metrics else ""
        title = one.name.replace("_", " ").capitalize()
        parts.append(f"## {title}\n\n{table(('Field', 'Values', 'What it is'), *rows)}{more}")
    return "\n\n".join(parts) + "\n"


def commands_page() -> str:
    """Every command of pfd, from its own parser."""
    from pfd_desktop.cli.main import parser

    os.environ["COLUMNS"] = "96"
    whole = parser()
    (commands,) = (a for a in whole._actions if isinstance(a, argparse._SubParsersAction))
    helps = {action.dest: action.help or "" for action in commands._choices_actions}
    head = ("# All commands\n\nSee also [the command line](command_line.md). Options before the "
            "command hold for all of them.\n\n" + _options(whole))  # fmt: skip
    parts = [head]
    for name, parser_of in commands.choices.items():
        parts.append(f"## pfd {name}\n\n{helps.get(name, '').capitalize()}.")
        parts += _described(parser_of)
    return "\n\n".join(filter(None, parts)) + "\n"


def _described(parser_of: argparse.ArgumentParser) -> Iterator[str]:
    usage = " ".join(parser_of.format_usage().split()).removeprefix("usage: ")
    yield f"`{usage}`"
    below = [a for a in parser_of._actions if isinstance(a, argparse._SubParsersAction)]
    for action in below:
        for name, inner in action.choices.items():
            yield f"### {parser_of.prog} {name}"
            yield from _described(inner)
    if not below:
        yield _options(parser_of)


def _options(parser_of: argparse.ArgumentParser) -> str:
    rows = []
    for action in parser_of._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
        if action.choices is not None:
            value = ", ".join(map(str, action.choices))
        names = ", ".join(f"`{name}`" for name in action.option_strings) or f"`{value}`"
        rows.append((names, str(value) if action.option_strings else "", action.help or ""))
    return table(("Option", "Value", "Meaning"), *rows) if rows else ""


def classifiers_page() -> str:
    """Classical classifiers, from their table."""
    from pfd_desktop.core.classical.table import POOLED, TABLE, WAVEFORM_TABLE

    rows = [
        (row.title, f"`{row.key}`", reads, f"{row.cost_s:g} s", row.source)
        for reads, rows in (("features", TABLE), ("waveform", WAVEFORM_TABLE))
        for row in rows
    ]
    pooled = ", ".join(f"`{key}`" for key in POOLED)
    return (
        "# All classical classifiers\n\nWhat [training](training.md) offers besides physics "
        "evidence and networks. The time is that of fitting 2,000 windows (80 features, or 2,048 "
        "samples, of four classes) on one core of 2026.\n\n"
        + table(("Classifier", "Name", "Reads", "Time", "Source"), *rows)
        + f"\nThe vote and the pool ask {pooled}.\n"
    )


def learning_page() -> str:
    """What can be set of a network's training."""
    from pfd_desktop.core.networks.table import TABLE
    from pfd_desktop.core.training.options import FEATURE_PARAMETERS, PARAMETERS

    rows = [
        (
            one.title,
            f"`{one.key}`",
            one.reads.partition(" in windows of ")[2].partition(" samples")[0],
            f"{one.parameters:,} + {one.parameters_each} a class",
            f"{one.cost_s:g} s",
            "; ".join(f"`{name}` {', '.join(map(str, tried))}" for name, tried in one.searched),
        )
        for one in TABLE
    ]
    return (
        "# All settings of networks\n\nWhat the panel [Training](training.md) sets below the form, "
        "and `pfd train --set NAME=VALUE`. What is varied is varied anew in each epoch, by chance "
        "that follows from the seed, and only in windows that are learned from.\n\n"
        + parameters(PARAMETERS)
        + "\n## Classifiers on features\n\nWhite noise drives what was learned from quiet windows "
        "astray long before it hides the fault. What reads features therefore learns, unless told "
        "otherwise (`none`), from each recording once more with noise; copies of what is tested "
        "are never learned from, and what is tested stays as it was recorded.\n\n"
        + parameters(FEATURE_PARAMETERS)
        + "\n## What each network reads, weighs and takes\n\nAll read one channel, each window "
        "brought to zero mean and unit deviation by itself. The time is that of one core of 2026 "
        "for 1,000 windows of 2,048 samples. What is worth a try is tried by hand, and chosen on "
        "units that are not tested.\n\n"
        + table(("Network", "Name", "Least window", "Weights", "Time", "Worth a try"), *rows)
    )


def keyboard_page() -> str:
    """The shortcuts, from the register of actions."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    importlib.import_module("pfd_desktop.settings")  # pydantic minds the import hooks of PySide6
    from PySide6.QtWidgets import QApplication

    from pfd_desktop.bootstrap.window import make_frame
    from pfd_desktop.settings import Settings
    from pfd_desktop.ui.dialogs.help import shortcuts

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        home = os.environ.get("PFD_HOME")
        os.environ["PFD_HOME"] = folder
        frame = make_frame(application, Path(folder) / "project", Settings())
        found = shortcuts(frame.context.actions)
        frame.close()
        os.environ.pop("PFD_HOME")
        if home is not None:
            os.environ["PFD_HOME"] = home
    parts = ["# Keyboard\n\nShift+F1 shows this list in a table that can be searched; Ctrl+K finds "
             "any command by its words."]  # fmt: skip
    for where in dict.fromkeys(one.where for one in found):
        rows = [(one.key, one.does) for one in found if one.where == where]
        parts += [f"## {where[:1].upper()}{where[1:]}", table(("Key", "Does"), *rows)]
    return "\n\n".join(parts) + "\n"


def validation_page() -> str:
    """Measured and expected numbers."""
    from tests.validation.table.page import page

    return page()


MADE = {
    "analyses": analyses_page,
    "steps": steps_page,
    "fields": fields_page,
    "commands": commands_page,
    "classifiers": classifiers_page,
    "learning": learning_page,
    "keyboard": keyboard_page,
    "validation": validation_page,
}


# -- figures that texts state ----------------------------------------------------------------------


STATED, END = "<!-- false alarms, made by packaging/manual.py -->", "<!-- end -->"


def false_alarms() -> str:
    """What bench/false_alarms.py kept, as a table."""
    kept = json.loads((ROOT / "docs" / "false_alarms.json").read_text(encoding="utf-8"))
    rows = [
        (f"{one['recordings']} {one['what']}", str(one["alarms"]), _at_most(one["below"]))
        for one in kept["counted"]
    ]
    sure = f"True rate, with {100 * kept['confidence']:.0f} % confidence: below"
    version = (
        f"By version {kept['method_version']} of the method, on recordings from number"
        f" {kept['first']} of the simulation on."
    )
    return f"{table(('Simulated healthy recordings', 'Claims', sure), *rows)}\n{version}\n"


def _at_most(share: float) -> str:
    return f"{math.ceil(1e4 * share) / 100:.2f} %"


def stated(path: Path) -> str:
    """The text of *path* with the figures of today."""
    before, _, rest = path.read_text(encoding="utf-8").partition(STATED)
    after = rest.partition(END)[2]
    return f"{before}{STATED}\n{false_alarms()}{END}{after}"


STATING = (PAGES / "diagnosis.md", ROOT / "README.md")


# -- HTML ----------------------------------------------------------------------------------------


def contents() -> list[tuple[str, list[str]]]:
    """Groups of pages in their order, as index.md lists them."""
    groups: list[tuple[str, list[str]]] = [("", ["index"])]
    for line in (PAGES / "index.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            groups.append((line[3:], []))
        groups[-1][1].extend(re.findall(r"\]\((\w+)\.md\)", line) if line.startswith("- ") else [])
    return groups


def title_of(name: str) -> str:
    """The heading of a page."""
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    return next(line[2:] for line in text.splitlines() if line.startswith("# "))


def html_of(name: str) -> str:
    """A page as HTML that Qt and browsers show."""
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8").replace(GENERATED, "")
    body = MarkdownIt("commonmark").enable("table").render(text)
    body = re.sub(r'href="(\w+)\.md(#[\w-]+)?"', r'href="\1.html\2"', body)
    body = re.sub(r'<img src="\.\./pictures/([^"]+)"', _picture, body)
    body = body.replace("<table>", '<table border="1" cellspacing="0" cellpadding="4">')
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title_of(name)}'
        f"</title><style>{STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )


def _picture(found: re.Match[str]) -> str:
    with (PICTURES / found.group(1)).open("rb") as file:
        (width,) = struct.unpack(">I", file.read(24)[16:20])  # of the PNG's header
    return f'<img width="{min(width, WIDEST)}" src="pictures/{found.group(1)}"'


def pages() -> dict[str, str]:
    """Every file of resources/manual by its name."""
    groups = contents()
    made = {f"{name}.html": html_of(name) for _, names in groups for name in names}
    listed = [
        {"group": group, "pages": [{"name": n, "title": title_of(n)} for n in names]}
        for group, names in groups
        if names
    ]
    made["contents.json"] = json.dumps(listed, indent=1, ensure_ascii=False) + "\n"
    return made


def main() -> None:
    """Write everything anew."""
    for name, make in MADE.items():
        text = f"{GENERATED}\n\n{make()}"
        (PAGES / f"{name}.md").write_text(text, encoding="utf-8")
    for path in STATING:
        path.write_text(stated(path), encoding="utf-8")
    SHIPPED.mkdir(exist_ok=True)
    made = pages()
    for path in SHIPPED.iterdir():
        if path.is_file() and path.name not in made:
            path.unlink()
    for name, text in made.items():
        (SHIPPED / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(made) - 1} pages in {SHIPPED}\n")


if __name__ == "__main__":
    main()
