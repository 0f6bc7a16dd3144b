"""Own features: what a file declares, what it is asked before it is taken, how its failures end."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.features.extraction import Cut, Rows, extract
from pfd_desktop.core.features.own_acceptance import Accepted, ToAccept, accept
from pfd_desktop.core.features.own_file import OwnFile, declared
from pfd_desktop.core.features.own_template import TEMPLATE
from pfd_desktop.core.features.spec import Domain, Known, Need
from pfd_desktop.core.features.windows import standard_features
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT

HEAD = """import numpy as np
from pfd_desktop.core.features.own import Answer, Window, feature
"""
FEATURE = """
@feature("mean power", unit="recording²", formula="mean x²", degree=2, version=1)
def power(window):
    {body}

@power.answer
def of_a_square_wave():
    return Answer(Window(np.tile([2.0, -2.0], 500), 1000.0), 4.0)
"""
UNKNOWN = Known()
MEAN = "return np.mean(window.samples ** 2)"


def taken(folder: Path, text: str) -> Accepted:
    path = folder / "mine.py"
    path.write_text(text, encoding="utf-8")
    return accept(ToAccept(path), SILENT)


def refused(folder: Path, text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        taken(folder, text)


def test_the_template_is_taken_as_it_is(tmp_path: Path) -> None:
    found = taken(tmp_path, TEMPLATE)
    assert found.sha256 == hashlib.sha256(TEMPLATE.encode()).hexdigest()
    first, second = found.specs
    assert (first.name, first.unit, first.degree, first.domain) == (
        "peak to peak",
        "recording",
        1,
        Domain.OWN,
    )
    assert second.needs == (Need.SPEED,)
    assert not (tmp_path / "__pycache__").exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("x = 1", "mine.py declares no feature"),
        ("def broken(:", "mine.py, line 1"),
        (HEAD + FEATURE.format(body=MEAN).partition("@power.answer")[0], "line 5: power has no"),
        (HEAD + FEATURE.format(body=MEAN).replace("degree=2, ", ""), "does not tell its degree"),
        (HEAD + FEATURE.format(body=MEAN).replace("degree=2", "degree=None"), "needs a note"),
        (HEAD + FEATURE.format(body=MEAN).replace("version=1", "version=one"), "plain text"),
        (HEAD + FEATURE.format(body=MEAN).replace("version=1", "versoin=1"), "nothing to tell"),
        (HEAD + FEATURE.format(body=MEAN).replace('"mean power"', '"rms"'), "built-in"),
        (HEAD + FEATURE.format(body=MEAN) + FEATURE.format(body=MEAN), "twice"),
        (HEAD + "1 / 0\n" + FEATURE.format(body=MEAN), "line 3, in the file itself: ZeroDivision"),
        (HEAD + FEATURE.format(body=MEAN) + "\npower = 3\n", "no feature any more"),
    ],
)
def test_what_a_file_declares_wrongly_is_told_with_its_line(
    tmp_path: Path, told: str, words: str
) -> None:
    refused(tmp_path, told, words)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return 2 * np.mean(window.samples ** 2)", "known answer 1 is 4, but it gives 8"),
        ("return 2 * np.mean(np.abs(window.samples))", "gain of 0.001 must multiply it by 1e-06"),
        ("return np.mean(window.samples ** 2) + 1 - 1 / len(window.samples) * 1000", "gain|known"),
        ("return float('nan')", "gave nan, not a number"),
        ("return window.samples ** 2", r"an array of shape \(1000,\)"),
        ("return 'loud'", "a str, not a number"),
        ("window.samples[0] = 1", "line 6, in power: ValueError: .*read-only"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("seen.append(1); return 4.0 * 1.000001 ** 0 if len(seen) == 1 else 5.0", "gain"),
    ],
)
def test_what_a_function_does_wrongly_is_told_with_its_line(
    tmp_path: Path, body: str, words: str
) -> None:
    refused(tmp_path, HEAD + "seen = []" + FEATURE.format(body=body), words)


def test_what_changes_from_call_to_call_is_refused(tmp_path: Path) -> None:
    body = "seen.append(1); " + MEAN + " * (1 + 1e-7 * len(seen))"
    refused(tmp_path, HEAD + "seen = []" + FEATURE.format(body=body), "asked again")


def test_a_feature_without_a_rule_for_gain_is_taken_with_its_note(tmp_path: Path) -> None:
    text = FEATURE.format(body="return 20 * np.log10(np.std(window.samples) / 2) + 4")
    text = text.replace("degree=2", 'degree=None, note="a level follows no power of the gain"')
    assert taken(tmp_path, HEAD + text.replace('"recording²"', '"dB"')).specs[0].note


def kept(folder: Path, text: str, name: str = "mine.py") -> OwnFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return OwnFile(path, name, hashlib.sha256(text.encode()).hexdigest())


@pytest.fixture
def waveform(tmp_path: Path) -> tuple[Path, np.ndarray]:
    samples = np.random.default_rng(1).normal(size=(4, 1024)).astype(np.float32)
    samples[2, 0] = 100.0
    write_blob(tmp_path / "one.h5", samples.ravel(), 1000.0, "g", "acceleration")
    return tmp_path / "one.h5", samples


def extracted(path: Path, *own: OwnFile, known: Known = UNKNOWN) -> Rows:
    return extract(Cut(path, "one", 1024, 0.0, known, own=own), SILENT)


def test_own_features_stand_beside_the_set_and_a_failure_takes_nothing_with_it(
    tmp_path: Path, waveform: tuple[Path, np.ndarray]
) -> None:
    path, samples = waveform
    fails = 'if window.samples.max() > 50:\n        raise ValueError("too loud")\n    ' + MEAN
    good = kept(tmp_path, TEMPLATE, "good.py")
    bad = kept(tmp_path, HEAD + FEATURE.format(body=fails), "bad.py")
    rows = extracted(path, good, bad)
    standard = standard_features(samples, 1000.0, Known())
    assert np.array_equal(rows.values[:, :-3], standard, equal_nan=True)
    reach = np.ptp(samples.astype(np.float64), axis=1)
    assert rows.values[:, -3] == pytest.approx(reach)
    assert np.isnan(rows.values[:, -2]).all()  # its speed is not known, so it was not asked
    assert np.isnan(rows.values[:, -1]).tolist() == [False, False, True, False]
    (failure,) = rows.failures
    assert str(failure) == "bad.py, line 7, in power: ValueError: too loud"
    assert failure.windows == 1
    assert not np.isnan(extracted(path, good, known=Known(shaft_hz=25.0)).values[:, -1]).any()


def test_what_a_function_keeps_in_mind_reaches_no_other_recording(
    tmp_path: Path, waveform: tuple[Path, np.ndarray]
) -> None:
    path, _ = waveform
    body = "seen.append(1); return len(seen)"
    own = kept(tmp_path, HEAD + "seen = []" + FEATURE.format(body=body))
    assert extracted(path, own).values[:, -1].tolist() == [1, 2, 3, 4]
    assert extracted(path, own).values[:, -1].tolist() == [1, 2, 3, 4]


def test_a_copy_that_somebody_changed_is_not_run(
    tmp_path: Path, waveform: tuple[Path, np.ndarray]
) -> None:
    path, _ = waveform
    own = kept(tmp_path, HEAD + FEATURE.format(body=MEAN))
    own.path.write_text(HEAD + "raise SystemExit\n" + FEATURE.format(body=MEAN), encoding="utf-8")
    with pytest.raises(InvalidInput, match="somebody changed it"):
        extracted(path, own)


def test_declarations_are_read_without_running_the_file() -> None:
    source = HEAD + 'raise SystemExit("run")\n' + FEATURE.format(body=MEAN)
    (one,) = declared(source.encode(), "mine.py")
    assert (one.function, one.spec.name, one.spec.degree) == ("power", "mean power", 2)
