"""A critical-difference diagram, ready to draw: who ranks where, and what cannot be told apart."""

from dataclasses import dataclass

from pfd_desktop.core.comparison.outcome import Comparison


@dataclass(frozen=True)
class RanksFigure:
    """Mean ranks, 1 being best; after Demšar, J. Mach. Learn. Res. 7 (2006) 1, fig. 1."""

    names: tuple[str, ...]  # the best first
    mean_ranks: tuple[float, ...]  # in that order
    critical_difference: float  # Nemenyi's; ranks further apart differ
    alpha: float
    joined: tuple[tuple[float, float], ...]  # ranks from and to which no difference was shown
    label: str  # "Mean rank over 20 units (1 is best)"


def ranks_figure(found: Comparison) -> RanksFigure | None:
    """The diagram of a comparison; None where nothing was ranked."""
    ranks = found.ranks
    if ranks is None:
        return None
    means = ranks.mean_ranks
    order = sorted(range(len(means)), key=lambda place: means[place])
    return RanksFigure(
        names=tuple(found.sides[place].name for place in order),
        mean_ranks=tuple(means[place] for place in order),
        critical_difference=ranks.critical_difference,
        alpha=ranks.alpha,
        joined=tuple((means[group[0]], means[group[-1]]) for group in ranks.groups),
        label=f"Mean rank over {ranks.chi_square.cases} {found.ranked_over} (1 is best)",
    )
