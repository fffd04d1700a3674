"""Runs workflows while everything is killed again and again, and counts what got lost.

See run.sh. Which victims die and how long to wait is drawn from the seed; what they are doing just
then is not, so that each run hits other instructions.
"""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1] / "harness"))

from killer import Killer  # noqa: E402
from ledger import Ledger  # noqa: E402
from shapes import Shapes, Workflow  # noqa: E402
from verdict import Verdict  # noqa: E402

from server import Refused, Server, Unavailable  # noqa: E402

MOST_ACTIVE = 10
CORES = 8
MOST_SENTENCES = 20
PATIENCE_SECONDS = 120


def cancel(server: Server, name: str) -> None:
    """Asks for the end of a workflow, which may have come since it was listed."""
    try:
        server.request("POST", f"/api/workflow/{name}/cancel")
    except Refused as refused:
        if "is already finished" not in str(refused):
            raise


class Submitter:
    """Keeps some workflows going, and cancels those that are to be cancelled."""

    def __init__(self, server: Server, shapes: Shapes, random: Random) -> None:
        self.server = server
        self.shapes = shapes
        self.random = random
        self.accepted: dict[str, Workflow] = {}
        self.unclear: dict[str, Workflow] = {}
        """By name: nobody knows whether the server took them in before it died."""
        self.submitting = threading.Event()
        self.refused: list[str] = []
        """What the server must not refuse, and has."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self.random.choice([0, 0.05, 0.3])):
            try:
                unfinished = self.server.unfinished()
                self._cancel(unfinished)
                if len(unfinished) < MOST_ACTIVE:
                    self._submit()
            except Unavailable:
                self._stopping.wait(0.1)
            except Refused as refused:
                self.refused.append(str(refused))
                return

    def _submit(self) -> None:
        workflow = self.shapes.draw()
        self.submitting.set()
        try:
            self.accepted[self.server.submit(workflow.spec)] = workflow
        except Unavailable:
            self.unclear[workflow.spec["workflow"]["name"]] = workflow
        self.submitting.set()

    def _cancel(self, unfinished: set[str]) -> None:
        for name in unfinished & self.to_cancel():
            if self.random.random() < 0.2:
                cancel(self.server, name)

    def to_cancel(self) -> set[str]:
        return {name for name, workflow in self.accepted.items() if workflow.to_cancel}

    def settle(self) -> None:
        """Finds out which of the unclear ones the server knows."""
        for name, workflow in self.unclear.items():
            try:
                self.server.workflow(f"{name}-1")
                self.accepted[f"{name}-1"] = workflow
            except Refused:
                pass  # never taken in: the client was told so by a broken connection
        self.unclear.clear()


def main() -> int:
    arguments = parse()
    folder = Path(tempfile.mkdtemp(prefix="sesamo-chaos-", dir=arguments.folder))
    seed = Random(arguments.seed)
    ledger = Ledger(folder / "ledger", folder / "ledger.txt")
    pool = {"inputs": [str(ledger.folder)], "cores": CORES, "sandbox": "required"}
    server = Server(folder / "home", pool)
    shapes = Shapes(ledger.folder, Random(seed.random()))
    submitter = Submitter(server, shapes, Random(seed.random()))
    killer = Killer(server, ledger, submitter.submitting, Random(seed.random()))
    server.start()
    try:
        submitter.start()
        try:
            kill(killer, submitter, arguments)
            killer.await_server()
        finally:
            submitter.stop()
        submitter.settle()
        unfinished = await_end(killer, submitter)
        return tell(killer, submitter, ledger, unfinished, folder)
    finally:
        server.stop()
        killer.kill_supervisors()


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/chaos/run.sh")
    parser.add_argument("--kills", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=1, help="of whom and when to kill (1)")
    parser.add_argument("--minutes", type=float, default=60, help="at most so long (60)")
    parser.add_argument("--folder", help="where to work (the system's folder for temporary files)")
    return parser.parse_args()


def kill(killer: Killer, submitter: Submitter, arguments: argparse.Namespace) -> None:
    began = time.monotonic()
    told = 0
    while (done := killer.kills.total()) < arguments.kills and not submitter.refused:
        if time.monotonic() - began > 60 * arguments.minutes:
            print(f"The time is over after {done} kills.", flush=True)
            return
        killer.once()
        if killer.kills.total() >= told + 10:
            told = killer.kills.total()
            print(
                f"{time.monotonic() - began:4.0f} s: {told} kills,"
                f" {len(submitter.accepted)} workflows taken in",
                flush=True,
            )


def await_end(killer: Killer, submitter: Submitter) -> set[str]:
    """Waits until all have finished; returns those that do not, however long nothing changes."""
    unfinished: set[str] = set()
    changed = time.monotonic()
    while time.monotonic() - changed < PATIENCE_SECONDS:
        killer.await_server()
        try:
            now = killer.server.unfinished()
            for name in now & submitter.to_cancel():
                cancel(killer.server, name)
        except Unavailable:
            continue
        if not now:
            return now
        if now != unfinished:
            unfinished, changed = now, time.monotonic()
        time.sleep(0.05)
    return unfinished


def tell(
    killer: Killer, submitter: Submitter, ledger: Ledger, unfinished: set[str], folder: Path
) -> int:
    verdict = Verdict(killer.server, ledger.lines(), killer.lost_launches)
    verdict.judge_ledger()
    for name, workflow in sorted(submitter.accepted.items()):
        try:
            verdict.judge(name, workflow)
        except Refused as gone:
            verdict.lost.append(f"{name}: {gone}")
    left = await_no_supervisors(killer)
    findings = {
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "wrong output": verdict.wrong,
        "still running": [f"a supervisor of {launch}" for launch in left],
        "refused": submitter.refused,
        "gave up": [f"a server ended by itself with {code}" for code in killer.gave_up],
    }
    for kind, sentences in findings.items():
        for sentence in sentences[:MOST_SENTENCES]:
            print(f"{kind}: {sentence}")
    tally = ", ".join(f"{victim} {count}" for victim, count in sorted(killer.kills.items()))
    print(f"killed: {tally}; launches that lost a supervisor: {len(killer.lost_launches)}")
    print(
        f"kills {killer.kills.total()}, workflows {len(submitter.accepted)},"
        f" lost {len(verdict.lost)}, doubled {len(verdict.doubled)},"
        f" wrong output {len(verdict.wrong)}"
    )
    if any(findings.values()) or unfinished:
        print(f"Everything is kept in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def await_no_supervisors(killer: Killer) -> list[str]:
    deadline = time.monotonic() + 10
    while (left := killer.supervisors_left()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


if __name__ == "__main__":
    sys.exit(main())
