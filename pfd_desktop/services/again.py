"""Running again what was interrupted: how, by the kind of the job."""

from collections.abc import Callable
from functools import partial

from pfd_desktop.core.generator import design_text
from pfd_desktop.core.records.job import JobRecord
from pfd_desktop.core.records.learning import RunState
from pfd_desktop.core.records.requests import (
    extract_request,
    import_request,
    kept_apply,
    kept_ids,
    kept_seed,
    train_request,
)
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.catalog import Services

Call = Callable[[Progress], object]


def call_again(services: Services, job: JobRecord) -> Call | None:
    """The work of *job*, ready to be run once more; None where that is not known.

    Raises InvalidInput when what was kept of the request cannot be read.
    """
    make = _AGAIN.get(job.kind)
    return make(services, job) if make and job.request else None


def _import(services: Services, job: JobRecord) -> Call:
    return partial(services.imports.import_files, import_request(job.request))


def _diagnose(services: Services, job: JobRecord) -> Call:
    ids = kept_ids(job.request)

    def work(progress: Progress) -> object:
        return tuple(
            services.diagnosis.diagnose(one, Part(progress, i / len(ids), (i + 1) / len(ids)))
            for i, one in enumerate(ids)
        )

    return work


def _extract(services: Services, job: JobRecord) -> Call:
    return partial(services.features.extract, extract_request(job.request))


def _train(services: Services, job: JobRecord) -> Call:
    stopped = _stopped_run(services, job)
    if stopped is not None:  # it goes on from its last checkpoint
        return partial(services.training.resume, stopped)
    return partial(services.training.train, train_request(job.request))


def _meter(services: Services, job: JobRecord) -> Call:
    stopped = _stopped_run(services, job)
    if stopped is not None:
        return partial(services.training.resume, stopped)
    return partial(services.training.leak_meter, train_request(job.request))


def _stopped_run(services: Services, job: JobRecord) -> str | None:
    """The run that the job had begun: the first of its kind after the job's own beginning."""
    wanted = train_request(job.request)
    begun = [
        run
        for run in services.training.summaries()
        if run.state is RunState.INTERRUPTED
        and run.created_at >= job.started_at
        and (run.classifier, run.seed) == (wanted.classifier, wanted.seed)
    ]
    return min(begun, key=lambda run: run.created_at).id if begun else None


def _examine(services: Services, job: JobRecord) -> Call:
    return partial(services.doctor.examine, kept_ids(job.request))


def _sample(services: Services, job: JobRecord) -> Call:
    return partial(services.generation.make_sample, kept_seed(job.request))


def _design(services: Services, job: JobRecord) -> Call:
    return partial(services.designs.make, design_text.read(job.request))


def _apply(services: Services, job: JobRecord) -> Call:
    chain_id, ids = kept_apply(job.request)
    return partial(services.chains.apply_to_many, chain_id, ids)


_AGAIN: dict[str, Callable[[Services, JobRecord], Call]] = {
    "import": _import,
    "diagnose": _diagnose,
    "examine": _examine,
    "examine new": lambda services, _: services.doctor.examine_waiting,
    "extract": _extract,
    "train": _train,
    "leak meter": _meter,
    "sample": _sample,
    "design": _design,
    "apply chain": _apply,
}
