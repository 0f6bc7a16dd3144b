"""Good files of formats that other programs write, each made from scratch."""

from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
import pyuff
from nptdms import ChannelObject, TdmsWriter
from pyarrow import parquet

from tests.signals_of_tests import RATE_HZ, tone


def good_tdms(path: Path, seed: int = 0, samples: int = 4096) -> Path:
    """A good TDMS file that says its rate and unit, in two segments."""
    said = {"wf_increment": 1 / RATE_HZ, "unit_string": "g"}
    signal = tone(seed, samples)
    with TdmsWriter(str(path)) as writer:
        for part in np.array_split(signal, 2):
            writer.write_segment([ChannelObject("rig", "housing", part, said)])
    return path


def good_uff(path: Path, seed: int = 0, samples: int = 2048) -> Path:
    """A good universal file, dataset 58 as text."""
    signal = tone(seed, samples)
    pyuff.UFF(str(path)).write_sets(
        {
            "type": 58,
            "binary": 0,
            "func_type": 1,
            "rsp_node": 3,
            "rsp_dir": -2,
            "ref_node": 0,
            "ref_dir": 0,
            "data": signal,
            "x": np.arange(samples) / RATE_HZ,
            "id1": "housing",
            "rsp_ent_name": "NONE",
            "ref_ent_name": "NONE",
            "abscissa_spacing": 1,
            "abscissa_spec_data_type": 17,
            "ordinate_spec_data_type": 12,
            "orddenom_spec_data_type": 0,
            "ordinate_axis_units_lab": "g",
        },
        mode="overwrite",
    )
    return path


def good_lvm(path: Path, seed: int = 0, samples: int = 2048) -> Path:
    """A good LVM file with decimal commas and its times in a first column."""
    step = f"{1 / RATE_HZ:.9f}".replace(".", ",")
    lines = [
        "LabVIEW Measurement\t",
        "Writer_Version\t2",
        "Separator\tTab",
        "Decimal_Separator\t,",
        "Multi_Headings\tYes",
        "X_Columns\tOne",
        "***End_of_Header***\t",
        "\t",
        "Channels\t1\t",
        f"Samples\t{samples}\t",
        "Y_Unit_Label\tg\t",
        f"Delta_X\t{step}\t",
        "***End_of_Header***\t\t",
        "X_Value\tdrive end\tComment",
    ]
    rows = enumerate(tone(seed, samples))
    lines += [f"{i / RATE_HZ:.9g}\t{x:.9g}".replace(".", ",") for i, x in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def good_set(path: Path, seed: int = 0, samples: int = 512) -> Path:
    """A set as the older dashboard wrote it: records and their classes, parted for training."""
    rows = np.stack([tone(seed + number, samples) for number in range(12)]).astype(np.float32)
    with h5py.File(path, "w") as file:
        file.attrs["sampling_rate"] = RATE_HZ
        for part, own in (("train", rows[:8]), ("val", rows[8:10]), ("test", rows[10:])):
            file[f"{part}/signals"], file[f"{part}/labels"] = own, np.arange(len(own)) % 11
    return path


def good_parquet(path: Path, seed: int = 0, samples: int = 8192) -> Path:
    """A good Parquet file that says its rate and unit."""
    field = pa.field("x", pa.float64(), metadata={"unit": "m/s^2"})
    schema = pa.schema([field], metadata={"sampling_rate_hz": str(RATE_HZ)})
    parquet.write_table(pa.table({"x": tone(seed, samples)}, schema=schema), path)
    return path


def good_flac(path: Path, seed: int = 0, samples: int = 4096) -> Path:
    """A good FLAC file of one channel and 16 bits, its frames verbatim (RFC 9639)."""
    signal = np.round(tone(seed, samples) * 8000).astype(">i2")
    block, rate = 1024, int(RATE_HZ)
    packed = (rate << 44) | (0 << 41) | (15 << 36) | samples
    info = block.to_bytes(2, "big") * 2 + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    frames = [
        _frame(number, signal[start : start + block])
        for number, start in enumerate(range(0, samples, block))
    ]
    path.write_bytes(b"fLaC" + b"\x80" + len(info).to_bytes(3, "big") + info + b"".join(frames))
    return path


def _frame(number: int, samples: np.ndarray) -> bytes:
    """Fixed block size told in 16 bits, rate and width of the stream; number below 128."""
    head = bytes((0xFF, 0xF8, 0x70, 0x00, number)) + (len(samples) - 1).to_bytes(2, "big")
    head += _crc(head, 0x07, 8).to_bytes(1, "big")
    body = head + b"\x02" + samples.tobytes()
    return body + _crc(body, 0x8005, 16).to_bytes(2, "big")


def _crc(data: bytes, polynomial: int, width: int) -> int:
    crc = 0
    for byte in data:
        crc ^= byte << (width - 8)
        for _ in range(8):
            crc <<= 1
            if crc >> width:
                crc = (crc ^ polynomial) & ((1 << width) - 1)
    return crc
