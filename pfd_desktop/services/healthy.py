"""Guards: what learned from healthy recordings alone."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pfd_desktop.core.features.catalogue import catalogue_of
from pfd_desktop.core.features.extraction import Cut
from pfd_desktop.core.features.recipe import FeatureRecipe
from pfd_desktop.core.healthy.cases import cases_of
from pfd_desktop.core.healthy.detectability import (
    Heard,
    Injecting,
    amplitudes_for,
    detection,
    hear,
    rms_of,
)
from pfd_desktop.core.healthy.detectors import detector
from pfd_desktop.core.healthy.injecting import INJECTED, injected
from pfd_desktop.core.healthy.judging import Asking, judge, not_known
from pfd_desktop.core.healthy.learning import Learning, learn
from pfd_desktop.core.healthy.limits import cases_needed
from pfd_desktop.core.healthy.operating import Member, bin_of
from pfd_desktop.core.records.comparing import comparable, kind_words
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import Detectability, Guard, GuardRequest, Judgement
from pfd_desktop.core.records.learning import FeatureSet
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import EnvironmentFault, InvalidInput, NotFound, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.feature_recipes import FeatureRecipeService
from pfd_desktop.services.features import feature_file, known_of
from pfd_desktop.services.guard_files import GuardFiles
from pfd_desktop.services.members import recordings_as_asked
from pfd_desktop.store import feature_sets
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project

__all__ = ["GuardRequest", "HealthyService", "Injection"]

_UNUSABLE = "D"  # the grade of a measurement that says nothing


@dataclass(frozen=True)
class Injection:
    """Which faults to inject, and how large."""

    faults: tuple[Fault, ...] = ()  # all without any
    amplitudes: tuple[float, ...] = ()  # by the recordings' RMS without any; in their unit
    resonance_hz: float = 0.0  # 0: as the sampling rate allows
    recordings: int = 50  # at most, spread over the units
    seed: int = 0


class HealthyService:
    """Trains guards, asks them, and says what they would find."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute
        self._files = GuardFiles(project.runs / "guards")

    def train(self, request: GuardRequest, progress: Progress) -> Guard:
        """Learn from the healthy recordings of a feature set, and keep the guard.

        Raises InvalidInput where they are too few for the rate of false alarms, are not healthy, or
        were measured in different units or at different rates.
        """
        cases_needed(request.rate)
        detector(request.detector)
        with self._project.store.read() as session:
            kept = feature_sets.get(session, request.feature_set_id)
        chosen = self._healthy(request, kept)
        units = {one.unit_id for one in chosen}
        by_unit = len(units) > 1 and not request.known_units
        recipe = _watched_by(FeatureRecipeService(self._project).recipe(kept.id))
        key = new_key()
        learning = Learning(
            request=request,
            matrix=feature_file(self._project.runs, kept.id),
            members=_members(chosen, by_unit=by_unit),
            by_unit=by_unit,
            folder=self._files.folder(key),
        )
        try:
            learned = self._compute.run(progress, learn, learning)
        except BaseException:
            shutil.rmtree(learning.folder, ignore_errors=True)
            raise
        title = detector(request.detector).title
        guard = Guard(
            id=key,
            name=request.name or f"{title}, 1 in {1 / request.rate:.4g}",
            request=request,
            features=recipe.features,
            code_version=recipe.version,
            window_samples=recipe.window_samples,
            overlap=recipe.overlap,
            unit=chosen[0].unit,
            rate_hz=chosen[0].rate_hz,
            by_unit=by_unit,
            bins=learned.bins,
            uncovered=learned.uncovered,
            created_at=now(),
            axis=chosen[0].axis,
            processed=chosen[0].processed,
        )
        self._files.save(guard)
        return guard

    def list_all(self) -> tuple[Guard, ...]:
        """All guards, the newest first."""
        return self._files.list_all()

    def get(self, guard_id: str) -> Guard:
        """The guard; raises NotFound."""
        return self._files.get(guard_id)

    def delete(self, guard_id: str) -> None:
        """Take the guard off the disk, with what it would find."""
        self._files.delete(guard_id)

    def judge(
        self, guard_id: str, recording_ids: Sequence[str], progress: Progress
    ) -> tuple[Judgement, ...]:
        """What the guard says of each recording, in the order given.

        Raises InvalidInput where its features are of a version that is not computed any more.
        """
        guard = self.get(guard_id)
        catalogue_of(guard.code_version)
        found: dict[str, Judgement] = {}
        asked: list[Asking] = []
        for one in recordings_as_asked(self._project, recording_ids, None):
            able = self._asking(guard, one)
            if isinstance(able, str):
                found[one.id] = not_known(one.id, one.name, able)
            else:
                asked.append(able)
        answers = self._compute.map(progress, judge, asked)
        for asking, answer in zip(asked, answers, strict=True):
            if isinstance(answer, EnvironmentFault | NotFound):
                raise answer
            key = asking.recording_id
            if isinstance(answer, PfdError):
                found[key] = not_known(key, asking.cut.name, str(answer))
            else:
                found[key] = answer
        return tuple(
            replace(found[one], met=guard.met(one)) for one in dict.fromkeys(recording_ids)
        )

    def detectability(
        self, guard_id: str, injection: Injection, progress: Progress
    ) -> Detectability:
        """Inject faults into the guard's held-out recordings, and keep what it finds.

        What was found before of other faults, with the same seed and resonance, is in the answer.
        """
        guard = self.get(guard_id)
        catalogue_of(guard.code_version)
        faults = tuple(dict.fromkeys(injected(one).fault for one in injection.faults or INJECTED))
        held = spread(self._held_out(guard), injection.recordings)
        levels = self._amplitudes(held, injection, Part(progress, 0.0, 0.05))
        case = cases_of([one for one, _ in held], by_unit=guard.by_unit)
        asked = [
            Injecting(
                asking=asking,
                unit_id=case[one.id],
                bearing=one.bearing,
                content=one.blob,
                faults=faults,
                amplitudes=levels,
                resonance_hz=injection.resonance_hz,
                seed=injection.seed,
            )
            for one, asking in held
        ]
        heard = _raised(self._compute.map(Part(progress, 0.05, 1.0), hear, asked))
        found = Detectability(
            guard_id=guard.id,
            guard_name=guard.name,
            unit=guard.unit,
            rate=guard.request.rate,
            units=len({one.unit_id for one, _ in held}),
            seed=injection.seed,
            resonance_hz=injection.resonance_hz,
            found=tuple(
                detection(fault, levels, [one[place] for one in heard], injection.seed)
                for place, fault in enumerate(faults)
            ),
            created_at=now(),
        )
        found = _together(self._files.found(guard_id), found)
        self._files.save_found(found)
        return found

    def found(self, guard_id: str) -> Detectability | None:
        """What was kept of the last injection; None where nothing was injected."""
        return self._files.found(guard_id)

    def _healthy(self, request: GuardRequest, kept: FeatureSet) -> list[Recording]:
        """The recordings to learn from, the oldest first."""
        missing = set(request.recording_ids) - set(kept.recording_ids)
        if missing:
            raise InvalidInput(
                f"{len(missing)} of the chosen recordings are not in this feature set. Extract"
                " their features first."
            )
        asked = request.recording_ids or kept.recording_ids
        chosen = recordings_as_asked(self._project, asked, kept.dataset_version_id)
        if request.recording_ids:
            faulty = [one.name for one in chosen if one.label not in {None, "", Fault.HEALTHY}]
            if faulty:
                raise InvalidInput(
                    f"{len(faulty)} of the chosen recordings bear the label of a fault (first:"
                    f" {faulty[0]}). A guard learns from healthy ones alone."
                )
        else:
            chosen = [one for one in chosen if one.label == Fault.HEALTHY]
        if not chosen:
            raise InvalidInput(
                "No recording of this feature set is labelled healthy. Label some, or choose those"
                " that you know to be so."
            )
        _one_kind(chosen)
        return sorted(chosen, key=lambda one: ((one.measured_at or one.imported_at), one.id))

    def _asking(self, guard: Guard, one: Recording) -> Asking | str:
        """What a child needs to judge it; in words why it cannot be judged."""
        if not comparable(one, guard):
            return f"it was measured in {kind_words(one)}, what was learned in {kind_words(guard)}"
        if one.grade == _UNUSABLE:
            return "the measurement itself is unusable (grade D)"
        found = bin_of(guard, one.condition, one.speed_rpm)
        if isinstance(found, str):
            return found
        place, own = found
        cut = Cut(
            one.path,
            one.name,
            guard.window_samples,
            guard.overlap,
            known_of(one),
            guard.features,
        )
        folder = self._files.folder(guard.id)
        return Asking(one.id, cut, own, place, folder, guard.request.rate)

    def _held_out(self, guard: Guard) -> list[tuple[Recording, Asking]]:
        with self._project.store.read() as session:
            kept = feature_sets.get(session, guard.request.feature_set_id)
        ids = [key for one in guard.bins for key in one.held_out]
        held = recordings_as_asked(self._project, ids, kept.dataset_version_id)
        pairs = [(one, self._asking(guard, one)) for one in held]
        made = [(one, able) for one, able in pairs if not isinstance(able, str)]
        if not made:
            raise InvalidInput(
                "None of the recordings that this guard was calibrated on can be judged any more:"
                " something is known of them otherwise since. Train it anew."
            )
        return made

    def _amplitudes(
        self, held: list[tuple[Recording, Asking]], injection: Injection, progress: Progress
    ) -> tuple[float, ...]:
        if injection.amplitudes:
            if any(not 0 <= one < float("inf") for one in injection.amplitudes):
                raise InvalidInput("Amplitudes are numbers from 0 on, in the recordings' unit.")
            return tuple(sorted({0.0, *injection.amplitudes}))
        found = self._compute.map(progress, rms_of, [asking for _, asking in held])
        for one in found:
            if isinstance(one, PfdError):
                raise one
        return amplitudes_for([one for one in found if not isinstance(one, PfdError)])


def spread(held: Sequence[tuple[Recording, Asking]], most: int) -> list[tuple[Recording, Asking]]:
    """At most so many of them: the first of each unit, then the second of each, and so on."""
    if most < 1:
        raise InvalidInput("Faults are injected into one recording at least.")
    seen: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for pair in held:
        turns.append((seen[pair[0].unit_id], len(turns)))
        seen[pair[0].unit_id] += 1
    chosen = sorted(range(len(held)), key=lambda place: turns[place])[:most]
    return [held[place] for place in sorted(chosen)]


def _one_kind(chosen: Sequence[Recording]) -> None:
    others = [one for one in chosen if not comparable(one, chosen[0])]
    if others:
        raise InvalidInput(
            f"The healthy recordings are in {kind_words(chosen[0])}, and {len(others)} of them in"
            f" others (first: {others[0].name}, {kind_words(others[0])}). A guard learns from one"
            " unit and one sampling rate, processed alike; choose recordings that share them."
        )


def _together(before: Detectability | None, new: Detectability) -> Detectability:
    """The new beside what was found of other faults in the same way, in the table's order."""
    if before is None or (before.seed, before.resonance_hz) != (new.seed, new.resonance_hz):
        return new
    of = {one.fault: one for one in (*before.found, *new.found)}
    return replace(new, found=tuple(of[fault] for fault in INJECTED if fault in of))


def _members(chosen: Sequence[Recording], *, by_unit: bool) -> tuple[Member, ...]:
    case = cases_of(chosen, by_unit=by_unit)
    return tuple(
        Member(one.id, one.name, one.unit_id, case[one.id], one.condition, one.speed_rpm)
        for one in chosen
    )


def _watched_by(recipe: FeatureRecipe) -> FeatureRecipe:
    """The recipe, of features that a guard can compute anew; raises InvalidInput for others."""
    if recipe.own or recipe.baseline:
        raise InvalidInput(
            "A guard computes its features anew for each recording, and knows neither own features"
            " nor baselines. Choose a feature set without them."
        )
    return recipe


def _raised(found: Sequence[tuple[Heard, ...] | PfdError]) -> list[tuple[Heard, ...]]:
    for one in found:
        if isinstance(one, PfdError):
            raise one
    return [one for one in found if not isinstance(one, PfdError)]
