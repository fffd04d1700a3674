"""Many who follow the log of one task."""

import asyncio
import time
from pathlib import Path

from tables import print_table

from server import Server

FOLLOWERS, LINES, GIBIBYTE = 1000, 200, 1 << 30

SPEC = """workflow:
  name: talk
  resources: {default: {cpu: 1, memory: 64Mi}}
  tasks:
  - name: a
    image: "ubuntu:24.04"
    command: [sh, -c, "while [ ! -e GO ]; do sleep 0.1; done; for i in $(seq LINES); do echo line $i; sleep 0.02; done"]
"""


async def follow(server: Server, name: str, ready: asyncio.Semaphore) -> tuple[int, float]:
    """How many lines came, and when the last did."""
    host, port = server.address().removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"GET /api/workflow/{name}/logs HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Authorization: Bearer {server.secret()}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head.split(b"\r\n")[0], head
    ready.release()
    text = b""
    while not text.endswith(b"0\r\n\r\n"):
        chunk = await reader.read(1 << 16)
        if not chunk:
            break
        text += chunk
    writer.close()
    return text.count(b"] line "), time.monotonic()


async def all_follow(server: Server, name: str, go: Path) -> tuple[list[int], float, int]:
    ready = asyncio.Semaphore(0)
    readers = [asyncio.create_task(follow(server, name, ready)) for _ in range(FOLLOWERS)]
    for _ in readers:
        await ready.acquire()
    go.touch()
    memory = 0
    while not all(reader.done() for reader in readers):
        memory = max(memory, server.memory())
        await asyncio.sleep(0.2)
    ends = [reader.result() for reader in readers]
    return [lines for lines, _ in ends], max(e for _, e in ends) - min(e for _, e in ends), memory


def measure(folder: Path, seconds: int) -> int:
    """Prints the table; returns how many goals were missed."""
    with Server(folder, {"sandbox": "none"}) as server:
        go = folder / "go"
        name = server.submit_text(SPEC.replace("GO", str(go)).replace("LINES", str(LINES)))
        lines, apart, memory = asyncio.run(all_follow(server, name, go))
    whole = sum(count == LINES for count in lines)
    met = whole == FOLLOWERS and memory < GIBIBYTE
    print_table(
        "Followers of one log",
        ["followers", "got every line", "last after first, s", "server, MiB", "goal"],
        [
            [
                f"{FOLLOWERS:,}",
                f"{whole:,}",
                f"{apart:.2f}",
                f"{memory / (1 << 20):,.0f}",
                "all, below 1 GiB" if met else "MISSED all, below 1 GiB",
            ]
        ],
    )
    return 0 if met else 1
