"""Wrong input ends with exit code 2 and one line that says what is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sesamo_physical_ai.__main__ import main


@pytest.mark.parametrize(("arguments", "expected"), [
    ([], "the following arguments are required: COMMAND"),
    (["fly"], "invalid choice: 'fly'"),
    (["prepare"], "required: --output"),
    (["prepare", "--output", "x", "--quick", "maybe"], "'maybe' is neither true nor false"),
    (["prepare", "--output", "x", "--seed", "-1"], "--seed"),
    (["prepare", "--output", "x", "--seed", "1.5"], "'1.5' is not a whole number"),
    (["prepare", "--output", "x", "--device", "tpu"], "invalid choice: 'tpu'"),
    (["train", "--arm", "x", "--output", "x", "--max-delay", "3"], "'3' is not a whole number from 0 to 2"),
    (["test", "--arm", "x", "--policy", "x", "--output", "x", "--gate", "80"], "80 is not between 0 and 1"),
    (["test", "--arm", "x", "--policy", "x", "--output", "x", "--gate", "nan"], "nan is not between 0 and 1"),
    (["test", "--arm", "x", "--policy", "x", "--output", "x", "--episodes", "0"], "'0' is not a whole number"),
])
def test_wrong_arguments(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    message = capsys.readouterr().err
    assert expected in message
    assert message.count("\n") == 1


def test_missing_input_names_the_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--arm", str(tmp_path), "--output", str(tmp_path / "out")]) == 2
    message = capsys.readouterr().err
    assert "arm.json does not exist" in message and "`prepare`" in message
    assert message.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_broken_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "annotations.json").write_text("{")
    assert main(["perceive", "--data", str(tmp_path), "--output", str(tmp_path / "out")]) == 2
    assert "is not valid JSON" in capsys.readouterr().err


def test_output_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("")
    assert main(["prepare", "--output", str(tmp_path / "out")]) == 2
    assert "cannot create the output folder" in capsys.readouterr().err


def test_warm_needs_a_place_for_the_kernels(monkeypatch: pytest.MonkeyPatch,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("WARP_CACHE_PATH", raising=False)
    assert main(["warm"]) == 2
    assert "set WARP_CACHE_PATH" in capsys.readouterr().err


def test_runs_as_a_module(tmp_path: Path) -> None:
    result = subprocess.run([sys.executable, "-m", "sesamo_physical_ai", "report", "--output", str(tmp_path)],
                            capture_output=True, text=True, cwd=Path(__file__).parents[1] / "src", check=False)
    assert result.returncode == 2
    assert result.stderr.startswith("error: the following arguments are required")


def test_policy_of_another_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("arm.json", "{}"), ("so101_physics.xml", ""), ("policy.onnx", "no ONNX")):
        (tmp_path / name).write_text(text)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "so101_new_calib.xml").write_text("")
    (tmp_path / "training.json").write_text(json.dumps({}))
    folder = str(tmp_path)
    assert main(["test", "--arm", folder, "--policy", folder, "--output", str(tmp_path / "out")]) == 2
    assert "is not a readable ONNX file" in capsys.readouterr().err
