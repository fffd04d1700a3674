"""Tasks per second: many tasks that do nothing, eight at a time, beside those who only start them."""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from tables import print_table

from server import Server

AT_A_TIME = 8
WARMING = 5
HERE = Path(__file__).resolve().parent


def sesamo(server: Server, tasks: int) -> float:
    """Tasks per second of one workflow, from its submission to its end."""
    spec = {
        "workflow": {
            "name": "nothing",
            "resources": {"default": {"cpu": 1, "memory": "64Mi"}},
            "tasks": [
                {"name": f"t{i}", "image": "ubuntu:24.04", "command": ["true"]}
                for i in range(tasks)
            ],
        }
    }
    began = time.monotonic()
    name = server.submit(spec)
    server.follow(name)
    took = time.monotonic() - began
    status = server.workflow(name)["status"]
    if status != "COMPLETED":
        raise SystemExit(f"{name} is {status}, not COMPLETED; see {server.home}")
    return tasks / took


def parallel(tasks: int) -> float:
    numbers = "\n".join(map(str, range(tasks))).encode()
    began = time.monotonic()
    subprocess.run(["parallel", f"-j{AT_A_TIME}", "-N0", "true"], input=numbers, check=True)
    return tasks / (time.monotonic() - began)


def sandboxes(tasks: int) -> float:
    """The most that a sandbox each allows: bubblewrap alone, with few mounts, nothing kept."""
    words = ["bwrap", "--unshare-user-try", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    words += ["--die-with-parent", "--cap-drop", "ALL", "--ro-bind", "/", "/"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run", "true"]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for status in pool.map(lambda _: os.spawnvp(os.P_WAIT, words[0], words), range(tasks)):
            if status:
                raise SystemExit(f"{' '.join(words)} ended with {status}")
    return tasks / (time.monotonic() - began)


def spawn(java: str, tasks: int) -> float:
    words = [java, str(HERE / "Spawn.java"), str(tasks), str(AT_A_TIME)]
    seconds = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return tasks / float(seconds)


def measure(folder: Path, rounds: int, tasks: int) -> None:
    pool = {"cores": AT_A_TIME, "tasks": tasks}
    with (
        Server(folder / "sandboxed", {**pool, "sandbox": "required"}) as sandboxed,
        Server(folder / "bare", {**pool, "sandbox": "none"}) as bare,
    ):
        for server in (sandboxed, bare):
            for _ in range(WARMING):
                sesamo(server, tasks)
        rates = [
            (
                sesamo(sandboxed, tasks),
                parallel(tasks),
                sandboxes(tasks),
                sesamo(bare, tasks),
                spawn(sandboxed.java, tasks),
            )
            for _ in range(rounds)
        ]
    with_sandbox, peer, sandbox, without, floor = (median(column) for column in zip(*rates))
    print_table(
        f"One workflow of {tasks} x true, {AT_A_TIME} at a time, durable;"
        f" medians of {rounds} rounds in turn, servers warm after {WARMING}",
        ["", "tasks/s", "ratio", "goal"],
        [
            ["Sesamo, sandboxed", f"{with_sandbox:.0f}", "", ""],
            ["GNU parallel", f"{peer:.0f}", percent(r[0] / r[1] for r in rates), ">= 100 %"],
            ["bubblewrap alone", f"{sandbox:.0f}", percent(r[0] / r[2] for r in rates), ""],
            ["Sesamo, no sandbox", f"{without:.0f}", "", ""],
            [
                "ProcessBuilder.start()",
                f"{floor:.0f}",
                percent(r[3] / r[4] for r in rates),
                ">= 60 %",
            ],
        ],
    )


def percent(ratios) -> str:
    return f"{100 * median(ratios):.0f} %"
