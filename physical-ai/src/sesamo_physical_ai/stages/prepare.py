"""Stage 1: check the robot model, make its mesh-free physics copy and its OpenUSD stage."""

import argparse
import importlib.metadata
import importlib.util
import shutil
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
from pxr import Usd, UsdPhysics, UsdValidation

from sesamo_physical_ai.arm import MODEL_FILE, MODULE, MOVED_JOINTS, PACKAGE
from sesamo_physical_ai.files import CheckFailed, InputError, output_folder, say, sha256, write_json
from sesamo_physical_ai.newton_setup import choose_device, newton
from sesamo_physical_ai.usd_stage import write_stage

POSES = 20
FORWARD_KINEMATICS_LIMIT = 1e-5
"""metres; both engines compute in single or double precision over half a metre of arm"""
UNVERIFIED = ("The servo parameters (gain, damping, friction, armature) are not measured on an SO-101; "
              "the model's authors say that they are unverified.")


class Checks:
    """A list of named checks, each with what was found and whether it is good."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []

    def add(self, name: str, passed: bool, found: str) -> None:
        """Record one check and say it."""
        self.results.append({"check": name, "passed": bool(passed), "found": found})
        say(f"{'ok' if passed else 'FAILED'}: {name}: {found}")


def copy_model(output: Path) -> Path:
    """Copy the MJCF file, its meshes and its provenance out of the installed package."""
    # Found without importing it: its code needs a training framework that is not installed.
    package = importlib.util.find_spec(MODULE)
    if package is None or package.origin is None:
        raise InputError(f"the package {PACKAGE} is not installed")
    source = Path(package.origin).parent / "assets"
    target = output / "model"
    (target / "assets").mkdir(parents=True, exist_ok=True)
    for name in (MODEL_FILE, "README.md"):
        shutil.copyfile(source / name, target / name)
    for mesh in sorted((source / "assets").glob("*.stl")):
        shutil.copyfile(mesh, target / "assets" / mesh.name)
    return target / MODEL_FILE


def write_physics_copy(model_file: Path, path: Path) -> None:
    """Write the model without geometry. The inertias are explicit in the file, so the physics stays the same."""
    specification = mujoco.MjSpec.from_file(str(model_file))
    for part in [*specification.geoms, *specification.meshes, *specification.materials]:
        specification.delete(part)
    specification.compile()
    path.write_text(specification.to_xml(), encoding="utf-8")


def check_model(checks: Checks, model: mujoco.MjModel) -> None:
    """Check what the later stages rely on."""
    joints = [model.joint(index).name for index in range(model.njnt)]
    hinges = bool(np.all(model.jnt_type == mujoco.mjtJoint.mjJNT_HINGE))
    checks.add("six hinges, five of them moved", hinges and tuple(joints[:5]) == MOVED_JOINTS and len(joints) == 6,
               ", ".join(joints))
    travel = np.rad2deg(np.diff(model.jnt_range, axis=1)[:, 0])
    checks.add("every joint has limits", bool(np.all(model.jnt_limited & (travel > 0))),
               f"{travel.min():.0f}° to {travel.max():.0f}° of travel")
    checks.add("actuator j is the position servo of joint j",
               model.nu == model.njnt and np.array_equal(model.actuator_trnid[:, 0], np.arange(model.njnt)),
               f"{model.nu} servos")
    inertia = model.body_inertia[1:]
    # A rigid body's largest principal moment is at most the sum of the other two.
    possible = (inertia > 0).all(axis=1) & (2 * inertia.max(axis=1) <= inertia.sum(axis=1) * (1 + 1e-6))
    checks.add("masses and inertias are physically possible", bool(np.all((model.body_mass[1:] > 0) & possible)),
               f"{model.nbody - 1} bodies, {model.body_mass.sum():.3f} kg")


def check_physics_copy(checks: Checks, full: mujoco.MjModel, physics: mujoco.MjModel, poses: np.ndarray) -> None:
    """Compare the mass matrix and the gravity torques of the copy with those of the original."""
    largest = 0.0
    for pose in poses:
        values = []
        for model in (full, physics):
            data = mujoco.MjData(model)
            data.qpos[:] = pose
            mujoco.mj_forward(model, data)
            matrix = np.zeros((model.nv, model.nv))
            mujoco.mj_fullM(model, data, matrix)
            values.append(np.concatenate([matrix.ravel(), data.qfrc_bias]))
        largest = max(largest, float(np.abs(values[0] - values[1]).max()))
    checks.add("the physics copy has the same dynamics", largest < 1e-6, f"largest difference {largest:.1e}")


def check_stage(checks: Checks, path: Path, model: mujoco.MjModel) -> None:
    """Open the USD stage again, run all of OpenUSD's validators, and compare masses."""
    stage = Usd.Stage.Open(str(path))
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    errors = UsdValidation.ValidationContext(validators).Validate(stage)
    messages = "; ".join(f"{error.GetName()}: {error.GetMessage()}" for error in errors[:3])
    checks.add("UsdValidation finds no error", not errors, messages or f"{len(validators)} validators, 0 errors")
    bodies = [prim for prim in stage.Traverse() if prim.HasAPI(UsdPhysics.RigidBodyAPI)]
    joints = [prim for prim in stage.Traverse() if prim.IsA(UsdPhysics.RevoluteJoint)]
    mass = sum(UsdPhysics.MassAPI(prim).GetMassAttr().Get() for prim in bodies)
    checks.add("the stage has all bodies, joints and mass",
               len(bodies) == model.nbody - 1 and len(joints) == model.njnt and
               abs(mass - model.body_mass.sum()) < 1e-6,
               f"{len(bodies)} rigid bodies, {len(joints)} revolute joints, {mass:.3f} kg")


def check_in_newton(checks: Checks, path: Path, model: mujoco.MjModel, poses: np.ndarray, device: str) -> None:
    """Load the stage in Newton and compare its forward kinematics with MuJoCo's, in all poses."""
    builder = newton.ModelBuilder()
    newton.solvers.SolverMuJoCo.register_custom_attributes(builder)
    builder.add_usd(str(path), enable_self_collisions=False, load_visual_shapes=False)
    loaded = builder.finalize(device=device)
    starts = loaded.joint_q_start.numpy()
    places = {label.rsplit("/", 1)[-1]: starts[index] for index, label in enumerate(builder.joint_label)}
    state, data, largest = loaded.state(), mujoco.MjData(model), 0.0
    for pose in poses:
        angles = state.joint_q.numpy()
        for joint in range(model.njnt):
            angles[places[model.joint(joint).name]] = pose[joint]
        state.joint_q.assign(angles)
        newton.eval_fk(loaded, state.joint_q, state.joint_qd, state)
        data.qpos[:] = pose
        mujoco.mj_kinematics(model, data)
        for index, label in enumerate(builder.body_label):
            difference = state.body_q.numpy()[index][:3] - data.body(label.rsplit("/", 1)[-1]).xpos
            largest = max(largest, float(np.abs(difference).max()))
    checks.add("Newton reloads the stage, forward kinematics as in MuJoCo", largest < FORWARD_KINEMATICS_LIMIT,
               f"largest difference {largest * 1000:.4f} mm in {len(poses)} poses")


def describe(output: Path, model: mujoco.MjModel) -> dict[str, Any]:
    """Say what the arm is, where it comes from, and what its files hash to."""
    metadata = importlib.metadata.metadata(PACKAGE)
    files = sorted(path for path in output.rglob("*") if path.is_file() and path.suffix != ".json")
    return {
        "robot": "SO-101", "package": PACKAGE, "version": metadata["Version"],
        "licence": metadata["License-Expression"], "note": UNVERIFIED,
        "bodies": model.nbody - 1, "mass_kg": round(float(model.body_mass.sum()), 4),
        "joints": [{"name": model.joint(index).name,
                    "range_degrees": np.rad2deg(model.jnt_range[index]).round(1).tolist()}
                   for index in range(model.njnt)],
        "sha256": {str(path.relative_to(output)): sha256(path) for path in files},
        "software": {name: importlib.metadata.version(name) for name in ("newton", "mujoco", "warp-lang", "usd-core")},
    }


def run(options: argparse.Namespace) -> None:
    """Write model/, so101_physics.xml, so101.usdc, arm.json, validation.json and kpis.json."""
    device, output = choose_device(options.device), output_folder(options.output)
    model_file, checks = copy_model(output), Checks()
    full = mujoco.MjModel.from_xml_path(str(model_file))
    check_model(checks, full)
    write_physics_copy(model_file, output / "so101_physics.xml")
    physics = mujoco.MjModel.from_xml_path(str(output / "so101_physics.xml"))
    low, high = full.jnt_range.T
    poses = np.random.default_rng(options.seed).uniform(low, high, (4 if options.quick else POSES, full.njnt))
    check_physics_copy(checks, full, physics, poses)
    stage = output / "so101.usdc"
    stage.unlink(missing_ok=True)
    write_stage(full, stage)
    check_stage(checks, stage, full)
    check_in_newton(checks, stage, full, poses, device)
    failed = [result["check"] for result in checks.results if not result["passed"]]
    write_json(output / "arm.json", describe(output, full))
    write_json(output / "validation.json", {"passed": not failed, "checks": checks.results})
    write_json(output / "kpis.json", {"checks": f"{len(checks.results) - len(failed)} of {len(checks.results)} passed"})
    say(UNVERIFIED)
    if failed:
        raise CheckFailed(f"the robot model failed: {'; '.join(failed)}")
