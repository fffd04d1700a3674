"""Compares what has become of the workflows with what must have."""

import re
from collections import Counter
from pathlib import Path

from killer import MOST_LOSSES
from shapes import LINES, Workflow

from server import Server


class Verdict:
    """Findings of three kinds; each is a sentence."""

    def __init__(self, server: Server, heard: Counter[str], lost_launches: set[str]) -> None:
        self.server = server
        self.heard = heard
        self.lost_launches = lost_launches
        self.lost: list[str] = []
        self.doubled: list[str] = []
        self.wrong: list[str] = []

    def judge_ledger(self) -> None:
        for line, count in self.heard.items():
            if count > 1:
                self.doubled.append(f"{line}: {count} times")

    def judge(self, name: str, workflow: Workflow) -> None:
        view = self.server.workflow(name)
        if view["status"] == "FAILED_BACKEND_ERROR" and any(
            self._killed(name, group) > MOST_LOSSES for group in view["groups"]
        ):
            return  # the engine was right to give up: it was handed out just as it was killed
        if view["status"] != workflow.status:
            self.lost.append(
                f"{name} is {view['status']} and must be {workflow.status}: {view['message']}"
            )
            return
        trees = {
            tree["task"]: Path(tree["path"])
            for tree in self.server.ask(f"/api/sesamo/v1/workflow/{name}/outputs")["tasks"]
        }
        for group in view["groups"]:
            self._judge_attempts(name, workflow, group)
            last = max(task["attempt"] for task in group["tasks"])
            for task in group["tasks"]:
                launch = f"{name}.{group['name']}.{task['attempt']}"
                if task["status"] == "COMPLETED" and task["name"] in workflow.outputs:
                    self._judge_completed(launch, task["name"])
                    self._judge_log(name, launch, task)
                if task["attempt"] == last and task["name"] in workflow.outputs:
                    self._judge_output(launch, workflow, task, trees)

    def _judge_attempts(self, name: str, workflow: Workflow, group: dict) -> None:
        """They count up from 0, and each has a reason: a killed supervisor or an exit action."""
        for task in {task["name"] for task in group["tasks"]}:
            attempts = [t["attempt"] for t in group["tasks"] if t["name"] == task]
            if attempts != list(range(len(attempts))):
                self.doubled.append(f"{name} task {task} has the attempts {attempts}")
        attempts = 1 + max(task["attempt"] for task in group["tasks"])
        killed = self._killed(name, group)
        if attempts > 1 + killed + workflow.asked.get(group["name"], 0):
            self.doubled.append(
                f"{name} group {group['name']} was tried {attempts} times, with {killed} killed:"
                f" {[task['message'] for task in group['tasks']]}"
            )

    def _killed(self, name: str, group: dict) -> int:
        """How many attempts of a group had a supervisor killed."""
        attempts = {task["attempt"] for task in group["tasks"]}
        return sum(f"{name}.{group['name']}.{at}" in self.lost_launches for at in attempts)

    def _judge_completed(self, launch: str, task: str) -> None:
        for word in ("begin", "end"):
            if self.heard[f"{launch} {task} {word}"] != 1:
                self.wrong.append(f"{launch} {task} has completed without having said {word}")

    def _judge_log(self, name: str, launch: str, task: dict) -> None:
        """The log holds each line that the task has printed, once and in order."""
        query = f"task_name={task['name']}&retry_id={task['attempt']}&follow=false"
        text = self.server.ask(f"/api/workflow/{name}/logs?{query}")
        lines = re.findall(r"line \d+$", text, re.MULTILINE)
        if lines != [f"line {line}" for line in range(LINES)]:
            self.wrong.append(f"{launch} {task['name']} has the log {text!r}")

    def _judge_output(
        self, launch: str, workflow: Workflow, task: dict, trees: dict[str, Path]
    ) -> None:
        if task["name"] not in trees:
            self.wrong.append(f"{launch} {task['name']} has no output")
            return
        tree = trees[task["name"]]
        root = tree.resolve()
        found = {
            str(file.relative_to(root)): file.read_bytes()
            for file in root.rglob("*")
            if file.is_file()
        }
        wanted = workflow.outputs[task["name"]] | {"launch": f"{launch}\n".encode()}
        if found != wanted:
            odd = sorted(
                file for file in found.keys() | wanted.keys() if found.get(file) != wanted.get(file)
            )
            self.wrong.append(f"{launch} {task['name']} has other files than it must: {odd}")
