"""Choosing features in the Training panel."""

from pytestqt.qtbot import QtBot

from pfd_desktop.core.features.selection import Choosing
from pfd_desktop.core.records.learning import TrainRequest
from pfd_desktop.ui.panels.training.material import material
from pfd_desktop.ui.panels.training.view import TrainingView

KNOWN = {"forest": "Random forest", "physics": "Physics", "minirocket": "MiniRocket"}


def made(qtbot: QtBot) -> TrainingView:
    view = TrainingView()
    qtbot.addWidget(view)
    view.choice_changed.connect(lambda choice: view.show_material(material(choice, (), ())))
    view.show_classifiers(KNOWN, "")
    view.show()
    return view


def test_number_and_rule_are_part_of_the_choice(qtbot: QtBot) -> None:
    view = made(qtbot)
    assert view.choice().select == 0
    assert not view.select_by.isEnabled()  # a rule that would not act
    view.select.setValue(7)
    assert view.select_by.isEnabled()
    view.select_by.setCurrentIndex(view.select_by.findData(Choosing.RFE))
    assert (view.choice().select, view.choice().select_by) == (7, "rfe")


def test_only_what_learns_from_features_that_can_be_chosen_offers_it(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.select.setValue(7)
    for name, offered in (("physics", False), ("minirocket", False), ("forest", True)):
        view.classifier.setCurrentIndex(view.classifier.findData(name))
        assert view.select.isVisible() == view.select_by.isVisible() == offered
        assert view.choice().select == (7 if offered else 0)


def test_the_form_is_filled_with_what_a_run_selected(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.fill(TrainRequest("forest", select=12, select_by="variance"))
    assert (view.choice().select, view.choice().select_by) == (12, "variance")
    view.fill(TrainRequest("forest"))
    assert (view.choice().select, view.choice().select_by) == (0, "mid")


def test_attention_is_offered_and_refused_for_what_is_no_network(qtbot: QtBot) -> None:
    view = TrainingView()
    qtbot.addWidget(view)
    view.choice_changed.connect(lambda choice: view.show_material(material(choice, (), ())))
    view.show_classifiers({**KNOWN, "wdcnn": "WDCNN"}, "")
    view.show()
    view.pool.setCurrentIndex(view.pool.findData("attention"))
    assert view.choice().pool == "attention"
    assert "learned with a network" in view.problem.text()
    view.classifier.setCurrentIndex(view.classifier.findData("wdcnn"))
    assert "learned with a network" not in view.problem.text()
