"""What can be told of a machine so that its vibration can be put into a zone."""

from collections.abc import Sequence

from pfd_desktop.core.parameters import Choice, Number, Parameter, Value, Values
from pfd_desktop.core.records.severity import MachineFacts, SeverityTable, Support

_UNTOLD = "not told"


def fact_parameters(tables: Sequence[SeverityTable], table: SeverityTable) -> tuple[Parameter, ...]:
    """The facts that *table* asks for, and which tables there are."""
    names = dict.fromkeys(one.name for one in tables)
    groups = dict.fromkeys((row.group, row.meaning) for row in table.limits)
    return (
        Choice(
            "table",
            "Table",
            (("", "the one that fits"), *((name, name) for name in names)),
            "",
            "The zones that are used, with their source below",
        ),
        Choice(
            "group",
            "Group",
            (("", _UNTOLD), *((group, _named(group, meaning)) for group, meaning in groups)),
            "",
            "; ".join(f"{group}: {meaning}" for group, meaning in groups if meaning),
        ),
        Choice(
            "support",
            "Support",
            (
                (Support.UNKNOWN.value, _UNTOLD),
                (Support.RIGID.value, "rigid"),
                (Support.FLEXIBLE.value, "flexible"),
            ),
            "",
            "Flexible where the lowest natural frequency of machine and support is near its speed",
        ),
        Number("power_kw", "Power", "kW", low=1e-3, blank=_UNTOLD),
        Number(
            "critical_rpm",
            "Critical speed",
            "rpm",
            low=1.0,
            blank=_UNTOLD,
            tip="The first one of the shaft: the diagnosis tells oil whirl from oil whip by it",
        ),
    )


def fact_values(facts: MachineFacts) -> dict[str, Value]:
    """What is told, as the controls show it."""
    return {
        "table": facts.table,
        "group": facts.group,
        "support": facts.support.value,
        "power_kw": facts.power_kw,
        "critical_rpm": facts.critical_rpm,
    }


def told_facts(before: MachineFacts, values: Values) -> MachineFacts:
    """The facts that the controls say; a group of another table is not kept."""
    power, critical = values["power_kw"], values["critical_rpm"]
    assert power is None or isinstance(power, float)
    assert critical is None or isinstance(critical, float)
    table = str(values["table"])
    same = table == before.table
    return MachineFacts(
        machine_id=before.machine_id,
        table=table,
        group=str(values["group"]) if same else "",
        support=Support(str(values["support"])),
        power_kw=power,
        machine_type=before.machine_type,
        critical_rpm=critical,
    )


def _named(group: str, meaning: str) -> str:
    return f"{group}: {meaning}" if meaning else group
