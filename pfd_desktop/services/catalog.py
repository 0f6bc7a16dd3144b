"""All services by name."""

from dataclasses import dataclass

from pfd_desktop.services.backups import BackupService
from pfd_desktop.services.bundles import BundleService
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.checking import CheckService
from pfd_desktop.services.comparison import ComparisonService
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
from pfd_desktop.services.signals import SignalService
from pfd_desktop.services.solving import SolverService
from pfd_desktop.services.sources import SourceService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.services.tags import TagService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.services.trends import TrendService
from pfd_desktop.services.watching import WatchService


@dataclass(frozen=True)
class Services:
    """What the user can ask for."""

    data: DataService
    imports: ImportService
    watching: WatchService
    signals: SignalService
    chains: ChainService
    kept: KeptService
    speeds: SpeedService
    labels: LabelService
    severity: SeverityService
    trends: TrendService
    diagnosis: DiagnosisService
    solver: SolverService
    datasets: DatasetService
    bundles: BundleService
    features: FeatureService
    feature_recipes: FeatureRecipeService
    own_features: OwnFeatureService
    importance: ImportanceService
    healthy: HealthyService
    exploring: ExploreService
    training: TrainingService
    queue: TrainingQueue
    experiments: ExperimentsService
    evaluation: EvaluationService
    comparison: ComparisonService
    generation: GenerationService
    designs: DesignService
    checking: CheckService
    backups: BackupService
    sources: SourceService
    doctor: DoctorService
    reports: ReportService
    search: SearchService
    tags: TagService
    jobs: JobLog
