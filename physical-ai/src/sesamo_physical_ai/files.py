"""Reading and writing the files that stages hand to each other, and what stages say while they work."""

import hashlib
import json
from pathlib import Path
from typing import Any


class InputError(Exception):
    """Something the caller gave is wrong. Its text is the one line that the caller reads; the exit code is 2."""


class CheckFailed(Exception):
    """The work was done, and its result is not good enough. Its text is one plain sentence; the exit code is 1."""


def say(text: str) -> None:
    """Print one line of progress at once: a task's log is read while the task runs."""
    print(text, flush=True)


def percent(share: float) -> str:
    """Write a share of 1 in per cent."""
    return f"{share * 100:.0f} %"


def output_folder(path: Path) -> Path:
    """Create the folder that a stage writes into."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot create the output folder {path}: {error.strerror}") from error
    return path


def require(folder: Path, name: str, stage: str) -> Path:
    """Return the path of a file that an earlier stage wrote, or say which stage is missing."""
    path = folder / name
    if not path.exists():
        raise InputError(f"{path} does not exist: is {folder} the output of `{stage}`?")
    return path


def write_json(path: Path, content: Any) -> None:
    """Write JSON that people can read and that is the same for the same content."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_json(folder: Path, name: str, stage: str) -> Any:
    """Read JSON that an earlier stage wrote."""
    path = require(folder, name, stage)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path} is not valid JSON: {error}") from error


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
