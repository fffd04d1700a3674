"""Requests a second, each beside the least that the same server can do: to say its version."""

import json
from pathlib import Path

from load import Load, load
from tables import print_table

from server import Server

QUERIES, SUBMITS, PATIENCE = 5000, 200, 50

SPEC = """workflow:
  name: load
  resources: {default: {cpu: 1, memory: 16Mi}}
  tasks:
  - {name: a, image: "ubuntu:24.04", command: ["true"]}
"""

WAITS = SPEC.replace('["true"]', '["sleep", "100000"]')


def row(name: str, result: Load, least: Load, goal: str, met: bool) -> list[str]:
    return [
        name,
        f"{result.a_second:,.0f}",
        f"{result.median:.1f}",
        f"{result.p99:.1f}",
        str(result.failed),
        f"{result.a_second / least.a_second:.2f}",
        goal if met else f"MISSED {goal}",
    ]


def measure(folder: Path, seconds: int) -> int:
    """Prints the table; returns how many goals were missed."""
    # One core, which a task holds: what is submitted waits, and the load is of the API alone.
    with Server(folder, {"cores": 1}) as server:
        body = json.dumps({"file": SPEC})
        done = [server.submit_text(SPEC) for _ in range(100)]
        for name in done:
            server.follow(name)
        holder = server.submit_text(WAITS)
        paths = [f"/api/workflow/{name}" for name in done]
        load(server, paths, 3)  # warm
        least = load(server, ["/api/version"], seconds)
        query = load(server, paths, seconds)
        half = load(server, paths, seconds, rate=QUERIES / 2)
        listed = load(server, ["/api/workflow?limit=20"], seconds)
        submit = load(server, ["/api/pool/default/workflow"], seconds, body)
        calm = load(
            server, ["/api/pool/default/workflow"], seconds, body, connections=4, rate=SUBMITS / 2
        )
        waiting = server.request("GET", "/api/workflow?limit=1000&statuses=PENDING")["workflows"]
        assert len(waiting) == 1000, "what was submitted waits"
        server.request("POST", f"/api/workflow/{holder}/cancel?force=true")
        rows = [
            row("version (no database: the least there is)", least, least, "", True),
            row("workflow query", query, least, f"{QUERIES:,}/s", query.a_second >= QUERIES),
            row(f"  at {QUERIES / 2:,.0f}/s", half, least, f"p99 {PATIENCE} ms", half.p99 < PATIENCE),
            row("list of 20", listed, least, "", True),
            row("submit (it waits)", submit, least, f"{SUBMITS}/s", submit.a_second >= SUBMITS),
            row(f"  at {SUBMITS / 2:,.0f}/s", calm, least, f"p99 {PATIENCE} ms", calm.p99 < PATIENCE),
        ]
    head = ["one machine, h2load on it too", "1/s", "p50 ms", "p99 ms", "failed", "of the least", "goal"]
    print_table("Requests", head, rows)
    return sum("MISSED" in line[-1] for line in rows)
