"""Workflows of many shapes, each with what must come of it.

Every task tells the ledger, a named pipe in a folder that it gets as its first input, when it begins
and when it ends. What it writes follows from its name and its inputs alone, so that it can be worked
out here, but for the file `launch`, which holds the id of the launch that wrote it.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ODD_NAMES = {
    "two\nlines": "a",
    "-dash": "b",
    "ünï 'quoted' \"double\" $dollar * ?": "c",
    " blank ": "d",
    "empty": "",
}
MANY_FILES = 120
LINES = 5


@dataclass
class Workflow:
    """A submission, and what must come of it."""

    shape: str
    spec: dict
    status: str
    """What it ends as."""
    outputs: dict[str, dict[str, bytes]]
    """The files of each task that must complete."""
    asked: dict[str, int] = field(default_factory=dict)
    """How many more attempts a group's exit action asks for."""
    to_cancel: bool = False


class Shapes:
    """Draws workflows, and numbers them."""

    def __init__(self, ledger: Path, random: Random) -> None:
        self.ledger = ledger
        self.random = random
        self.number = 0
        self.makers = [
            self.single, self.chain, self.diamond, self.gang, self.fails, self.again, self.many,
            self.cancelled,
        ]  # fmt: skip

    def draw(self) -> Workflow:
        self.number += 1
        # Every shape comes once before any comes twice.
        if self.number <= len(self.makers):
            return self.makers[self.number - 1]()
        return self.random.choice(self.makers)()

    def task(self, name: str, work: str = "", inputs: tuple[str, ...] = (), **more) -> dict:
        """A task that leaves the hash of its inputs and its name, after some random time."""
        # Some end before a server comes back, others run on and are adopted.
        longest = self.random.choice([0, 0.4, 1, 6])
        pause = f"{self.random.uniform(0, longest):.3f}" if longest else "0"
        values = " ".join(f"{{{{input:{i + 1}}}}}/value" for i in range(len(inputs)))
        script = f"""
            say() {{ echo "$SESAMO_LAUNCH $SESAMO_TASK $1" >{{{{input:0}}}}/ledger; }}
            say begin
            for line in {" ".join(map(str, range(LINES)))}; do echo "line $line"; done
            [ {pause} = 0 ] || sleep {pause}
            {{ cat /dev/null {values}; echo {name}; }} | sha256sum | cut -d ' ' -f 1 >{{{{output}}}}/value
            echo "$SESAMO_LAUNCH" >{{{{output}}}}/launch
            {work}
            say end
            """
        return {
            "name": name,
            "image": "ubuntu:24.04",
            "command": ["sh", "-euc", script],
            "inputs": [{"url": f"file://{self.ledger}"}] + [{"task": task} for task in inputs],
            **more,
        }

    def workflow(self, shape: str, parts: dict, outputs: dict, **more) -> Workflow:
        small = {"cpu": 1, "memory": "64Mi"}
        spec = {"name": f"{shape}-s{self.number}", "resources": {"default": small}, **parts}
        return Workflow(shape, {"workflow": spec}, more.pop("status", "COMPLETED"), outputs, **more)

    def single(self) -> Workflow:
        return self.workflow("single", {"tasks": [self.task("only")]}, {"only": value("only")})

    def chain(self) -> Workflow:
        names = ["one", "two", "three", "four"]
        tasks, outputs = [], {}
        for earlier, name in zip([None, *names], names):
            inputs = (earlier,) if earlier else ()
            tasks.append(self.task(name, inputs=inputs))
            outputs[name] = value(name, *(outputs[task] for task in inputs))
        return self.workflow("chain", {"tasks": tasks}, outputs)

    def diamond(self) -> Workflow:
        tasks = [
            self.task("top"),
            self.task("left", inputs=("top",)),
            self.task("right", inputs=("top",)),
            self.task("bottom", inputs=("left", "right")),
        ]
        top = value("top")
        left, right = value("left", top), value("right", top)
        outputs = {"top": top, "left": left, "right": right, "bottom": value("bottom", left, right)}
        return self.workflow("diamond", {"tasks": tasks}, outputs)

    def gang(self) -> Workflow:
        group = {
            "name": "crew",
            "barrier": True,
            "tasks": [
                self.task("lead", lead=True),
                self.task("helper", work="sleep 86101"),
                self.task("quick"),
            ],
        }
        after = {"name": "after", "tasks": [self.task("reader", inputs=("lead",), lead=True)]}
        outputs = {"lead": value("lead"), "reader": value("reader", value("lead"))}
        return self.workflow("gang", {"groups": [group, after]}, outputs)

    def fails(self) -> Workflow:
        tasks = [
            self.task("good"),
            self.task("bad", work="exit 3", inputs=("good",)),
            self.task("never", inputs=("bad",)),
        ]
        outputs = {"good": value("good")}
        return self.workflow("fails", {"tasks": tasks}, outputs, status="FAILED")

    def again(self) -> Workflow:
        work = '[ "$SESAMO_ATTEMPT" -ge 2 ] || { say end; exit 75; }'
        tasks = [
            self.task("stubborn", work=work, exitActions={"RESCHEDULE": "75"}),
            self.task("after", inputs=("stubborn",)),
        ]
        stubborn = value("stubborn")
        outputs = {"stubborn": stubborn, "after": value("after", stubborn)}
        return self.workflow("again", {"tasks": tasks}, outputs, asked={"stubborn-group": 2})

    def many(self) -> Workflow:
        odd = "\n".join(
            f"printf %s {quote(text)} >{quote(name)}" for name, text in ODD_NAMES.items()
        )
        write = f"""
            cd {{{{output}}}} && mkdir -p 'a folder/deep'
            i=0
            while [ $i -lt {MANY_FILES} ]; do echo "number $i" >"a folder/deep/$i"; i=$((i + 1)); done
            {odd}
            """
        read = """
            cd {{input:1}}
            find . -type f ! -name launch -print0 | LC_ALL=C sort -z >/tmp/names
            sha256sum </tmp/names >{{output}}/names
            xargs -0 cat </tmp/names | sha256sum >{{output}}/contents
            """
        tasks = [
            self.task("writer", work=write),
            self.task("reader", work=read, inputs=("writer",)),
        ]
        files = value("writer")
        files |= {f"a folder/deep/{i}": f"number {i}\n".encode() for i in range(MANY_FILES)}
        files |= {name: text.encode() for name, text in ODD_NAMES.items()}
        names = sorted(f"./{name}".encode() for name in files)
        contents = b"".join(files[name.decode().removeprefix("./")] for name in names)
        seen = value("reader", files) | {
            "names": hashed(b"".join(name + b"\0" for name in names), "  -"),
            "contents": hashed(contents, "  -"),
        }
        return self.workflow("many", {"tasks": tasks}, {"writer": files, "reader": seen})

    def cancelled(self) -> Workflow:
        tasks = [self.task("endless", work="sleep 86102"), self.task("never", inputs=("endless",))]
        return self.workflow(
            "cancelled", {"tasks": tasks}, {}, status="FAILED_CANCELED", to_cancel=True
        )


def value(name: str, *inputs: dict[str, bytes]) -> dict[str, bytes]:
    """The file that a task of that name leaves, given what its inputs hold."""
    return {"value": hashed(b"".join(files["value"] for files in inputs) + name.encode() + b"\n")}


def hashed(content: bytes, suffix: str = "") -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}{suffix}\n".encode()


def quote(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"
