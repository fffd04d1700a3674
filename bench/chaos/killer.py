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
        if victim == "everything" and any(self._spared(launch) for _, launch in supervisors):
            victim = "server"
        if victim == "supervisor":
            supervisors = [one for one in supervisors if not self._spared(one[1])]
            if not supervisors:
                return
            self._kill_supervisor(*self.random.choice(supervisors))
        if victim in ("server", "everything"):
            self._count_if_ended()
            self.server.kill()
        if victim in ("postmaster", "everything"):
            postmaster = self.server.postmaster()
            if postmaster is None or not kill(postmaster):
                if victim == "postmaster":
                    return
        if victim == "everything":
            for process, launch in supervisors:
                self._kill_supervisor(process, launch)
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
                self.server.request("GET", "/api/sesamo/server", patience=5)
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

    def _supervisors(self) -> list[tuple[int, str]]:
        """The process and the launch of each supervisor, also of those that have claimed nothing."""
        found = []
        for folder in Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if len(words) < 3 or not words[1].endswith(b"/supervisor.sh"):
                    continue
                task = Path(os.fsdecode(words[2]))
                # Its children look the same, but are in a session that it leads.
                if task.is_relative_to(self.server.home) and os.getsid(int(folder.name)) == int(
                    folder.name
                ):
                    found.append((int(folder.name), task.parents[1].name))
            except (OSError, ValueError):
                continue  # not a process, or gone
        return found

    def _spared(self, launch: str) -> bool:
        """Whether its group has died as often as the engine will take."""
        group = launch.rsplit(".", 1)[0]
        others = [lost for lost in self.lost_launches if lost.rsplit(".", 1)[0] == group]
        return len(others) >= MOST_LOSSES and launch not in self.lost_launches

    def _kill_supervisor(self, process: int, launch: str) -> None:
        self.lost_launches.add(launch)
        kill(process)

    def kill_supervisors(self) -> None:
        """Leaves no task running on this machine."""
        for process, _ in self._supervisors():
            kill(process)

    def supervisors_left(self) -> list[str]:
        return [launch for _, launch in self._supervisors()]


def kill(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False
