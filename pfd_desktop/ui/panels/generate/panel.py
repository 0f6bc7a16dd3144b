"""The Generate panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, made part by part."""
    from pfd_desktop.ui.panels.generate import view as parts
    from pfd_desktop.ui.panels.generate.presenter import GeneratePresenter

    services = context.services
    yield
    form = parts.FORM()
    yield
    time = parts.TIME()
    yield
    spectrum = parts.SPECTRUM()
    yield
    view = parts.GenerateView(parts.GenerateParts(form, time, spectrum))
    yield
    view.presenter = GeneratePresenter(view, services.data, services.designs, context.jobs)
    return view


SPEC = PanelSpec(
    name="generate",
    title="Generate",
    icon="wave-sine",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Sets of synthetic recordings with a known truth, looked at before they are made.",
)
