"""What one call in a compute process may use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Passing a limit ends the call with WorkerLimit."""

    memory_mib: int
    cpu_s: float
    wall_s: float


STANDARD = Limits(memory_mib=4096, cpu_s=3600, wall_s=7200)
IMPORT = Limits(memory_mib=2048, cpu_s=60, wall_s=120)
LARGE_IMPORT = Limits(memory_mib=2048, cpu_s=3600, wall_s=7200)  # files of many gigabytes
TRAIN = Limits(memory_mib=8192, cpu_s=7 * 86400, wall_s=7 * 86400)
