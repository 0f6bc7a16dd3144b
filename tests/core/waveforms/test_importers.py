"""Each reader returns the numbers that were written, and says what the file says."""

import wave
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.io import savemat, wavfile

from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.errors import InvalidRecording, UserError

RNG = np.random.default_rng(7)
TONE = np.sin(np.arange(1000) / 7)


def look(path: Path) -> Contents:
    return choose(path).describe(path, True)


def read(path: Path, name: str | None = None, column: int = 0) -> np.ndarray:
    importer = choose(path)
    contents = importer.describe(path, True)
    variable = contents.variable(name) if name is not None else contents.variables[0]
    assert variable is not None
    samples = np.concatenate(list(importer.read(path, variable, column)))
    assert len(samples) == variable.samples
    return samples


# -- MAT ------------------------------------------------------------------------


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("dtype", ["f8", "f4", "i2", "u2"])
def test_mat_returns_its_vectors_scalars_and_structs(
    tmp_path: Path, compressed: bool, dtype: str
) -> None:
    path = tmp_path / "a.mat"
    values = (TONE * 100 + 200).astype(dtype)
    inner = {"gs": values[:, None], "sr": 48828.0, "load": "50", "deep": {"x": values[:100]}}
    savemat(
        path,
        {"plain": values[:, None], "wide": np.tile(values, (3, 1)), "rpm": 1797, "bearing": inner},
        do_compression=compressed,
    )
    contents = look(path)
    assert contents.format == "MAT"
    assert contents.number("rpm") == 1797
    assert contents.number("bearing.sr") == 48828
    assert contents.number("bearing.load") == 50
    for name in ("plain", "bearing.gs"):
        np.testing.assert_array_equal(read(path, name), values)
    np.testing.assert_array_equal(read(path, "bearing.deep.x"), values[:100])
    np.testing.assert_array_equal(read(path, "wide", 2), values)
    head = dict(contents.head)
    assert head["plain"] == pytest.approx(values[:8].astype(float).tolist())


def test_mat_version_4_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.mat"
    savemat(path, {"x": TONE[:, None]}, format="4")
    np.testing.assert_array_equal(read(path), TONE)


def test_mat_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.mat"
    savemat(path, {"x": np.zeros(9_000_000)}, do_compression=True)
    with pytest.raises(InvalidRecording, match="not a measurement"):
        look(path)


# -- text -----------------------------------------------------------------------


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def test_csv_with_units_in_the_header_gives_rate_and_units(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{i / 2000:.6f},{x:.9f},{2 * x:.9f}" for i, x in enumerate(TONE)]
    path.write_text(lines('"Time (s)","Acceleration x (m/s^2)","Velocity [mm/s]"', *rows))
    contents = look(path)
    assert contents.rate_hz == pytest.approx(2000, rel=1e-9)
    assert [(v.name, v.unit) for v in contents.variables] == [
        ("Acceleration x", "m/s²"),
        ("Velocity", "mm/s"),
    ]
    np.testing.assert_allclose(read(path, "Velocity"), 2 * TONE, atol=1e-8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_decimal_comma_semicolons_and_a_unit_row(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "messung.csv"
    rows = [f"{i * 0.5:.1f};{x:.9f}".replace(".", ",") for i, x in enumerate(TONE)]
    path.write_bytes(lines("Prüfstand 3", "Zeit;Körperschall", "ms;m/s²", *rows).encode(encoding))
    contents = look(path)
    assert contents.rate_hz == pytest.approx(2000)
    assert contents.variables[0].name == "Körperschall"
    assert contents.variables[0].unit == "m/s²"
    assert "decimal comma" in contents.notes
    np.testing.assert_allclose(read(path), TONE, atol=1e-8)


@pytest.mark.parametrize("delimiter", ["\t", " ", ",", ";", "|"])
def test_numbers_without_header_have_no_rate(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(lines(*(f"{i}{delimiter}{x:.9e}" for i, x in enumerate(TONE))))
    contents = look(path)
    assert contents.rate_hz is None
    assert [v.name for v in contents.variables] == ["column 1", "column 2"]
    np.testing.assert_allclose(read(path, "column 2"), TONE, atol=1e-8)


def test_one_column_with_decimal_comma(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(lines(*(f"{x:.6f}".replace(".", ",") for x in TONE)))
    np.testing.assert_allclose(read(path), TONE, atol=1e-6)


@pytest.mark.parametrize("name", ["T", "T1", "Temp", "Tach (V)", "Trig", "Torq", "Top"])
def test_a_channel_that_begins_with_t_is_no_clock(tmp_path: Path, name: str) -> None:
    path = tmp_path / "rig.csv"
    rows = "".join(f"{20 + i / 3:.6f},{np.sin(i)}\n" for i in range(1000))
    path.write_text(f"{name},Acc (g)\n{rows}")
    contents = look(path)
    assert contents.rate_hz is None
    assert [variable.columns for variable in contents.variables] == [1, 1]


@pytest.mark.parametrize(
    ("unit", "scale"), [("h", 3600), ("min", 60), ("minutes", 60), ("s", 1), ("ns", 1e-9)]
)
def test_a_clock_in_any_unit_gives_the_rate(tmp_path: Path, unit: str, scale: float) -> None:
    path = tmp_path / "clock.csv"
    rows = "".join(f"{i / 10_000 / scale:.15g},{np.sin(i)}\n" for i in range(1000))
    path.write_text(f"Time ({unit}),Acc (g)\n{rows}")
    assert look(path).rate_hz == pytest.approx(10_000, rel=1e-9)


def test_uneven_times_give_no_rate_and_say_where(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    times = np.arange(1000) / 1000
    times[600:] += 0.05
    path.write_text(
        lines("time,x", *(f"{t:.6f},{x:.6f}" for t, x in zip(times, TONE, strict=True)))
    )
    contents = look(path)
    assert contents.rate_hz is None
    assert any("uneven" in note for note in contents.notes)


def test_a_word_among_the_numbers_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{x:.6f},1" for x in TONE]
    rows[500] = "overload,1"
    path.write_text(lines("x,y", *rows))
    with pytest.raises(InvalidRecording, match=r"line 502, column 1: “overload” is not a number"):
        read(path)


def test_blank_cells_are_gaps(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{x:.6f},{x:.6f}" for x in TONE]
    rows[3] = ",1"
    path.write_text(lines(*rows))
    samples = read(path)
    assert np.flatnonzero(np.isnan(samples)).tolist() == [3]


# -- WAV ------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["u1", "i2", "i4", "f4", "f8"])
def test_wav_of_every_width(tmp_path: Path, dtype: str) -> None:
    path = tmp_path / "a.wav"
    kind = np.dtype(dtype)
    if kind.kind == "f":
        values = np.stack([TONE, -TONE], axis=1).astype(dtype)
        expected = values.astype(float)
    else:
        info = np.iinfo(kind)
        middle = 128 if kind.kind == "u" else 0
        values = (np.stack([TONE, -TONE], axis=1) * info.max / 3 + middle).astype(dtype)
        expected = (values.astype(float) - middle) / 2.0 ** (8 * kind.itemsize - 1)
    wavfile.write(path, 25600, values)
    assert look(path).rate_hz == 25600
    np.testing.assert_allclose(read(path, "channel 2"), expected[:, 1], atol=1e-12)


def test_wav_of_24_bits(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    values = (TONE * 8e6).astype("<i4")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(3)
        file.setframerate(51200)
        file.writeframes(values.view("u1").reshape(-1, 4)[:, :3].tobytes())
    np.testing.assert_allclose(read(path), values / 2**23, atol=1e-12)


# -- HDF5 -----------------------------------------------------------------------


@pytest.mark.parametrize("chunks", [None, (100, 1), (100, 3)])
def test_hdf5_with_attributes_and_any_orientation(tmp_path: Path, chunks: tuple | None) -> None:
    path = tmp_path / "a.h5"
    table = np.stack([TONE, -TONE, 3 * TONE])
    with h5py.File(path, "w") as file:
        file.attrs["sampling_rate"] = 12800.0
        file.create_dataset("run/wide", data=table, chunks=chunks and chunks[::-1])
        tall = file.create_dataset("run/tall", data=table.T, chunks=chunks)
        tall.attrs["units"] = "m/s^2"
        file["speed"] = 1500.0
        file["again"] = file["run"]  # a second hard link, to the same group
        file["run/loop"] = h5py.SoftLink("/run")
    contents = look(path)
    assert contents.rate_hz == 12800
    assert contents.number("speed") == 1500
    named = {v.name.split("/")[-1]: v for v in contents.variables}
    assert set(named) == {"wide", "tall"}
    assert named["tall"].unit == "m/s²"
    for variable in named.values():
        np.testing.assert_array_equal(read(path, variable.name, 2), 3 * TONE)


def test_hdf5_that_gives_two_rates_gives_none(tmp_path: Path) -> None:
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["x"] = TONE
        file.attrs["fs"] = 1000.0
        file["x"].attrs["sample_rate"] = 2000.0
    contents = look(path)
    assert contents.rate_hz is None
    assert "several rates" in contents.notes[0]


# -- NumPy ----------------------------------------------------------------------


def test_npy_and_npz(tmp_path: Path) -> None:
    single, many = tmp_path / "a.npy", tmp_path / "a.npz"
    np.save(single, np.asfortranarray(np.stack([TONE, -TONE], axis=1)))
    np.savez_compressed(many, x=TONE, fs=2000.0, y=np.stack([TONE, -TONE]))
    np.testing.assert_array_equal(read(single, column=1), -TONE)
    assert look(many).rate_hz == 2000
    np.testing.assert_array_equal(read(many, "x"), TONE)
    np.testing.assert_array_equal(read(many, "y", 1), -TONE)


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    class Bad:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / "ran",)

    for name in ("a.npy", "a.npz"):
        path = tmp_path / name
        array = np.array([Bad()], dtype=object)
        if name.endswith("npy"):
            np.save(path, array, allow_pickle=True)
        else:
            np.savez(path, x=array)
        with pytest.raises(InvalidRecording, match="Python objects"):
            look(path)
    assert not (tmp_path / "ran").exists()


# -- who reads what -------------------------------------------------------------


def test_the_content_decides_before_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "named wrongly.csv"
    np.save(tmp_path / "a.npy", TONE)
    (tmp_path / "a.npy").rename(path)
    assert choose(path).name == "NPY"
    text = tmp_path / "text.mat"
    text.write_text("not a MAT file at all\n" * 20)
    with pytest.raises(UserError, match="not a MAT file"):
        choose(text)
