"""How severe a recording is: tables of zones, facts of machines, verdicts."""

import math
from dataclasses import replace

from pfd_desktop.core.diagnosis.speed import TRUSTED
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.severity import MachineFacts, Measure, SeverityTable, Support
from pfd_desktop.core.severity.child import SeverityRequest, overall_for_zone
from pfd_desktop.core.severity.tables import built_in, check
from pfd_desktop.core.severity.zones import ZoneVerdict, chosen, judged, refused
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import recordings, severity, stale
from pfd_desktop.store.project import Project


class SeverityService:
    """Zones, and what they rest on."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def tables(self) -> tuple[SeverityTable, ...]:
        """All versions: the shipped, then the project's own by name and version."""
        with self._store.read() as session:
            return built_in() + severity.tables(session)

    def edit_table(self, table: SeverityTable) -> SeverityTable:
        """Keep a table as the next version of its name, which holds from now on.

        Raises InvalidInput where it is no table of zones. Undo is drop_table of what it returned.
        """
        check(table)
        with self._store.write() as session:
            versions = [
                one.version
                for one in built_in() + severity.tables(session)
                if one.name == table.name
            ]
            new = replace(table, version=max(versions, default=0) + 1, built_in=False)
            return severity.add_table(session, new)

    def drop_table(self, table: SeverityTable) -> None:
        """Take a version of the project away; the one before holds again."""
        if table.built_in:
            raise InvalidInput(f"{table.name} is shipped and stays. Edit it: that makes a version.")
        with self._store.write() as session:
            severity.delete_table(session, table.name, table.version)

    def facts(self, machine_id: str) -> MachineFacts:
        """What a zone needs to know of a machine; unknown where nobody has told."""
        with self._store.read() as session:
            return severity.facts(session, machine_id)

    def tell(self, facts: MachineFacts) -> MachineFacts:
        """Tell it; returns what was told before, for undo. Raises InvalidInput, NotFound.

        Diagnoses that rest on another critical speed or on other zones are stale and go.
        """
        self._check(facts)
        with self._store.write() as session:
            before = severity.put_facts(session, facts)
            if _said_to_diagnosis(before) != _said_to_diagnosis(facts):
                stale.forget_machine(session, facts.machine_id)
            return before

    def zone(self, recording_id: str, progress: Progress) -> ZoneVerdict:
        """The zone of a recording as measured, whatever it is seen through, or why there is none.

        Displacement is judged as shaft vibration, everything else by overall velocity.
        """
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
            facts = severity.facts(session, recording.machine_id)
            tables = built_in() + severity.tables(session)
        measure = Measure.SHAFT if recording.quantity == "displacement" else Measure.VELOCITY
        table, rpm = chosen(tables, facts, measure), known_rpm(recording)
        if recording.axis != "time":
            return refused(recording.name, "its samples lie along an angle.", facts, table)
        if recording.processed:
            why = f"it was processed ({recording.processed}); judge what it was made from."
            return refused(recording.name, why, facts, table)
        request = SeverityRequest(recording.path, measure, rpm)
        found = self._compute.run(progress, overall_for_zone, request)
        if isinstance(found, str):
            return refused(recording.name, found, facts, table)
        return judged(recording.name, found, facts, table, rpm)

    def _check(self, facts: MachineFacts) -> None:
        for what, value, unit in (
            ("power", facts.power_kw, "kW"),
            ("critical speed", facts.critical_rpm, "rpm"),
        ):
            if value is not None and not (math.isfinite(value) and value > 0):
                raise InvalidInput(
                    f"A {what} of {value:g} {unit} cannot be used: give one above 0."
                )
        if not facts.table:
            return
        named = [table for table in self.tables() if table.name == facts.table]
        if not named:
            known = ", ".join(dict.fromkeys(table.name for table in self.tables()))
            raise NotFound(f"No severity table is called {facts.table}; known are {known}.")
        groups = dict.fromkeys(row.group for row in named[-1].limits)
        if facts.group and facts.group not in groups:
            raise InvalidInput(
                f"{facts.table} has no group {facts.group}; it has {', '.join(groups)}."
            )


def _said_to_diagnosis(facts: MachineFacts) -> tuple[object, ...]:
    return facts.critical_rpm, facts.table, facts.group, facts.support


def known_rpm(recording: Recording) -> float | None:
    """The speed told, else one that the signal says clearly; None where neither is."""
    if recording.speed_rpm is not None:
        return recording.speed_rpm
    trusted = (recording.speed_confidence or 0) >= TRUSTED
    return recording.speed_estimate_rpm if trusted else None


def merged_facts(
    facts: MachineFacts,
    *,
    group: str | None = None,
    support: Support | None = None,
    power_kw: float | None = None,
    table: str | None = None,
    critical_rpm: float | None = None,
) -> MachineFacts:
    """The facts with what is given; None stays as it is."""
    return replace(
        facts,
        group=facts.group if group is None else group,
        support=facts.support if support is None else support,
        power_kw=facts.power_kw if power_kw is None else power_kw,
        table=facts.table if table is None else table,
        critical_rpm=facts.critical_rpm if critical_rpm is None else critical_rpm,
    )
