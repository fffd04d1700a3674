"""Runs OSMO's client against a server, command by command, and compares what comes of it."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "harness"))

from commands import parts  # noqa: E402
from server import Server  # noqa: E402


@dataclass
class Row:
    """A command that was run, and what was found wrong."""

    words: str
    exit: int
    expected: int
    faults: list[str] = field(default_factory=list)


class Home:
    """A running server, found by its home folder."""

    def __init__(self, folder: Path) -> None:
        self.url = json.loads((folder / "server/server.json").read_text())["url"]
        self.secret = (folder / "server/secret").read_text().strip()

    def post(self, path: str, body: bytes = b"", method: str = "POST") -> str:
        """A request of the owner of the home."""
        request = urllib.request.Request(self.url + path, body, method=method)
        request.add_header("Authorization", f"Bearer {self.secret}")
        request.add_header("Content-Type", "text/yaml" if method == "PUT" else "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()


class Client:
    """The client, with a folder of its own for each user."""

    def __init__(self, program: str, folder: Path, show: bool) -> None:
        self.program = program
        self.folder = folder
        self.show = show
        self.known: dict[str, str] = {}
        self.rows: list[Row] = []

    def run(self, user: str, words: str, exit: int = 0, **expected: object) -> None:
        """Runs a command; {name} in it, and in what is expected, is what was kept before.

        expected: out, a regular expression or several; err, the same; absent, what must not be
        printed; json, a function of what was printed that says whether it is right; keep, a
        regular expression with named groups.
        """
        filled = self.fill(words)
        home = self.folder / user
        home.mkdir(exist_ok=True)
        environment = {**os.environ, "HOME": str(home), "TZ": "UTC", "EDITOR": "true", "COLUMNS": "200"}
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            environment.pop(name, None)
        done = subprocess.run(
            [self.program, *self.split(filled)],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
        )
        row = Row(f"{user}: osmo {filled}", done.returncode, exit)
        self.rows.append(row)
        self.compare(row, done, expected)
        mark = "ok" if not row.faults else "WRONG"
        print(f"| {row.words[:88]:88} | {row.exit:2} | {exit:2} | {mark}", flush=True)
        if self.show or row.faults:
            for fault in row.faults:
                print(f"    {fault}")
            print("    " + (done.stdout + done.stderr).replace("\n", "\n    "))

    @staticmethod
    def split(words: str) -> list[str]:
        """At blanks, but not inside quotes."""
        return [one.strip("'") for one in re.findall(r"'[^']*'|[^ ]+", words)]

    def fill(self, text: str) -> str:
        for name, value in self.known.items():
            text = text.replace("{" + name + "}", value)
        return text

    def compare(self, row: Row, done: subprocess.CompletedProcess, expected: dict) -> None:
        if done.returncode != row.expected:
            row.faults.append(f"ended with {done.returncode}, not {row.expected}")
        if "Traceback" in done.stdout + done.stderr and "Traceback" not in str(expected):
            row.faults.append("fell over")
        for where, text in (("out", done.stdout), ("err", done.stderr)):
            wanted = expected.get(where, ())
            for each in (wanted,) if isinstance(wanted, str) else wanted:
                if not re.search(self.fill(each), text, re.DOTALL):
                    row.faults.append(f"std{where} does not have {self.fill(each)}")
        absent = expected.get("absent")
        if absent and re.search(self.fill(absent), done.stdout):
            row.faults.append(f"stdout has {self.fill(absent)}")
        if "json" in expected:
            try:
                if not expected["json"](json.loads(done.stdout)):
                    row.faults.append("the JSON is not as expected")
            except (ValueError, KeyError, IndexError, TypeError) as failure:
                row.faults.append(f"the JSON is not as expected: {failure!r}")
        if "keep" in expected:
            found = re.search(expected["keep"], done.stdout)
            if found:
                self.known.update(found.groupdict())
            else:
                row.faults.append(f"stdout does not have {expected['keep']}")


def against(home: Home, client: Client) -> None:
    client.known["url"] = home.url
    for part in parts():
        part(client, home)


def main() -> None:
    options = argparse.ArgumentParser(prog="bench/osmo/run.sh")
    options.add_argument("client")
    options.add_argument("--home", type=Path)
    options.add_argument("--show", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sesamo-osmo-") as scratch:
        folder = Path(scratch)
        client = Client(str(Path(chosen.client).resolve()), folder, chosen.show)
        if chosen.home:
            against(Home(chosen.home), client)
        else:
            with Server(folder / "home", {"tags": ["nightly"]}, ("--dev-auth",)):
                against(Home(folder / "home"), client)
    wrong = sum(bool(row.faults) for row in client.rows)
    print(f"{len(client.rows)} commands, {wrong} wrong")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
