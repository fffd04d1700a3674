"""Many who are connected to a task and say nothing."""

import asyncio
import base64
import os
from pathlib import Path

from tables import print_table

from server import Server

SOCKETS, GIBIBYTE = 5000, 1 << 30

SPEC = """workflow:
  name: hold
  resources: {default: {cpu: 1, memory: 64Mi}}
  tasks:
  - {name: a, image: "ubuntu:24.04", command: [sleep, "100000"]}
"""


async def connect(server: Server, name: str, key: str) -> asyncio.StreamWriter:
    host, port = server.address().removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    nonce = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /api/router/portforward/{name}/client/{key} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Authorization: Bearer {server.secret()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {nonce}\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 101 " in head.split(b"\r\n")[0], head
    return writer


async def hold(server: Server, name: str, seconds: int) -> tuple[int, int]:
    """How many are still open after so long, and the server's memory then."""
    writers = []
    for _ in range(SOCKETS):
        path = f"/api/workflow/{name}/portforward/a?task_ports=80&use_udp=False"
        key = server.request("POST", path)[0]["key"]
        writers.append(await connect(server, name, key))
    await asyncio.sleep(seconds)
    memory = server.memory()
    open_ = sum(not writer.transport.is_closing() for writer in writers)
    for writer in writers:
        writer.close()
    return open_, memory


def measure(folder: Path, seconds: int) -> int:
    """Prints the table; returns how many goals were missed."""
    with Server(folder, {"cores": 1}) as server:
        name = server.submit_text(SPEC)
        server.await_running(name)
        before = server.memory()
        open_, memory = asyncio.run(hold(server, name, seconds))
        server.request("POST", f"/api/workflow/{name}/cancel?force=true")
    met = open_ == SOCKETS and memory < GIBIBYTE
    print_table(
        "Idle WebSockets (control sockets of port-forwards)",
        ["sockets", "open", "server before, MiB", "with them, MiB", "goal"],
        [
            [
                f"{SOCKETS:,}",
                f"{open_:,}",
                f"{before / (1 << 20):,.0f}",
                f"{memory / (1 << 20):,.0f}",
                "all, below 1 GiB" if met else "MISSED all, below 1 GiB",
            ]
        ],
    )
    return 0 if met else 1
