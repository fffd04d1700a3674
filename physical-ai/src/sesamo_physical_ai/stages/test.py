"""Stage 5: test the policy in MuJoCo, on the full model with meshes, floor and contacts."""

import argparse
import copy
import time
from dataclasses import asdict, dataclass
from typing import Any

import mujoco
import numpy as np
import onnxruntime

from sesamo_physical_ai.arm import TIP_SITE, Arm, load_arm
from sesamo_physical_ai.files import (
    CheckFailed,
    InputError,
    output_folder,
    percent,
    read_json,
    require,
    say,
    sha256,
    write_json,
)
from sesamo_physical_ai.reach_task import (
    ACTION_STEP,
    CONTROL_PERIOD,
    JOINTS,
    LONGEST_DELAY,
    OBSERVATION_SIZE,
    REACHED,
    START_ANGLE,
    observe,
    sample_targets,
)

TIME_STEP = 0.005
EPISODE_STEPS = 100
JUDGED_STEPS = 10
"""the error of an episode is the mean over its last steps, so that passing by does not count"""
KEPT_TRAJECTORIES = 8
TEST_STREAM = 3
"""keeps the test's random numbers apart from those of training, which has the same seed"""


@dataclass(frozen=True)
class Conditions:
    """How one episode's arm differs from the model. The ranges are wider than, or absent from, training."""

    mass_factor: float
    servo_gain_factor: float
    damping_factor: float
    friction_factor: float
    payload_kg: float
    angle_noise_rad: float
    delay_steps: int


def draw_conditions(random: np.random.Generator) -> Conditions:
    """Draw one episode's conditions."""
    return Conditions(
        mass_factor=float(random.uniform(0.7, 1.3)), servo_gain_factor=float(random.uniform(0.7, 1.3)),
        damping_factor=float(random.uniform(0.6, 1.6)), friction_factor=float(random.uniform(0.5, 2.0)),
        payload_kg=float(random.uniform(0, 0.05)), angle_noise_rad=float(random.uniform(0, 0.01)),
        delay_steps=int(random.integers(0, LONGEST_DELAY + 1)))


def load_model(arm: Arm) -> mujoco.MjModel:
    """Load the full model and put a floor under it."""
    specification = mujoco.MjSpec.from_file(str(arm.full_model))
    specification.worldbody.add_geom(name="floor", type=mujoco.mjtGeom.mjGEOM_PLANE, size=[1, 1, 0.01])
    model = specification.compile()
    model.opt.timestep = TIME_STEP
    return model


def change_model(original: mujoco.MjModel, conditions: Conditions) -> mujoco.MjModel:
    """Return a copy of the model under other conditions."""
    model = copy.copy(original)
    model.body_mass *= conditions.mass_factor
    model.body_inertia *= conditions.mass_factor
    model.actuator_gainprm[:, 0] *= conditions.servo_gain_factor
    model.actuator_biasprm[:, 1] *= conditions.servo_gain_factor
    model.dof_damping *= conditions.damping_factor
    model.dof_frictionloss *= conditions.friction_factor
    model.body_mass[model.site_bodyid[model.site(TIP_SITE).id]] += conditions.payload_kg
    return model


def load_policy(path: str) -> onnxruntime.InferenceSession:
    """Load the policy, on one thread for repeatable results."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own classes have no common base but this
        raise InputError(f"{path} is not a readable ONNX file") from error
    if session.get_inputs()[0].shape[1] != OBSERVATION_SIZE:
        raise InputError(f"{path} is not a reach policy: it does not take {OBSERVATION_SIZE} numbers")
    return session


class Episode:
    """One attempt to reach one target."""

    def __init__(self, model: mujoco.MjModel, conditions: Conditions, random: np.random.Generator) -> None:
        self.model, self.conditions, self.random = model, conditions, random
        self.data = mujoco.MjData(model)
        self.data.qpos[:JOINTS] = random.uniform(-START_ANGLE, START_ANGLE, JOINTS)
        mujoco.mj_forward(model, self.data)
        self.site = model.site(TIP_SITE).id
        self.target = sample_targets(random, 1)[0]
        self.commanded = self.data.qpos[:JOINTS].copy()
        self.sent = [np.zeros(JOINTS)] * (LONGEST_DELAY + 1)
        self.angles = [self.data.qpos.copy()]
        self.distances: list[float] = []

    def observation(self) -> np.ndarray:
        """What the policy sees, shape (1, observation size)."""
        measured = self.data.qpos[:JOINTS] + self.random.normal(0, self.conditions.angle_noise_rad, JOINTS)
        rows = (measured, self.data.qvel[:JOINTS], self.commanded, self.target, self.data.site_xpos[self.site],
                self.sent[0], self.sent[1])
        return observe(*(row[None] for row in rows))

    def act(self, action: np.ndarray) -> None:
        """Send an action of shape (5,) and simulate one control step."""
        self.sent = [np.clip(action, -1, 1), *self.sent[:-1]]
        moved = self.commanded + ACTION_STEP * self.sent[self.conditions.delay_steps]
        self.commanded = np.clip(moved, self.model.jnt_range[:JOINTS, 0], self.model.jnt_range[:JOINTS, 1])
        self.data.ctrl[:JOINTS] = self.commanded
        mujoco.mj_step(self.model, self.data, nstep=round(CONTROL_PERIOD / TIME_STEP))
        mujoco.mj_kinematics(self.model, self.data)
        self.angles.append(self.data.qpos.copy())
        self.distances.append(float(np.linalg.norm(self.data.site_xpos[self.site] - self.target)))

    def result(self) -> dict[str, Any]:
        """Return error, success and conditions."""
        error = float(np.mean(self.distances[-JUDGED_STEPS:]))
        near = next((step + 1 for step, distance in enumerate(self.distances) if distance < REACHED), None)
        return {"target_m": [round(float(value), 4) for value in self.target], "error_cm": round(error * 100, 3),
                "reached": error < REACHED,
                "seconds_to_reach": None if near is None else round(near * CONTROL_PERIOD, 2),
                **{key: round(value, 4) for key, value in asdict(self.conditions).items()}}


def summarise(episodes: list[dict[str, Any]], gate: float) -> dict[str, Any]:
    """Compute the figures that the gate and the report need."""
    errors = [episode["error_cm"] for episode in episodes]
    times = [episode["seconds_to_reach"] for episode in episodes if episode["seconds_to_reach"] is not None]
    success = float(np.mean([episode["reached"] for episode in episodes]))
    return {"episodes": len(episodes), "success_rate": round(success, 4), "gate": gate, "passed": success >= gate,
            "median_error_cm": round(float(np.median(errors)), 3),
            "p95_error_cm": round(float(np.percentile(errors, 95)), 3),
            "median_seconds_to_reach": round(float(np.median(times)), 2) if times else None}


def run(options: argparse.Namespace) -> None:
    """Write test.json, trajectories.npz and kpis.json; fail if too few episodes reach their target."""
    arm, policy = load_arm(options.arm), require(options.policy, "policy.onnx", "train")
    training = read_json(options.policy, "training.json", "train")
    output, session, model = output_folder(options.output), load_policy(str(policy)), load_model(arm)
    random, started = np.random.default_rng([options.seed, TEST_STREAM]), time.monotonic()
    results, trajectories, targets = [], [], []
    for number in range(options.episodes):
        conditions = draw_conditions(random)
        episode = Episode(change_model(model, conditions), conditions, random)
        for _ in range(EPISODE_STEPS):
            episode.act(session.run(None, {"observation": episode.observation()})[0][0])
        results.append({"episode": number, **episode.result()})
        if number < KEPT_TRAJECTORIES:
            trajectories.append(episode.angles)
            targets.append(episode.target)
        if (number + 1) % 25 == 0:
            say(f"{number + 1} episodes: {sum(result['reached'] for result in results)} reached")
    summary = summarise(results, options.gate)
    np.savez_compressed(output / "trajectories.npz", angles=np.array(trajectories, np.float32), targets=targets)
    write_json(output / "test.json", {
        "seed": options.seed, "quick": options.quick, "seconds": round(time.monotonic() - started, 1), **summary,
        "simulator": f"MuJoCo {mujoco.__version__}", "policy_sha256": sha256(policy),
        "trained_with_delay_ms": training["randomised"]["longest_delay_ms"], "per_episode": results})
    verdict = f"{'passed' if summary['passed'] else 'failed'} (at least {percent(options.gate)})"
    write_json(output / "kpis.json", {
        "success rate": percent(summary["success_rate"]), "median error": f"{summary['median_error_cm']:.2f} cm",
        "95th percentile": f"{summary['p95_error_cm']:.2f} cm", "gate": verdict})
    say(f"{percent(summary['success_rate'])} of {options.episodes} episodes end within {REACHED * 100:.0f} cm, "
        f"median error {summary['median_error_cm']:.2f} cm; gate {verdict}")
    if not summary["passed"]:
        raise CheckFailed(f"the policy reached its target in {percent(summary['success_rate'])} of "
                          f"{options.episodes} episodes, and the gate asks for {percent(options.gate)}.")
