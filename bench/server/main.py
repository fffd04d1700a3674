"""What a server answers: requests a second, many who follow a log, many who are only connected."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "harness"))

import followers  # noqa: E402
import queries  # noqa: E402
import sockets  # noqa: E402

PARTS = {"requests": queries, "followers": followers, "sockets": sockets}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all, unless some are named")
    parser.add_argument("--seconds", type=int, default=10, help="of each load")
    parser.add_argument("--folder", type=Path, help="where the servers' homes go")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="sesamo-bench-"))
    missed = 0
    try:
        for part in arguments.parts or PARTS:
            missed += PARTS[part].measure(folder / part, arguments.seconds)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
