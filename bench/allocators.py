"""Whether another memory allocator makes a training step faster, in processor time.

    python -m bench.allocators [ROUNDS] [LIBRARY ...]

A step of three networks on 64 windows of 2,048 samples, in a process of its own for each way: glibc
as it is, with huge pages (its own tunable, and torch's), with blocks that it keeps and never gives
back to the system, and with each LIBRARY loaded before it (jemalloc, tcmalloc, mimalloc). The
least of the steps counts; the ways take turns. Prints times and page faults a step.
"""

import os
import subprocess
import sys
import time
from math import inf

KEYS = {"wdcnn": 25, "attention-cnn": 8, "resnet18": 3}  # and how many steps
KEPT = 1 << 30  # bytes: no block is as large, no rest as long
WAYS = {
    "glibc": {},
    "glibc, huge pages": {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"},
    "torch, huge pages": {"THP_MEM_ALLOC_ENABLE": "1"},
    "glibc, kept": {"MALLOC_MMAP_THRESHOLD_": str(KEPT), "MALLOC_TRIM_THRESHOLD_": str(KEPT)},
}


def main() -> None:
    """Print a line for each network and way."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    ways = WAYS | {path: {"LD_PRELOAD": path} for path in sys.argv[2:]}
    for key in KEYS:
        found = dict.fromkeys(ways, (inf, inf))
        for _ in range(rounds):
            for way, told in ways.items():
                found[way] = min(found[way], measured(key, told))
        plain = found["glibc"][0]
        for way, (step_s, faults) in found.items():
            gain = plain / step_s
            print(f"{key}: {1e3 * step_s:.2f} ms, {gain:.2f} times, {faults:.0f} faults; {way}")


def measured(key: str, told: dict[str, str]) -> tuple[float, float]:
    """The least time of a step in seconds and the page faults of one, in a new process."""
    environment = {**os.environ, **told, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "bench.allocators", "--step", key]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    step_s, faults = (float(word) for word in done.stdout.split())
    return step_s, faults


def step(key: str) -> None:
    """Print what measured() reads."""
    import resource

    import torch
    from torch import nn

    from pfd_desktop.core.networks.table import network

    torch.manual_seed(0)
    it = network(key).make(4).train()
    optimiser = torch.optim.Adam(it.parameters())
    windows, wanted = torch.randn(64, 2048), torch.arange(64) % 4
    best_s, faults = inf, 0
    for number in range(KEYS[key] + 2):
        if number == 2:  # the first make room
            best_s, faults = inf, resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        began = time.process_time()
        optimiser.zero_grad()
        nn.functional.cross_entropy(it(windows), wanted).backward()
        optimiser.step()
        best_s = min(best_s, time.process_time() - began)
    made = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - faults
    print(best_s, made / KEYS[key])


if __name__ == "__main__":
    step(sys.argv[2]) if sys.argv[1:2] == ["--step"] else main()
