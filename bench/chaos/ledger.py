"""What tasks tell when they begin and end, the moment they do so."""

import os
import threading
from collections import Counter
from pathlib import Path


class Ledger:
    """A named pipe that tasks write lines to, and the file that keeps the lines.

    A pipe, since a task may write to nothing else outside its sandbox: its inputs are read-only, and
    a pipe takes what is written to it even so. A line reaches the pipe whole or not at all.
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        folder.mkdir(parents=True)
        folder.chmod(0o755)
        self.folder = folder
        os.mkfifo(folder / "ledger")
        (folder / "ledger").chmod(0o666)
        # Opened both ways, so that it never comes to an end between two tasks.
        self._pipe = os.open(folder / "ledger", os.O_RDWR)
        self._kept = open(kept, "ab", buffering=0)
        self._heard = threading.Condition()
        self._counts: Counter[str] = Counter()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        rest = b""
        while True:
            rest += os.read(self._pipe, 1 << 16)
            *lines, rest = rest.split(b"\n")
            with self._heard:
                for line in lines:
                    self._kept.write(line + b"\n")
                    self._counts[line.decode()] += 1
                self._heard.notify_all()

    def lines(self) -> Counter[str]:
        """How often each line `<launch> <task> begin|end` was heard."""
        with self._heard:
            return self._counts.copy()

    def await_next(self, word: str, patience: float) -> None:
        """Returns right after somebody has said `word`, or when the patience (seconds) is over."""

        def said() -> int:
            return sum(count for line, count in self._counts.items() if line.endswith(word))

        with self._heard:
            before = said()
            self._heard.wait_for(lambda: said() > before, patience)
