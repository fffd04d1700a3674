"""One workflow of as many tasks as a pool may allow: taken in, run, and shown.

A group is over when its lead is: those of its tasks that are not under way by then are stopped
before their command, and are counted apart.
"""

import json
import time
from pathlib import Path
from statistics import median

from tables import print_table

from server import Server

GROUPS = 100
GROUPS_AT_A_TIME = 2
MOST_TASKS = 10_000
LOOKS = 5


def spec(tasks: int) -> dict:
    """Tasks that do nothing, as many in each group."""
    groups = [
        {
            "name": f"g{group}",
            "tasks": [
                {
                    "name": f"g{group}-t{task}",
                    "lead": task == 0,
                    "image": "ubuntu:24.04",
                    "command": ["true"],
                }
                for task in range(tasks // GROUPS)
            ],
        }
        for group in range(GROUPS)
    ]
    resources = {"default": {"cpu": 1, "memory": "32Mi"}}
    return {"workflow": {"name": "large", "resources": resources, "groups": groups}}


def look(server: Server, path: str) -> tuple[float, int]:
    """Seconds that an answer takes, the median of some, and its bytes as JSON without blanks."""
    seconds = []
    for _ in range(LOOKS):
        began = time.monotonic()
        answer = server.request("GET", path)
        seconds.append(time.monotonic() - began)
    return median(seconds), len(json.dumps(answer, separators=(",", ":")))


def measure(folder: Path, tasks: int) -> None:
    if tasks % GROUPS or not GROUPS <= tasks <= MOST_TASKS:
        raise SystemExit(f"--large-tasks is a multiple of {GROUPS}, {MOST_TASKS} at most")
    pool = {
        "tasks": MOST_TASKS,
        "cores": GROUPS_AT_A_TIME * tasks // GROUPS,
        "sandbox": "required",
    }
    with Server(folder / "large", pool) as server:
        began = time.monotonic()
        name = server.submit(spec(tasks))
        accepted = time.monotonic() - began
        server.follow(name)
        ran = time.monotonic() - began
        workflow = server.workflow(name)
        if workflow["status"] != "COMPLETED":
            raise SystemExit(f"The workflow is {workflow['status']}; see {server.home}")
        done = [task for group in workflow["groups"] for task in group["tasks"]]
        stopped = sum(task["exit_code"] != 0 for task in done)
        query, query_bytes = look(server, f"/api/workflow/{name}")
        listed, list_bytes = look(server, "/api/workflow?limit=20")
    print_table(
        f"A workflow of {tasks} x true in {GROUPS} groups, {GROUPS_AT_A_TIME} groups at a time",
        ["", "seconds", "tasks/s", "bytes"],
        [
            ["submit to accepted", f"{accepted:.2f}", "", ""],
            ["submit to COMPLETED", f"{ran:.1f}", f"{tasks / ran:.0f}", ""],
            [f"  without {stopped} stopped", "", f"{(tasks - stopped) / ran:.0f}", ""],
            ["query after the end", f"{query:.3f}", "", f"{query_bytes}"],
            ["list after the end", f"{listed:.3f}", "", f"{list_bytes}"],
        ],
    )
