"""Chains as JSON: ``{"pfd_chain": 1, "steps": [{"kind": …, "values": {…}, "on": true}]}``."""

import json

from pfd_desktop.core.chains.chain import check_chain, check_step
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.parameters import Value
from pfd_desktop.errors import InvalidInput

VERSION = 1


def chain_to_json(chain: Chain) -> str:
    """The chain as text that ``chain_from_json`` reads; raises InvalidInput for a bad value."""
    check_chain(chain)
    steps = [
        {"kind": step.kind, "values": dict(step.values), "on": step.on} for step in chain.steps
    ]
    return json.dumps({"pfd_chain": VERSION, "steps": steps}, indent=2, ensure_ascii=False) + "\n"


def chain_from_json(text: str) -> Chain:
    """The chain in *text*; raises InvalidInput that says where the text is wrong."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise InvalidInput("This JSON is nested too deeply to be a chain.") from error
    if not isinstance(told, dict) or "pfd_chain" not in told:
        raise InvalidInput('This is no processing chain: "pfd_chain" is missing at the top.')
    if told["pfd_chain"] != VERSION:
        raise InvalidInput(
            f"This chain is of version {told['pfd_chain']}; this program reads version {VERSION}."
        )
    steps = told.get("steps")
    if not isinstance(steps, list):
        raise InvalidInput('This chain has no list "steps".')
    return Chain(tuple(_step(number, step) for number, step in enumerate(steps, 1)))


def _step(number: int, told: object) -> Step:
    if not isinstance(told, dict) or not isinstance(told.get("kind"), str):
        raise InvalidInput(f'Step {number} has no "kind".')
    unknown = sorted(set(told) - {"kind", "values", "on"})
    if unknown:
        raise InvalidInput(f"Step {number} has “{unknown[0]}”, which is not known.")
    values, on = told.get("values", {}), told.get("on", True)
    if not isinstance(values, dict):
        raise InvalidInput(f'Step {number}: "values" is no object of names and values.')
    if not isinstance(on, bool):
        raise InvalidInput(f'Step {number}: "on" is true or false; “{on}” is neither.')
    given: list[tuple[str, Value]] = [(str(name), value) for name, value in values.items()]
    _, known = check_step(number, Step(told["kind"], tuple(given)))
    return Step(told["kind"], tuple((name, known[name]) for name, _ in given), on)
