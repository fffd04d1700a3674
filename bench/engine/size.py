"""How fast the server answers with a long history and a long queue, and what memory it takes."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from tables import percentile, print_table

from server import Server

TASKS = 10
THREADS = 4


def spec(name: str) -> dict:
    """One task that nine wait for."""
    tasks = [{"name": "t0", "image": "ubuntu:24.04", "command": ["sleep", "86103"]}]
    for i in range(1, TASKS):
        tasks.append({**tasks[0], "name": f"t{i}", "inputs": [{"task": "t0"}]})
    return {"workflow": {"name": name, "resources": {"default": {"cpu": 1}}, "tasks": tasks}}


def history(server: Server) -> str:
    """A finished workflow: it waits in the queue, and is cancelled there."""
    name = server.submit(spec("history"))
    server.request("POST", f"/api/workflow/{name}/cancel")
    return name


def timed(action) -> float:
    began = time.monotonic()
    action()
    return 1000 * (time.monotonic() - began)


def memory(process: int) -> int:
    """What the process has of the main memory now, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) // 1000


def measure(folder: Path, finished: int, active: int, count: int) -> None:
    random = Random(1)
    with Server(folder / "size", {"cores": 1, "sandbox": "required"}) as server:
        server.submit(spec("keeps-the-pool-busy"))
        with ThreadPoolExecutor(THREADS) as threads:
            began = time.monotonic()
            old = list(threads.map(lambda _: history(server), range(finished)))
            print(f"{finished} workflows of {TASKS} tasks took {time.monotonic() - began:.0f} s")
            began = time.monotonic()
            queued = list(threads.map(lambda _: server.submit(spec("queued")), range(active)))
            print(f"{active} queued workflows took {time.monotonic() - began:.0f} s")
        names = old + queued
        times: dict[str, list[float]] = {"list": [], "query": [], "submit": []}
        for _ in range(count):
            name = random.choice(names)
            times["list"].append(timed(lambda: server.request("GET", "/api/workflow?limit=20")))
            times["query"].append(timed(lambda: server.workflow(name)))
            times["submit"].append(timed(lambda: server.submit(spec("queued"))))
        taken = memory(server.process.pid)
    rows = [
        [what, f"{percentile(v, 0.5):.1f}", f"{percentile(v, 0.95):.1f}", "< 20"]
        for what, v in times.items()
    ]
    print_table(
        f"Milliseconds with {finished} finished and {active} queued workflows of {TASKS} tasks,"
        f" {count} each",
        ["", "p50", "p95", "goal p95"],
        [*rows, ["the server's memory, MB", "", f"{taken}", "< 1000"]],
    )
