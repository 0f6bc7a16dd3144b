"""Trainings that wait for those before them; rows of the store, so that a restart keeps them."""

from pfd_desktop.core.records.job import JobRecord
from pfd_desktop.core.records.learning import Run, TrainRequest
from pfd_desktop.core.records.requests import request_text, train_request
from pfd_desktop.progress import Progress
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store import jobs
from pfd_desktop.store.project import Project

KIND = "train"  # of the jobs that wait


class TrainingQueue:
    """What is to be trained, one after another. Whoever starts it takes it off (store/jobs)."""

    def __init__(self, project: Project, training: TrainingService) -> None:
        self._store, self._training = project.store, training

    def add(self, title: str, request: TrainRequest) -> int:
        """Let it wait behind the others; its place from 1. The same request waits once."""
        with self._store.write() as session:
            return jobs.queue(session, title, KIND, request_text(request))

    def waiting(self) -> tuple[JobRecord, ...]:
        """What waits, the next one first."""
        with self._store.read() as session:
            return jobs.queued(session)

    def move(self, job_id: str, steps: int) -> str:
        """Later by so many places, or earlier; its new key. Raises NotFound."""
        with self._store.write() as session:
            return jobs.move_queued(session, job_id, steps)

    def remove(self, job_id: str) -> None:
        """It is not to be trained after all. Raises NotFound."""
        with self._store.write() as session:
            jobs.leave_queue(session, job_id)

    def train(self, waited: JobRecord, progress: Progress) -> Run:
        """Train what has waited; raises what training raises."""
        return self._training.train(train_request(waited.request), progress)
