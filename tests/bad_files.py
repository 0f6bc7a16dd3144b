"""Files as they should not be, each made from scratch, and good ones to stand among them."""

import struct
import wave
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
from pyarrow import parquet
from scipy.io import savemat

from tests.foreign_files import good_flac, good_lvm, good_parquet, good_tdms, good_uff
from tests.signals_of_tests import RATE_HZ, tone


def good_csv(path: Path, seed: int = 0, samples: int = 4096) -> Path:
    """A good text file that says its rate and unit."""
    rows = [f"{i / RATE_HZ:.6f},{x:.9g}" for i, x in enumerate(tone(seed, samples))]
    path.write_text("\n".join(["Time (s),Acceleration (g)", *rows]) + "\n", encoding="utf-8")
    return path


def good_npz(path: Path, seed: int = 0, samples: int = 8192) -> Path:
    """A good NPZ file that says its rate."""
    np.savez(path, x=tone(seed, samples), fs=RATE_HZ)
    return path


def good_wav(path: Path, seed: int = 0, samples: int = 8192) -> Path:
    """A good 16-bit WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(int(RATE_HZ))
        file.writeframes((tone(seed, samples) * 8000).astype("<i2").tobytes())
    return path


def good_h5(path: Path, seed: int = 0, samples: int = 8192) -> Path:
    """A good HDF5 file that says its rate."""
    with h5py.File(path, "w") as file:
        file.create_dataset("x", data=tone(seed, samples), chunks=(1024,), compression="gzip")
        file["x"].attrs["fs"] = RATE_HZ
    return path


def good_mat(path: Path, seed: int = 0, samples: int = 8192) -> Path:
    """A good MAT file that says its rate."""
    savemat(path, {"x": tone(seed, samples)[:, None], "fs": RATE_HZ})
    return path


def good_npy(path: Path, seed: int = 0, samples: int = 8192) -> Path:
    """A good NPY file; its rate must be told."""
    np.save(path, tone(seed, samples))
    return path


GOOD: dict[str, Callable[[Path], Path]] = {
    "csv": good_csv,
    "wav": good_wav,
    "h5": good_h5,
    "mat": good_mat,
    "npy": good_npy,
    "npz": good_npz,
    "tdms": good_tdms,
    "uff": good_uff,
    "lvm": good_lvm,
    "parquet": good_parquet,
    "flac": good_flac,
}


@dataclass(frozen=True)
class Bad:
    """A file that must not arrive."""

    name: str
    make: Callable[[Path], object]
    reason: str  # a pattern that its refusal matches


def _not_mat(path: Path) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(4000))


def _no_vector(path: Path) -> None:
    savemat(path, {"name": "a text", "fs": 12000.0, "rpm": 1500})


def _few_samples(path: Path) -> None:
    savemat(path, {"x": np.array([1.0, 2.0, 3.0]), "fs": RATE_HZ})


def _many_nans(path: Path) -> None:
    samples = tone(3)
    samples[::3] = np.nan
    np.savez(path, x=samples, fs=RATE_HZ)


def _all_infinite(path: Path) -> None:
    np.savez(path, x=np.full(4096, np.inf), fs=RATE_HZ)


def _constant(path: Path) -> None:
    rng = np.random.default_rng(2)
    np.savez(path, x=np.full(4096, 2.5), fs=RATE_HZ, note=rng.standard_normal(3))


def _text_in_numbers(path: Path) -> None:
    text = good_csv(path).read_text().splitlines()
    text[1000] = text[1000].split(",")[0] + ",overload"
    path.write_text("\n".join(text))


def _wav_lie(path: Path) -> None:
    data = bytearray(good_wav(path).read_bytes())
    data[40:44] = struct.pack("<I", 400_000_000)
    path.write_bytes(data)


def _npy_lie(path: Path) -> None:
    np.save(path, tone(4))
    path.write_bytes(path.read_bytes().replace(b"(8192,)", b"(99999999,)"))


def _million_columns(path: Path) -> None:
    row = ",".join(["1.5"] * 1_000_000)
    path.write_text("\n".join([row] * 3))


def _million_channels_hdf5(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        file.create_dataset("x", (1_000_000, 1_000_000), "f4", chunks=(100, 100))[0, 0] = 1


def _many_channels_wav(path: Path) -> None:
    data = bytearray(good_wav(path).read_bytes())
    data[22:24], data[32:34] = struct.pack("<H", 32767), struct.pack("<H", 65534)
    path.write_bytes(data)


def _seven_tebibytes(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        file.create_dataset("x", (1_000_000_000_000,), "f8", chunks=(1000,))


def _gzip_bomb(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        bomb = file.create_dataset(
            "x", (20_000_000,), "f8", chunks=(1_000_000,), compression="gzip", compression_opts=9
        )
        bomb[:] = np.zeros(20_000_000)


def _zip_bomb(path: Path) -> None:
    header = np.lib.format.header_data_from_array_1_0(np.zeros(0)) | {"shape": (20_000_000,)}
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("x.npy", "w", force_zip64=True) as file,
    ):
        np.lib.format.write_array_header_1_0(file, header)
        for _ in range(20):
            file.write(bytes(8_000_000))


def _external_link(path: Path) -> None:
    target = path.with_name("secret of the user.bin")
    with h5py.File(target, "w") as file:
        file["x"] = tone(5)
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        file["x"] = h5py.ExternalLink(str(target), "/x")


def _external_storage(path: Path) -> None:
    secret = path.with_name("secret.txt")
    secret.write_bytes(tone(6).tobytes())
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        file.create_dataset("x", (8192,), "f8", external=[(str(secret), 0, h5py.h5f.UNLIMITED)])


def _virtual(path: Path) -> None:
    target = path.with_name("secret.bin")
    with h5py.File(target, "w") as file:
        file["x"] = tone(7)
    layout = h5py.VirtualLayout((8192,), "f8")
    layout[:] = h5py.VirtualSource(str(target), "x", (8192,))
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        file.create_virtual_dataset("x", layout)


def _soft_link_cycle(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.attrs["fs"] = RATE_HZ
        file["a"], file["b"] = h5py.SoftLink("/b"), h5py.SoftLink("/a")


def _group_cycle(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file.create_group("a")["up"] = file["/"]


def _opaque(path: Path) -> None:
    """A MAT file whose only variable is an object of a class: its type is told, nothing else."""
    savemat(path, {"x": tone(8)[:, None]})
    data = bytearray(path.read_bytes())
    data[144] = 17  # mxOPAQUE_CLASS where the array flags say mxDOUBLE_CLASS
    path.write_bytes(data)


def _no_rows(path: Path) -> None:
    parquet.write_table(pa.table({"x": pa.array([], pa.float64())}), path)


def _parquet_bomb(path: Path) -> None:
    schema = pa.schema([("x", pa.float64())])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        table = pa.table({"x": np.zeros(1_000_000)}, schema=schema)
        for _ in range(20):
            writer.write_table(table)


def _text_columns(path: Path) -> None:
    parquet.write_table(pa.table({"x": ["a", "b"] * 500}), path)


def _cut_flac(path: Path) -> None:
    path.write_bytes(good_flac(path).read_bytes()[:5000])


def _fewer_rows_lvm(path: Path) -> None:
    path.write_text("".join(good_lvm(path).read_text().splitlines(True)[:500]))


def _fewer_points_uff(path: Path) -> None:
    lines = good_uff(path).read_text().splitlines(True)
    path.write_text("".join([*lines[:200], lines[-1]]))


BAD: tuple[Bad, ...] = (
    Bad("empty.mat", lambda path: path.write_bytes(b""), "is empty"),
    Bad("empty.csv", lambda path: path.write_bytes(b""), "is empty"),
    Bad("not a mat.mat", _not_mat, "not a MAT file"),
    Bad("a text.mat", lambda path: path.write_text("hello\n" * 99), "not a MAT file"),
    Bad("no vector.mat", _no_vector, "no vector of numbers"),
    Bad("three samples.mat", _few_samples, "too short: 3 samples"),
    Bad("nan.npz", _many_nans, r"2,731 of 8,192 samples are not numbers"),
    Bad("infinite.npz", _all_infinite, "4,096 of 4,096 samples are not numbers"),
    Bad("constant.npz", _constant, "every sample is 2.5"),
    Bad("text in numbers.csv", _text_in_numbers, "line 1,001, column 2: “overload”"),
    Bad("only words.csv", lambda path: path.write_text("a,b\nc,d\n"), "no rows of numbers"),
    Bad("lie.wav", _wav_lie, "announces 200,000,000 samples per channel and 8,192 are there"),
    Bad("lie.npy", _npy_lie, "announces 99,999,999 numbers"),
    Bad("million columns.csv", _million_columns, r"columns|line is longer"),
    Bad("million channels.h5", _million_channels_hdf5, "1,000,000 channels"),
    Bad("many channels.wav", _many_channels_wav, "32,767 channels"),
    Bad("seven tebibytes.h5", _seven_tebibytes, r"7\.3 TiB"),
    Bad("gzip bomb.h5", _gzip_bomb, "not a measurement"),
    Bad("zip bomb.npz", _zip_bomb, "not a measurement"),
    Bad("external link.h5", _external_link, "link to another file"),
    Bad("external storage.h5", _external_storage, "lie in other files"),
    Bad("virtual.h5", _virtual, "lie in other files"),
    Bad("soft link cycle.h5", _soft_link_cycle, "no vector of numbers"),
    Bad("group cycle.h5", _group_cycle, "no vector of numbers"),
    Bad("opaque.mat", _opaque, "of a class that is not read|cannot be read"),
    Bad("no rows.parquet", _no_rows, "no vector of numbers"),
    Bad("bomb.parquet", _parquet_bomb, "not a measurement"),
    Bad("texts.parquet", _text_columns, "no vector of numbers"),
    Bad("cut.flac", _cut_flac, "ends early"),
    Bad("fewer rows.lvm", _fewer_rows_lvm, "announces 2,048 samples and 486 are there"),
    Bad("fewer points.uff", _fewer_points_uff, "announces 2,048 samples"),
    Bad("unknown.xyz", lambda path: path.write_bytes(b"xyz" * 99), "format .xyz is not read"),
)
