"""The Evaluation panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the chosen run; made part by part."""
    from pfd_desktop.ui.panels.evaluation import view as parts
    from pfd_desktop.ui.panels.evaluation.presenter import EvaluationPresenter
    from pfd_desktop.ui.plots.curves_plot import CurvesPlot

    plots = []
    for name in parts.PLOTS:
        yield
        plots.append(CurvesPlot(name))
    yield
    view, workspace = parts.EvaluationView(plots), context.workspace
    yield
    services = context.services
    presenter = EvaluationPresenter(view, services.training, services.evaluation, context.jobs)
    view.presenter = presenter
    view.recording_asked.connect(workspace.choose_recording)
    view.train_requested.connect(lambda: workspace.show_panel("training"))
    workspace.run_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.choose(workspace.run_id)
    return view


SPEC = PanelSpec(
    name="evaluation",
    title="Evaluation",
    icon="checks",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="How far a run's answers can be trusted: by class, score and slice, and where it should"
    " not answer.",
)
