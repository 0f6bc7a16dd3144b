"""Opens a project and puts the services together; no Qt."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.bootstrap.printing import render_pdf
from pfd_desktop.core.records.job import JobRecord
from pfd_desktop.services.backups import BackupService
from pfd_desktop.services.bundles import BundleService
from pfd_desktop.services.catalog import Services
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.checking import CheckService
from pfd_desktop.services.comparison import ComparisonService
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.data import DataService
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.services.designs import DesignService
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.doctor import DoctorService
from pfd_desktop.services.evaluation import EvaluationService
from pfd_desktop.services.experiments import ExperimentsService
from pfd_desktop.services.exploring import ExploreService
from pfd_desktop.services.feature_recipes import FeatureRecipeService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.generation import GenerationService
from pfd_desktop.services.healthy import HealthyService
from pfd_desktop.services.importance import ImportanceService
from pfd_desktop.services.imports import ImportService
from pfd_desktop.services.job_log import JobLog
from pfd_desktop.services.kept import KeptService
from pfd_desktop.services.labels import LabelService
from pfd_desktop.services.own_features import OwnFeatureService
from pfd_desktop.services.queue import TrainingQueue
from pfd_desktop.services.reports import ReportService
from pfd_desktop.services.search import SearchService
from pfd_desktop.services.severity import SeverityService
from pfd_desktop.services.signals import KEPT_BYTES, SignalService
from pfd_desktop.services.solving import SolverService
from pfd_desktop.services.sources import SourceService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.services.tags import TagService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.services.trends import TrendService
from pfd_desktop.services.watching import WatchService
from pfd_desktop.settings import Settings
from pfd_desktop.store.engine import Announce, silent
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.workers.processes import Processes

# What most calls need: an idle child loads it, so that the first answer comes soon.
PRELOAD = (
    "pfd_desktop.core.waveforms.child",
    "pfd_desktop.core.analyses.child",
    "pfd_desktop.core.diagnosis.child",
    "scipy.signal",
)


@dataclass(frozen=True)
class Opened:
    """An open project with all that works on it."""

    services: Services
    project: Project
    compute: Processes
    interrupted: tuple[JobRecord, ...]  # what the program was doing when it was killed

    def close(self) -> None:
        """In the reverse order of opening."""
        self.compute.close()
        self.project.close()


def open_services(folder: Path, settings: Settings, announce: Announce = silent) -> Opened:
    """The project in *folder*, made when absent, with its services. No child is started yet."""
    project = open_project(folder, announce)
    compute = Processes(settings.compute.processes, settings.compute.child_memory_mib, PRELOAD)
    try:
        told = settings.compute
        services = put_together(project, compute, told.cache_mib << 20, told.figures_mib << 20)
        services.training.mark_interrupted()
        services.training.finish_deletions()
        return Opened(services, project, compute, services.jobs.mark_interrupted())
    except BaseException:
        compute.close()
        project.close()
        raise


def put_together(
    project: Project, compute: Compute, cache_bytes: int, figure_bytes: int = KEPT_BYTES
) -> Services:
    """All services of an open project.

    At most *cache_bytes* of processed waveforms are kept, and *figure_bytes* of analyses in memory.
    """
    imports, speeds = ImportService(project, compute), SpeedService(project, compute)
    chains = ChainService(project, compute, speeds, cache_bytes)
    data, search = DataService(project), SearchService(project)
    signals = SignalService(project, compute, chains, speeds, kept_bytes=figure_bytes)
    features, training = FeatureService(project, compute), TrainingService(project, compute)
    diagnosis, severity = DiagnosisService(project, compute), SeverityService(project, compute)
    return Services(
        data=data,
        imports=imports,
        watching=WatchService(project, imports),
        signals=signals,
        chains=chains,
        kept=KeptService(project, chains.kept, signals.kept),
        speeds=speeds,
        labels=LabelService(project),
        severity=severity,
        trends=TrendService(project, compute),
        diagnosis=diagnosis,
        solver=SolverService(data, speeds, compute),
        datasets=DatasetService(project),
        bundles=BundleService(project, compute),
        features=features,
        feature_recipes=FeatureRecipeService(project),
        own_features=OwnFeatureService(project, compute),
        importance=ImportanceService(project, compute),
        healthy=HealthyService(project, compute),
        exploring=ExploreService(data, features, compute),
        training=training,
        queue=TrainingQueue(project, training),
        evaluation=EvaluationService(project, compute),
        comparison=ComparisonService(project, training, compute),
        generation=GenerationService(project, compute),
        designs=DesignService(project, compute),
        checking=CheckService(project, compute),
        backups=BackupService(project),
        sources=SourceService(project),
        doctor=DoctorService(project, compute),
        reports=ReportService(data, signals, diagnosis, severity, render_pdf),
        search=search,
        experiments=ExperimentsService(project, search),
        tags=TagService(project),
        jobs=JobLog(project.store),
    )
