"""All stages one after another, as small as they can be, and what they hand to each other."""

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pxr import Usd, UsdPhysics

from sesamo_physical_ai.__main__ import main
from sesamo_physical_ai.stages import report, synthesise, train


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run all stages with few rounds; the training is too short for the gate, so the gate is 0."""
    root = tmp_path_factory.mktemp("chain")
    arm = ["--arm", str(root / "arm")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthesise, "QUICK_ROUNDS", 3)
        patch.setattr(train, "QUICK_ITERATIONS", 6)
        patch.setattr(report, "SHOWN_STEPS", 6)
        for output, arguments in {
            "arm": ["prepare"],
            "images": ["synthesise", *arm],
            "policy": ["train", *arm, "--seed", "3"],
            "perception": ["perceive", "--data", str(root / "images")],
            "test": ["test", *arm, "--policy", str(root / "policy"), "--episodes", "5", "--gate", "0"],
            "report": ["report", *arm, *(text for name in ("images", "policy", "perception", "test")
                                         for text in (f"--{name}", str(root / name)))],
        }.items():
            assert main([*arguments, "--output", str(root / output), "--quick", "true"]) == 0, output
    return root


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_arm_is_checked(chain: Path) -> None:
    validation = read(chain / "arm" / "validation.json")
    assert validation["passed"] and len(validation["checks"]) == 8
    arm = read(chain / "arm" / "arm.json")
    assert arm["licence"] == "Apache-2.0" and "unverified" in arm["note"]
    assert len(arm["joints"]) == 6


def test_stage_has_drives_and_limits(chain: Path) -> None:
    stage = Usd.Stage.Open(str(chain / "arm" / "so101.usdc"))
    joint = UsdPhysics.RevoluteJoint(stage.GetPrimAtPath("/so101/joints/elbow_flex"))
    assert joint.GetUpperLimitAttr().Get() == pytest.approx(96.83, abs=0.01)
    drive = UsdPhysics.DriveAPI(joint.GetPrim(), "angular")
    assert drive.GetStiffnessAttr().Get() == pytest.approx(17.8 * np.pi / 180, rel=1e-4)


def test_annotations_match_the_segmentation(chain: Path) -> None:
    folder = chain / "images"
    coco = read(folder / "annotations.json")
    assert len(coco["images"]) == 48
    for annotation in coco["annotations"][:20]:
        image = coco["images"][annotation["image_id"]]
        classes = np.asarray(Image.open(folder / image["segmentation_file"]))
        assert np.count_nonzero(classes == annotation["category_id"]) == annotation["area"]
        depth = np.asarray(Image.open(folder / image["depth_file"]))
        seen = depth[classes == annotation["category_id"]]
        assert np.all((seen > 100) & (seen < 1500)), "objects stand 0.1 m to 1.5 m from the camera"


def test_policy_is_the_tested_one(chain: Path) -> None:
    training, test = read(chain / "policy" / "training.json"), read(chain / "test" / "test.json")
    assert training["policy_sha256"] == test["policy_sha256"]
    assert len(training["curve"]) == 6 and training["onnx_largest_difference"] < 1e-4
    assert len(test["per_episode"]) == 5
    with np.load(chain / "test" / "trajectories.npz") as trajectories:
        assert trajectories["angles"].shape == (5, 101, 6)


def test_gate_fails_with_a_sentence(chain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["test", "--arm", str(chain / "arm"), "--policy", str(chain / "policy"), "--output", str(tmp_path),
                 "--episodes", "2", "--gate", "1"]
    assert main(arguments) == 1
    assert re.fullmatch(r"failed: the policy reached its target in \d+ % of 2 episodes, "
                        r"and the gate asks for 100 %\.\n", capsys.readouterr().err)
    assert not read(tmp_path / "test.json")["passed"]


def test_same_seed_gives_the_same_policy(chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "QUICK_ITERATIONS", 6)
    assert main(["train", "--arm", str(chain / "arm"), "--seed", "3", "--quick", "true",
                 "--output", str(tmp_path)]) == 0
    assert (tmp_path / "policy.onnx").read_bytes() == (chain / "policy" / "policy.onnx").read_bytes()


def test_perception_is_judged_on_unseen_worlds(chain: Path) -> None:
    perception = read(chain / "perception" / "perception.json")
    assert len(perception["held_out_worlds"]) == 3
    assert set(perception["iou"]) == {"background", "arm", "object"}
    assert perception["onnx_largest_difference"] < 1e-3


def test_report_is_self_contained(chain: Path) -> None:
    page = (chain / "report" / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["'](?!data:)""", page)
    assert "@import" not in page and "http://" not in page and "https://" not in page
    for kind, data in re.findall(r'src="data:image/(\w+);base64,([^"]+)"', page):
        with Image.open(io.BytesIO(base64.b64decode(data))) as image:
            assert image.format == kind.upper()
            assert kind != "webp" or image.n_frames == 3
    assert "quick run" in page and "unverified" in page


@pytest.mark.parametrize("stage", ["arm", "images", "policy", "perception", "test"])
def test_every_stage_before_the_report_writes_flat_figures(chain: Path, stage: str) -> None:
    figures = read(chain / stage / "kpis.json")
    assert figures and all(isinstance(text, str) and len(text) < 40 for text in figures.values())
