"""How long the engine takes between what somebody does and what comes of it, on a warm server."""

import subprocess
import time
from pathlib import Path

from tables import percentile, print_table

from server import Server

STAGES = ["first", "second", "third"]
MEASURED = "date +%s%N >{{output}}/begin; date +%s%N >{{output}}/end"


def spec() -> dict:
    tasks = [
        {
            "name": name,
            "image": "ubuntu:24.04",
            "command": ["sh", "-c", MEASURED],
            "inputs": [{"task": earlier}] if earlier else [],
        }
        for earlier, name in zip([None, *STAGES], STAGES)
    ]
    resources = {"default": {"cpu": 1, "memory": "64Mi"}}
    return {"workflow": {"name": "latency", "resources": resources, "tasks": tasks}}


def once(server: Server) -> tuple[float, list[float], float]:
    """In ms: submission to first instruction; from each stage to the next; last end to COMPLETED."""
    submitted = time.time_ns()
    name = server.submit(spec())
    server.follow(name)
    completed = time.time_ns()
    outputs = server.request("GET", f"/api/sesamo/v1/workflow/{name}/outputs")["tasks"]
    paths = {output["task"]: Path(output["path"]) for output in outputs}
    begin = [int((paths[stage] / "begin").read_text()) for stage in STAGES]
    end = [int((paths[stage] / "end").read_text()) for stage in STAGES]
    stages = [later - earlier for earlier, later in zip(end, begin[1:])]
    return (begin[0] - submitted) / 1e6, [s / 1e6 for s in stages], (completed - end[-1]) / 1e6


def bare_sandbox() -> float:
    """The floor, in ms: from the start of bubblewrap to the first instruction in it."""
    began = time.time_ns()
    words = ["bwrap", "--ro-bind", "/", "/", "--unshare-pid", "--proc", "/proc", "--dev", "/dev"]
    words += ["sh", "-c", "date +%s%N"]
    first = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return (int(first) - began) / 1e6


def measure(folder: Path, count: int) -> None:
    with Server(folder / "latency", {"sandbox": "required"}) as server:
        for _ in range(30):  # warm
            once(server)
        samples, floor = [], []
        for _ in range(count):
            samples.append(once(server))
            floor.append(bare_sandbox())
    firsts = [sample[0] for sample in samples]
    stages = [stage for sample in samples for stage in sample[1]]
    ends = [sample[2] for sample in samples]
    print_table(
        f"Latency in ms on a warm server, {count} workflows of {len(STAGES)} stages",
        ["", "p50", "p99", "goal p50", "goal p99"],
        [
            line("submit to first instruction", firsts, "< 50", "< 150"),
            line("end of a stage to start of the next", stages, "< 30", ""),
            line("end of the last task to COMPLETED", ends, "< 50", ""),
            line("peer: bwrap alone to first instruction", floor, "", ""),
        ],
    )


def line(what: str, values: list[float], *goals: str) -> list[str]:
    return [what, f"{percentile(values, 0.5):.1f}", f"{percentile(values, 0.99):.1f}", *goals]
