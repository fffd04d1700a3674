"""The commands of the README, as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M) for line in block.splitlines()]
    assert len(commands) == 6
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "src")}
    for command in commands:
        python, *words = command.split()
        assert python == "python"
        run = subprocess.run([sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"
    assert "<svg" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
