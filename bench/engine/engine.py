"""Measures the engine: see run.sh."""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "harness"))

import large  # noqa: E402
import latency  # noqa: E402
import size  # noqa: E402
import throughput  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/engine/run.sh")
    parser.add_argument("parts", nargs="*", default=["throughput", "latency", "size", "large"])
    parser.add_argument("--rounds", type=int, default=5, help="of the throughput (5)")
    parser.add_argument("--tasks", type=int, default=1000, help="of a round (1000)")
    parser.add_argument("--latencies", type=int, default=200, help="workflows measured (200)")
    parser.add_argument("--finished", type=int, default=10_000, help="workflows in the history")
    parser.add_argument("--active", type=int, default=2_000, help="workflows in the queue")
    parser.add_argument("--large-tasks", type=int, default=10_000, help="of one workflow (10000)")
    parser.add_argument("--folder", help="where to work (the system's for temporary files)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sesamo-bench-", dir=arguments.folder) as name:
        folder = Path(name)
        if "throughput" in arguments.parts:
            throughput.measure(folder, arguments.rounds, arguments.tasks)
        if "latency" in arguments.parts:
            latency.measure(folder, arguments.latencies)
        if "size" in arguments.parts:
            size.measure(folder, arguments.finished, arguments.active, 200)
        if "large" in arguments.parts:
            large.measure(folder, arguments.large_tasks)


if __name__ == "__main__":
    main()
