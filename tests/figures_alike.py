"""Whether two figures hold the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

import numpy as np


def assert_alike(found: object, wanted: object, where: str = "figure") -> None:
    """Every array, number and word of a figure, and of what it is made of."""
    assert type(found) is type(wanted), where
    if is_dataclass(wanted) and not isinstance(wanted, type):
        for field in fields(wanted):
            name = f"{where}.{field.name}"
            assert_alike(getattr(found, field.name), getattr(wanted, field.name), name)
    elif isinstance(wanted, np.ndarray | float):
        np.testing.assert_array_equal(found, wanted, err_msg=where)
    elif isinstance(wanted, Sequence) and not isinstance(wanted, str):
        assert isinstance(found, Sequence)
        assert len(found) == len(wanted), where
        for place, (one, other) in enumerate(zip(found, wanted, strict=True)):
            assert_alike(one, other, f"{where}[{place}]")
    else:
        assert not isinstance(wanted, Mapping), f"{where}: say how mappings are compared"
        assert found == wanted, where
