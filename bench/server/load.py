"""Load from h2load, request by request: how many were answered, and how long each took."""

import math
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from server import Server
from tables import percentile


@dataclass(frozen=True)
class Load:
    """What came of it; times in ms."""

    a_second: float
    median: float
    p99: float
    failed: int


def load(
    server: Server,
    paths: list[str],
    seconds: int,
    body: str | None = None,
    connections: int = 32,
    rate: float | None = None,
) -> Load:
    """Asks for the paths in turn; rate: requests a second in all, as many as it can by default.

    At a rate all connections send in the same instant, again and again: few of them make few bursts.
    """
    address, secret = server.address(), server.secret()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        words = ["h2load", "--h1", "-t", "1", "-c", str(connections), "-D", str(seconds)]
        words += ["--warm-up-time", "2", "--log-file", str(log)]
        words += ["-H", f"Authorization: Bearer {secret}", "-H", "Content-Type: application/json"]
        if rate is not None:
            words += ["--rps", str(math.ceil(rate / connections))]
        if body is not None:
            (Path(folder) / "body").write_text(body)
            words += ["-d", str(Path(folder) / "body")]
        subprocess.run(
            [*words, *(address + path for path in paths)], check=True, stdout=subprocess.DEVNULL
        )
        rows = [line.split("\t") for line in log.read_text().splitlines()]
    good = [int(row[2]) / 1000 for row in rows if row[1] == "200"]
    if not good:
        raise SystemExit(f"{paths[0]} was answered {rows[0][1] if rows else 'not at all'}.")
    begin = min(int(row[0]) for row in rows)
    end = max(int(row[0]) + int(row[2]) for row in rows)
    return Load(
        len(good) / ((end - begin) / 1e6),
        percentile(good, 0.5),
        percentile(good, 0.99),
        len(rows) - len(good),
    )
