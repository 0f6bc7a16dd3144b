"""Endings of the files that are read; light, so that the window may know them."""

ENDINGS: dict[str, frozenset[str]] = {
    "HDF5": frozenset({".h5", ".hdf5", ".hdf", ".he5"}),
    "MAT": frozenset({".mat"}),
    "WAV": frozenset({".wav"}),
    "NPY": frozenset({".npy"}),
    "NPZ": frozenset({".npz"}),
    "TDMS": frozenset({".tdms"}),
    "UFF": frozenset({".uff", ".unv", ".uf"}),
    "LVM": frozenset({".lvm"}),
    "IDE": frozenset({".ide"}),
    "FLAC": frozenset({".flac"}),
    "Parquet": frozenset({".parquet"}),
    "CSV": frozenset({".csv", ".tsv", ".txt", ".asc", ".dat"}),
}
RAW_ENDINGS = frozenset({".raw", ".pcm", ".bin"})  # bare samples: how they lie must be told
READ_ENDINGS: frozenset[str] = frozenset().union(*ENDINGS.values())
ALL_ENDINGS = READ_ENDINGS | RAW_ENDINGS
