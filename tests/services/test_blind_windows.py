"""What labels say of windows that show nothing is said beside the share named rightly."""

from dataclasses import replace
from pathlib import Path

from pfd_desktop.core.evaluation.ceiling import Blind
from pfd_desktop.core.records.labels import UNSEEN, LabelFacts, LabelKind
from pfd_desktop.core.records.learning import SplitKind, TrainRequest
from pfd_desktop.progress import Silent
from pfd_desktop.store import labels
from tests.services.learning_project import Told, put
from tests.services.test_learning import RATE_HZ, WINDOW, Rig, wave


def test_windows_in_unseen_stretches_are_counted_for_features_and_waveforms(tmp_path: Path) -> None:
    rig, ids = Rig(tmp_path / "project"), []
    for label in ("inner race", "outer race"):
        for unit in range(2):
            told = Told(f"{label} {unit}", f"{label} {unit}", label)
            ids.append(put(rig.project, wave(label, unit, len(ids)), told))
    request = TrainRequest("forest", SplitKind.UNIT, rig.extracted(ids), tuple(ids))
    bare = replace(
        request, classifier="minirocket", feature_set_id=None, window_samples=WINDOW // 2
    )
    runs = [rig.training.train(one, Silent()).id for one in (request, bare)]
    assert rig.evaluation.assess(runs[0], Silent()).blind == ()
    window_s = WINDOW / RATE_HZ  # five windows to a recording, of the halves ten
    hidden = LabelFacts(LabelKind.REGION, (UNSEEN,), start_s=1.4 * window_s, stop_s=4 * window_s)
    other = replace(hidden, classes=("rub",))
    with rig.project.store.write() as session:
        labels.add(session, ids[-1], (hidden, other), "engineer")
    found = [rig.evaluation.assess(one, Silent()).blind for one in runs]
    assert found[0] == (Blind("inner race", 10, 0), Blind("outer race", 10, 2))
    assert found[1] == (Blind("inner race", 20, 0), Blind("outer race", 20, 5))
    rig.project.close()
