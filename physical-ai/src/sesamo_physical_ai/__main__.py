"""The command line: `python -m sesamo_physical_ai COMMAND`."""

import argparse
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from sesamo_physical_ai.files import CheckFailed, InputError


def truth(text: str) -> bool:
    """Read `true` or `false`, in any case."""
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def share(text: str) -> float:
    """Read a number from 0 to 1."""
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1") from error
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within limits."""
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {lowest} to {highest}")
        return int(text)
    return read


class OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        self.exit(2, f"error: {message}\n")


# For each command: its help, the folders that it reads, and whether it draws random numbers.
COMMANDS = {
    "prepare": ("check the robot model, make its physics copy and its OpenUSD stage", [], True),
    "synthesise": ("render annotated pictures of the arm with objects", ["arm"], True),
    "train": ("train the reach policy by reinforcement learning in Newton", ["arm"], True),
    "perceive": ("train a segmentation network on the synthetic pictures", ["data"], True),
    "test": ("test the policy in MuJoCo, another simulator than it was trained in", ["arm", "policy"], True),
    "report": ("write one page about the whole run", ["arm", "images", "policy", "perception", "test"], False),
}
FOLDER_HELP = {
    "arm": "output of prepare", "images": "output of synthesise", "data": "output of synthesise",
    "policy": "output of train", "perception": "output of perceive", "test": "output of test",
}


def build_parser() -> argparse.ArgumentParser:
    """Describe all commands and their options."""
    parser = OneLineParser(prog="sesamo_physical_ai", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (text, folders, random) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        for folder in folders:
            command.add_argument(f"--{folder}", type=Path, required=True, metavar="FOLDER", help=FOLDER_HELP[folder])
        command.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="where to write")
        command.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where Newton computes")
        command.add_argument("--quick", type=truth, default=False, metavar="true|false", help="a small run")
        if random:
            command.add_argument("--seed", type=whole_number(0, 2**32 - 1), default=0, metavar="N")
        if name == "train":
            command.add_argument("--max-delay", type=whole_number(0, 2), default=2, metavar="N",
                                 help="longest delay of commands in training, in control steps of 20 ms (default 2)")
        if name == "test":
            command.add_argument("--episodes", type=whole_number(1, 10_000), default=100, metavar="N")
            command.add_argument("--gate", type=share, default=0.8, metavar="SHARE",
                                 help="success rate below which the test fails (default 0.8)")
    warm = commands.add_parser("warm", help="compile all kernels into the folder WARP_CACHE_PATH, once")
    warm.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where Newton will compute")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 a check failed, 2 wrong input."""
    options = build_parser().parse_args(arguments)
    # Imported here, because Warp and MuJoCo take a second that wrong input need not wait for.
    stage = importlib.import_module(f"sesamo_physical_ai.stages.{options.command}")
    try:
        stage.run(options)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 2
    except CheckFailed as error:
        print(f"failed: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
