"""The report of a comparison: the verdict, what it rests on, what would settle what is open."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from pfd_desktop.core.comparison import words
from pfd_desktop.core.comparison.outcome import Comparison
from pfd_desktop.core.figures.ranks import ranks_figure
from pfd_desktop.core.reports.comparison_svg import (
    curves_height,
    curves_svg,
    intervals_height,
    intervals_svg,
    ranks_height,
    ranks_svg,
)
from pfd_desktop.core.reports.page import (
    document,
    fine_table,
    heading,
    paragraph,
    picture,
    table,
)

_WIDTHS = {  # of the columns of the tests, in percent
    "Test": 15,
    "Statistic": 8,
    "p": 10,
    "p, all pairs": 9,
    "Effect size": 18,
    "Least p": 10,
    "Cases": 12,
    "Between": 18,
}
_HOW = (
    "A case is a recording, a unit, a fold or a seed, never a window: windows of one recording are"
    " not independent, and tests that count them find differences where there are none.",
    "The sign flips by unit decide: recordings of one unit are alike, so that units are what there"
    " is many of. p, all pairs, is adjusted by Holm's method for the number of pairs.",
    "Least p is the smallest that so few cases could have given; where it is above 0.05 the test"
    " could not have shown a difference, whatever it was.",
    "That no difference was shown does not say that there is none.",
)


def comparison_html(found: Comparison, made_at: datetime) -> str:
    """One document that needs no other file; *made_at* is aware."""
    title = f"Comparison of {len(found.run_names)} runs"
    return document(title, [*heading(title, made_at), *_body(found)])


def _body(found: Comparison) -> Iterable[str]:
    yield paragraph(found.verdict, "verdict")
    for warning in found.warnings:
        yield paragraph(f"⚠ {warning}", "warning")
    yield paragraph(words.open_words(found))
    yield "<h3>What was compared</h3>"
    yield paragraph(f"{words.facts_words(found)}.", "muted")
    yield table(words.SIDES, map(words.side_row, found.sides))
    drawn = intervals_svg(found.sides, found.chance)
    yield picture(drawn, "Accuracy of the runs", height=intervals_height(len(found.sides)))
    figure = ranks_figure(found)
    if figure is not None:
        caption = (
            f"Critical-difference diagram: ranks more than {figure.critical_difference:.2f} apart"
            f" differ (Nemenyi, {100 * figure.alpha:g} %)"
        )
        yield picture(ranks_svg(figure), caption, height=ranks_height(figure))
    for one in found.curves:
        yield picture(curves_svg(one.figure), one.title, height=curves_height(one.figure))
    if len(found.pairs) > 1:
        yield "<h3>In pairs</h3>"
        yield from (paragraph(words.pair_words(pair)) for pair in found.pairs)
    yield "<h3>Tests</h3>"
    widths = {name: _WIDTHS[name] for name in words.headings_of_tests(found)}
    yield fine_table(widths, words.rows_of_tests(found))
    yield from _notes(found)
    yield from _settings(found)
    yield "<h3>How to read this</h3>"
    yield "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in _HOW) + "</ul>"


def _notes(found: Comparison) -> Iterable[str]:
    notes = dict.fromkeys(f"{line.test}: {line.note}" for line in found.tests if line.note)
    for note in notes:
        yield paragraph(note, "muted")
    if found.chances:
        rope = 100 * found.chances[0].posterior.rope
        yield "<h3>How probable it is</h3>"
        yield paragraph(
            f"Less than {rope:g} points of accuracy count as no difference in practice.", "muted"
        )
        yield table(words.CHANCES, map(words.chance_row, found.chances))
    if found.not_applied:
        yield "<h3>Tests that have nothing to say here</h3>"
        yield table((), [(one.test, one.reason) for one in found.not_applied])


def _settings(found: Comparison) -> Iterable[str]:
    yield "<h3>What the runs were told differently</h3>"
    if not found.settings:
        yield paragraph("Nothing.", "muted")
        return
    rows = [
        (name, *(one.values[place] for one in found.settings))
        for place, name in enumerate(found.run_names)
    ]
    yield table(("Run", *(one.name for one in found.settings)), rows)
