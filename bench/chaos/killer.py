"""Kills what may die: the server, its database, the supervisors of tasks, or all at once."""

import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random

from ledger import Ledger

from server import Server, Unavailable

# The engine tries a lost group again so many times.
MOST_LOSSES = 3

# By then a server knows that a supervisor is dead, on a busy machine too.
NOTICED_SECONDS = 0.3


class Killer:
    def __init__(
        self, server: Server, ledger: Ledger, submitted: threading.Event, random: Random
    ) -> None:
        self.server = server
        self.ledger = ledger
        self.submitted = submitted
        self.random = random
        self.kills: Counter[str] = Counter()
        self.lost_launches: set[str] = set()
        """Launches that had a supervisor killed."""
        self.gave_up: list[int] = []
        """Exit codes of servers that ended without being killed."""

    def once(self) -> None:
        """Waits for a random moment and kills somebody."""
        self._wait()
        victim = self.random.choices(
            ["server", "postmaster", "supervisor", "everything"], [45, 25, 22, 8]
        )[0]
        supervisors = self._supervisors()
        if victim == "supervisor":
            if not supervisors or not self._kill_supervisor(self.random.choice(supervisors)):
                return
        if victim in ("server", "everything"):
            self._count_if_ended()
            self.server.kill()
        if victim in ("postmaster", "everything"):
            postmaster = self.server.postmaster()
            if postmaster is None or not kill(postmaster):
                if victim == "postmaster":
                    return
        if victim == "everything":
            for process in supervisors:
                self._kill_supervisor(process)
        self.kills[victim] += 1
        if victim in ("server", "everything"):
            self._start_again()

    def _wait(self) -> None:
        """Until a random moment, or a few milliseconds after something that matters."""
        trigger = self.random.choice(["time", "submit", "submit", "begin", "end", "end"])
        if trigger == "time":
            time.sleep(self.random.uniform(0, 1.5))
        elif trigger == "submit":
            self.submitted.clear()
            self.submitted.wait(3)
            time.sleep(self.random.uniform(0, 0.08))
        else:
            self.ledger.await_next(trigger, 3)
            time.sleep(self.random.uniform(0, 0.05))

    def _start_again(self) -> None:
        """After a while or at once; and sometimes the new server dies while it starts."""
        if self.random.random() < 0.4:
            time.sleep(self.random.uniform(0, 0.8))
        self.server.launch()
        while self.random.random() < 0.2:
            time.sleep(self.random.uniform(0, 1.5))
            self._count_if_ended()
            self.server.kill()
            self.kills["server"] += 1
            self.server.launch()
        self.await_server()

    def await_server(self) -> None:
        """Until the server answers; one that gave up is started anew and noted."""
        while True:
            try:
                self.server.request("GET", "/api/sesamo/v1/server", patience=5)
                return
            except Unavailable:
                time.sleep(0.02)
            if self._count_if_ended():
                if len(self.gave_up) > 20:
                    raise SystemExit(f"No server comes up; see {self.server.home}/server.out")
                self.server.launch()

    def _count_if_ended(self) -> bool:
        code = self.server.ended()
        if code is None or code == -signal.SIGKILL:
            return False
        self.gave_up.append(code)
        return True

    def _supervisors(self) -> list[int]:
        """The processes that run tasks: the server's, and those of servers before it."""
        found = {}
        for folder in Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # not a process, or gone
            is_supervisor = b"io.sesamo.backend.local.Supervisor" in words
            if is_supervisor and stat[0] != "Z" and self._is_ours(words[-2]):
                found[int(folder.name)] = int(stat[1])
        # A task's process looks like its supervisor until it becomes its own program.
        return [process for process, parent in found.items() if parent not in found]

    def _is_ours(self, folder: bytes) -> bool:
        return Path(os.fsdecode(folder)).is_relative_to(self.server.home)

    def _launches(self, supervisor: int, *claims: str) -> set[str]:
        """What a supervisor that stands still runs, or was handed and has not begun.

        claims: others that count as its own
        """
        launches = set()
        for task in self.server.home.glob("pool/launches/*/tasks/*"):
            try:
                claim = os.readlink(task / "claim").split()[0]
            except FileNotFoundError:
                claim = str(supervisor)
            if claim in (str(supervisor), *claims) and not os.path.islink(task / "exit"):
                launches.add(task.parents[1].name)
        return launches

    def _spared(self, launch: str) -> bool:
        """Whether its group has died as often as the engine will take."""
        group = launch.rsplit(".", 1)[0]
        others = [lost for lost in self.lost_launches if lost.rsplit(".", 1)[0] == group]
        return len(others) >= MOST_LOSSES and launch not in self.lost_launches

    def _kill_supervisor(self, process: int) -> bool:
        """Kills it, unless it runs something that must not die once more."""
        if not send(process, signal.SIGSTOP):
            return False
        launches = self._launches(process)
        if any(self._spared(launch) for launch in launches):
            send(process, signal.SIGCONT)
            return False
        killed = kill(process)
        self.lost_launches |= launches
        # The server goes on meanwhile: it has handed it what it has never begun, and hands it more
        # until it notices.
        noticed = time.monotonic() + NOTICED_SECONDS
        while time.monotonic() < noticed:
            self.lost_launches |= self._launches(process, "stopped")
            time.sleep(0.005)
        return killed

    def kill_supervisors(self) -> None:
        """Leaves no task running on this machine."""
        for process in self._supervisors():
            kill(process)

    def supervisors_left(self) -> list[str]:
        """Those that run tasks still; the server's own stays."""
        return sorted(
            launch for process in self._supervisors() for launch in self._launches(process)
        )


def kill(process: int) -> bool:
    return send(process, signal.SIGKILL)


def send(process: int, what: signal.Signals) -> bool:
    try:
        os.kill(process, what)
        return True
    except ProcessLookupError:
        return False
