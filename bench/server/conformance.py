"""Runs schemathesis over a real server: twice, with names of nothing and with those of things that are there."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench/harness"))

from server import Server  # noqa: E402

SPEC = """
workflow:
  name: probe
  tasks:
  - {name: write, image: host, command: [sh, -c, "echo hello; echo 1 > {{output}}/one.txt"]}
  - {name: read, image: host, command: [cat, "{{input:0}}/one.txt"], inputs: [{task: write}]}
"""

# It would end the run.
STOP = "/api/sesamo/v1/server/stop"

# 501 is what has no meaning here, and is described so.
EXPECTED = ["2xx", "3xx", "4xx", 501]

# Whether a name is of something is not the description's to say, so well-formed requests are refused too.
LEFT_OUT = "positive_data_acceptance"


def config(names: dict[str, str]) -> str:
    known = [f'"path.{name}" = "{value}"' for name, value in names.items()]
    lines = ["[checks.not_a_server_error]", f"expected-statuses = {json.dumps(EXPECTED)}"]
    lines += ["[parameters]", *known]
    lines += ["[[operations]]", f'include-path = "{STOP}"', "enabled = false"]
    return "\n".join(lines)


def run(server: Server, folder: Path, names: dict[str, str], seconds: float) -> int:
    file = folder / ("known.toml" if names else "any.toml")
    file.write_text(config(names))
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        f"--config-file={file}",
        "run",
        f"{server.address()}/openapi.json",
        f"--header=Authorization: Bearer {server.secret()}",
        "--checks=all",
        f"--exclude-checks={LEFT_OUT}",
        f"--max-time={max(1, round(seconds))}",
        "--request-timeout=30",
        # Of names with a pattern it drops many that it makes up: that says nothing of the server.
        "--suppress-health-check=filter_too_much",
        "--warnings=off",
        "--no-color",
    ]
    return subprocess.run(command, cwd=folder, check=False).returncode


def main(minutes: float) -> int:
    folder = Path(mkdtemp(prefix="sesamo-conformance-"))
    with Server(folder / "home", {"sandbox": "none"}, ("--rate", "1000000")) as server:
        name = server.submit_text(SPEC)
        while server.unfinished():
            time.sleep(0.2)
        known = {"id": name, "task": "write", "group": "write-group", "pool": "default"}
        seconds = minutes * 60
        codes = [
            run(server, folder, {}, seconds * 0.6),
            run(server, folder, known, seconds * 0.4),
        ]
        wrong = [line for line in log(folder).splitlines() if " ERROR " in line]
    for line in wrong[:20]:
        print(line)
    if any(codes) or wrong:
        print(f"conformance: FAILED; the server's log is in {folder}")
        return 1
    shutil.rmtree(folder)
    print("conformance: no 5xx, and every answer as described")
    return 0


def log(folder: Path) -> str:
    return (folder / "home/server.out").read_text(errors="replace")


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
