"""Chains as JSON: what is written is read; what is wrong is said with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfd_desktop.core.chains.step import Chain, Step, StepKind
from pfd_desktop.core.chains.table import STEPS
from pfd_desktop.core.chains.text import chain_from_json, chain_to_json
from pfd_desktop.core.parameters import Band, Choice, Number, Parameter, Toggle, Value
from pfd_desktop.errors import InvalidInput


def values_of(parameter: Parameter) -> st.SearchStrategy[Value]:
    """Everything that can be set."""
    if isinstance(parameter, Choice):
        return st.sampled_from([value for value, _ in parameter.options])
    if isinstance(parameter, Toggle):
        return st.booleans()
    if isinstance(parameter, Band):
        low = st.floats(0, 1e5)
        return low.flatmap(lambda a: st.floats(1, 1e5).map(lambda width: (a, a + width)))
    return numbers_of(parameter)


def numbers_of(parameter: Number) -> st.SearchStrategy[Value]:
    """Numbers within the bounds."""
    low, high = max(parameter.low, -1e9), min(parameter.high, 1e9)
    if parameter.whole:
        found: st.SearchStrategy[Value] = st.integers(int(low), int(high)).map(float)
    else:
        found = st.floats(low, high)
    return st.one_of(st.none(), found) if parameter.blank else found


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """A step with some of its values set."""
    kind: StepKind = draw(st.sampled_from(STEPS))
    chosen = [p for p in kind.parameters if draw(st.booleans())]
    told = tuple((p.name, draw(values_of(p))) for p in chosen)
    return Step(kind.name, told, draw(st.booleans()))


@settings(deadline=None)
@given(st.lists(steps(), max_size=6).map(lambda found: Chain(tuple(found))))
def test_what_is_written_is_read(chain: Chain) -> None:
    text = chain_to_json(chain)
    assert chain_from_json(text) == chain
    assert chain_to_json(chain_from_json(text)) == text


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        chain_from_json(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"pfd_chain": 1,\n "steps": [}', "not JSON: .* in line 2, column 12"),
        ("[" * 100_000, "not JSON|nested too deeply"),
        ("[]", '"pfd_chain" is missing'),
        ('{"pfd_chain": 2, "steps": []}', "of version 2; this program reads version 1"),
        ('{"pfd_chain": 1}', 'no list "steps"'),
        ('{"pfd_chain": 1, "steps": [{"kind": "detrend"}, {}]}', 'Step 2 has no "kind"'),
        ('{"pfd_chain": 1, "steps": [{"kind": "x"}]}', "Step 1: There is no step called “x”"),
        ('{"pfd_chain": 1, "steps": [{"kind": "detrend", "of": 1}]}', "Step 1 has “of”"),
        ('{"pfd_chain": 1, "steps": [{"kind": "detrend", "on": 1}]}', '"on" is true or false'),
        ('{"pfd_chain": 1, "steps": [{"kind": "detrend", "values": 1}]}', '"values" is no object'),
        (
            '{"pfd_chain": 1, "steps": [{"kind": "bandpass", "values": {"band_hz": ["a", 2]}}]}',
            "Step 1, Band-pass: Band is a lower and an upper frequency",
        ),
        (
            '{"pfd_chain": 1, "steps": [{"kind": "gain", "values": {"gain": NaN}}]}',
            "Step 1, Gain: Factor of nan",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        chain_from_json(text)
