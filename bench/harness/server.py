"""A real Sesamo server with a home of its own, started as the launcher starts it."""

import http.client
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]


class Unavailable(Exception):
    """Nobody has answered: whether the request was carried out is not known."""


class Refused(Exception):
    """The server has answered with an error."""


class Server:
    """One server at a time in one home; a killed one can be started again."""

    def __init__(self, home: Path, pool: dict, options: tuple[str, ...] = ()) -> None:
        """pool: what its pool.yaml says; options: of the server's command line."""
        subprocess.run([ROOT / "sesamo", "--version"], check=True, stdout=subprocess.DEVNULL)
        jdk = subprocess.run(
            [ROOT / "sesamo", "--print-jdk"], check=True, capture_output=True, text=True
        ).stdout.strip()
        self.java = f"{jdk}/bin/java"
        self.words = [self.java, f"@{ROOT}/target/dist/server.args", "--idle-stop", "0"]
        self.words += options
        self.home = home
        self.process: subprocess.Popen | None = None
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        (home / "pool.yaml").write_text(json.dumps(pool))

    def launch(self) -> None:
        """Starts a server and does not wait for it."""
        environment = {**os.environ, "SESAMO_HOME": str(self.home)}
        environment.pop("SESAMO_DATABASE_URL", None)
        with open(self.home / "server.out", "ab") as log:
            self.process = subprocess.Popen(
                self.words,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start(self, patience: float = 60) -> None:
        """Starts a server and waits until it answers."""
        self.launch()
        self.await_ready(patience)

    def await_ready(self, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while True:
            try:
                if self.request("GET", "/api/sesamo/v1/server")["pid"] == self.process.pid:
                    return
            except (Unavailable, Refused):
                pass
            if self.ended() is not None or time.monotonic() > deadline:
                raise SystemExit(f"The server does not come up; see {self.home}/server.out")
            time.sleep(0.01)

    def ended(self) -> int | None:
        """The exit code of a server that has ended by itself or by a signal."""
        return self.process.poll() if self.process else None

    def kill(self) -> None:
        """SIGKILL, and nothing is left of the process when this returns."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        """Ends the server and what runs of its tasks."""
        while names := self.unfinished():
            for name in names:
                self.request("POST", f"/api/workflow/{name}/cancel?force=true")
        self.stop()

    def postmaster(self) -> int | None:
        """The process of the embedded PostgreSQL that all its others depend on."""
        for file in self.home.glob("postgres/data-*/postmaster.pid"):
            try:
                return int(file.read_text().split("\n", 1)[0])
            except (OSError, ValueError):
                return None
        return None

    def request(self, method: str, path: str, body: object = None, patience: float = 30) -> object:
        """The answer, read as JSON where it is JSON."""
        try:
            connection = http.client.HTTPConnection(
                self.address().removeprefix("http://"), timeout=patience
            )
            try:
                connection.request(
                    method,
                    path,
                    None if body is None else json.dumps(body),
                    {
                        "Authorization": f"Bearer {self.secret()}",
                        "Content-Type": "application/json",
                    },
                )
                answer = connection.getresponse()
                text = answer.read()
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ValueError) as failure:
            raise Unavailable(str(failure)) from failure
        if answer.status >= 500:
            raise Unavailable(f"{answer.status} {text[:500]!r}")
        if answer.status >= 400:
            raise Refused(f"{method} {path}: {answer.status} {text[:2000]!r}")
        is_json = answer.getheader("Content-Type", "").startswith("application/json")
        return json.loads(text) if is_json else text.decode()

    def ask(self, path: str, patience: float = 60) -> object:
        """The answer to a question, which is asked again while the server is away."""
        deadline = time.monotonic() + patience
        while True:
            try:
                return self.request("GET", path)
            except Unavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def address(self) -> str:
        return json.loads((self.home / "server/server.json").read_text())["url"]

    def secret(self) -> str:
        return (self.home / "server/secret").read_text().strip()

    def memory(self) -> int:
        """What the server's process has in memory, bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(status.split("VmRSS:")[1].split()[0])

    def submit_text(self, text: str) -> str:
        """Takes a workflow in; returns its id."""
        return self.request("POST", "/api/pool/default/workflow", {"file": text})["name"]

    def await_running(self, name: str) -> None:
        while self.workflow(name)["status"] != "RUNNING":
            time.sleep(0.05)

    def submit(self, spec: dict) -> str:
        """Takes a workflow in; returns its id."""
        # YAML holds JSON. Each brace stands on a line of its own: two would begin a template.
        text = "workflow: " + json.dumps(spec["workflow"], indent=1).replace("\n", "\n ")
        return self.request("POST", "/api/pool/default/workflow", {"file": text})["name"]

    def workflow(self, name: str) -> dict:
        return self.ask(f"/api/sesamo/v1/workflow/{name}")

    def follow(self, name: str) -> None:
        """Returns as soon as the workflow is over."""
        self.request("GET", f"/api/workflow/{name}/events?follow=true", patience=600)

    def unfinished(self) -> set[str]:
        """The ids of at most 1,000 workflows that are not over."""
        query = urlencode([("limit", 1000), ("statuses", "PENDING"), ("statuses", "RUNNING")])
        rows = self.request("GET", f"/api/workflow?{query}")["workflows"]
        return {row["name"] for row in rows}
