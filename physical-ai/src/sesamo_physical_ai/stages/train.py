"""Stage 3: train the reach policy by reinforcement learning in Newton."""

import argparse
import time

import numpy as np
import onnxruntime

from sesamo_physical_ai.arm import load_arm
from sesamo_physical_ai.files import CheckFailed, output_folder, percent, say, sha256, write_json
from sesamo_physical_ai.newton_setup import choose_device
from sesamo_physical_ai.onnx_files import save_policy
from sesamo_physical_ai.ppo import HORIZON, Trainer
from sesamo_physical_ai.reach_environment import ANGLE_NOISE, MASS_SPREAD, ReachEnvironment
from sesamo_physical_ai.reach_task import CONTROL_PERIOD

WORLDS = 256
ITERATIONS = 130
QUICK_ITERATIONS = 85
ENOUGH = 0.97
"""mean success rate over the last iterations at which training ends early"""
LARGEST_ONNX_DIFFERENCE = 1e-4


class LearningCurve:
    """One row an iteration, and whether the policy is good enough."""

    def __init__(self, environment: ReachEnvironment) -> None:
        self.environment = environment
        self.rows: list[dict[str, float]] = []

    def record(self, iteration: int) -> bool:
        """Record and now and then say the progress; return whether training may end."""
        success, distance = self.environment.progress()
        steps = iteration * HORIZON * self.environment.worlds
        self.rows.append({"iteration": iteration, "steps": steps, "success_rate": round(success, 4),
                          "mean_distance_cm": round(distance * 100, 3)})
        if iteration % 10 == 0:
            say(f"{steps:,} steps: {percent(success)} reached, mean distance {distance * 100:.1f} cm")
        return len(self.rows) > 20 and sum(row["success_rate"] for row in self.rows[-5:]) > 5 * ENOUGH


def onnx_difference(trainer: Trainer, path: str) -> float:
    """Return the largest difference between the policy in numpy and in onnxruntime."""
    observations = trainer.observations
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    actions = session.run(None, {"observation": observations})[0]
    return float(np.abs(actions - trainer.policy.forward(trainer.normalise(observations))).max())


def run(options: argparse.Namespace) -> None:
    """Write policy.onnx, training.json (settings and learning curve) and kpis.json."""
    device, arm = choose_device(options.device), load_arm(options.arm)
    output = output_folder(options.output)
    started = time.monotonic()
    environment = ReachEnvironment(arm, WORLDS, options.seed, device, options.max_delay)
    say(f"{WORLDS} arms in Newton on {device}, ready after {time.monotonic() - started:.1f} s; "
        f"commands late by 0 to {options.max_delay} control steps")
    started = time.monotonic()
    trainer, curve = Trainer(environment, options.seed), LearningCurve(environment)
    trainer.train(QUICK_ITERATIONS if options.quick else ITERATIONS, curve.record)
    seconds = time.monotonic() - started
    save_policy(trainer.policy, trainer.normalise, output / "policy.onnx")
    difference = onnx_difference(trainer, str(output / "policy.onnx"))
    if difference > LARGEST_ONNX_DIFFERENCE:
        raise CheckFailed(f"the ONNX policy differs from the trained one by {difference:.1e}")
    last = curve.rows[-1]
    write_json(output / "training.json", {
        "seed": options.seed, "device": device, "quick": options.quick, "worlds": WORLDS, "steps": last["steps"],
        "seconds": round(seconds, 1), "success_rate": last["success_rate"],
        "mean_distance_cm": last["mean_distance_cm"], "policy_sha256": sha256(output / "policy.onnx"),
        "onnx_largest_difference": difference,
        "randomised": {"mass_spread": MASS_SPREAD, "angle_noise_rad": ANGLE_NOISE,
                       "longest_delay_ms": round(options.max_delay * CONTROL_PERIOD * 1000)},
        "curve": curve.rows})
    write_json(output / "kpis.json", {"success rate in training": percent(last['success_rate']),
                                      "control steps": f"{last['steps']:,}", "training time": f"{seconds:.0f} s"})
    say(f"trained for {last['steps']:,} steps in {seconds:.1f} s: {percent(last['success_rate'])} reached")
