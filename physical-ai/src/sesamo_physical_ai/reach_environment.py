"""Many arms at once in Newton, each in a world of its own that reaches for its own target."""

import numpy as np
import warp as wp

from sesamo_physical_ai.arm import Arm, tip_in_gripper
from sesamo_physical_ai.newton_setup import newton, physics_builder, rotate
from sesamo_physical_ai.reach_task import (
    ACTION_STEP,
    CONTROL_PERIOD,
    JOINTS,
    LONGEST_DELAY,
    OBSERVATION_SIZE,
    REACHED,
    START_ANGLE,
    observe,
    reward,
    sample_targets,
)

# Newton swaps two states at each substep. An even number leaves them in place, as a captured graph needs.
SUBSTEPS = 2
EPISODE_STEPS = 75
ANGLE_NOISE = 0.005
"""radians, one standard deviation"""
MASS_SPREAD = 0.2
"""share by which a world's masses may differ from the model's"""
REMEMBERED_EPISODES = 256
WORLD_STREAM = 1
"""keeps the worlds' random numbers apart from the learner's and the test's, which have the same seed"""


class ReachEnvironment:
    """`worlds` arms with randomised masses, command delays and measurement noise."""

    observation_size = OBSERVATION_SIZE
    action_size = JOINTS

    def __init__(self, arm: Arm, worlds: int, seed: int, device: str, longest_delay: int) -> None:
        self.worlds, self.longest_delay = worlds, longest_delay
        self.random = np.random.default_rng([seed, WORLD_STREAM])
        self.device = device
        single = physics_builder(arm)
        self.bodies = single.body_count
        gripper, self.tip_offset = tip_in_gripper(arm)
        self.gripper = next(i for i, label in enumerate(single.body_label) if label.endswith(f"/{gripper}"))
        self.model = self._randomised_copies(single).finalize(device=device)
        self.joints = self.model.joint_coord_count // worlds
        self.low = self.model.joint_limit_lower.numpy()[:JOINTS].copy()
        self.high = self.model.joint_limit_upper.numpy()[:JOINTS].copy()
        self._start_solver()
        self.commanded = np.zeros((worlds, JOINTS), np.float32)
        self.targets = np.zeros((worlds, 3), np.float32)
        self.steps = np.zeros(worlds, int)
        self.delay = np.zeros(worlds, int)
        # Sent actions, the newest first.
        self.sent = np.zeros((LONGEST_DELAY + 1, worlds, JOINTS), np.float32)
        self.distance = np.zeros(worlds)
        self.final_distances: list[float] = []

    def _randomised_copies(self, single: newton.ModelBuilder) -> newton.ModelBuilder:
        """Copy the arm into each world and scale each world's masses by a random factor."""
        copies = newton.ModelBuilder()
        copies.replicate(single, self.worlds)
        factors = self.random.uniform(1 - MASS_SPREAD, 1 + MASS_SPREAD, self.worlds)
        for body, factor in enumerate(np.repeat(factors, self.bodies).tolist()):
            copies.body_mass[body] *= factor
            copies.body_inertia[body] = copies.body_inertia[body] * factor
        return copies

    def _start_solver(self) -> None:
        """Make the solver and record one control step as a graph, which then runs several times faster."""
        self.solver = newton.solvers.SolverMuJoCo(self.model, iterations=6, ls_iterations=10, disable_contacts=True)
        self.state, self.next_state, self.control = self.model.state(), self.model.state(), self.model.control()
        newton.eval_fk(self.model, self.model.joint_q, self.model.joint_qd, self.state)
        self._simulate()  # loads all kernels, which must not happen while a graph is recorded
        with wp.ScopedCapture(device=self.device) as capture:
            self._simulate()
        self.graph = capture.graph

    def _simulate(self) -> None:
        for _ in range(SUBSTEPS):
            self.state.clear_forces()
            self.solver.step(self.state, self.next_state, self.control, None, CONTROL_PERIOD / SUBSTEPS)
            self.state, self.next_state = self.next_state, self.state

    def _tips(self) -> np.ndarray:
        """Where the points between the jaws are, in metres, shape (worlds, 3)."""
        poses = self.state.body_q.numpy().reshape(self.worlds, self.bodies, 7)[:, self.gripper]
        return poses[:, :3] + rotate(poses[:, 3:], self.tip_offset)

    def _observe(self) -> np.ndarray:
        angles = self.state.joint_q.numpy().reshape(self.worlds, -1)[:, :JOINTS]
        speeds = self.state.joint_qd.numpy().reshape(self.worlds, -1)[:, :JOINTS]
        tips = self._tips()
        self.distance = np.linalg.norm(tips - self.targets, axis=1)
        measured = angles + self.random.normal(0, ANGLE_NOISE, angles.shape)
        return observe(measured, speeds, self.commanded, self.targets, tips, self.sent[0], self.sent[1])

    def _restart(self, worlds: np.ndarray) -> None:
        """Begin a new episode in the worlds with these numbers."""
        count = len(worlds)
        # On a CPU these are views and `assign` costs nothing; on CUDA they are copies that `assign` uploads.
        angles = self.state.joint_q.numpy().reshape(self.worlds, -1)
        speeds = self.state.joint_qd.numpy().reshape(self.worlds, -1)
        angles[worlds], speeds[worlds] = 0, 0
        angles[worlds, :JOINTS] = self.random.uniform(-START_ANGLE, START_ANGLE, (count, JOINTS))
        self.state.joint_q.assign(angles.reshape(-1))
        self.state.joint_qd.assign(speeds.reshape(-1))
        newton.eval_fk(self.model, self.state.joint_q, self.state.joint_qd, self.state)
        self.commanded[worlds] = angles[worlds, :JOINTS]
        self.targets[worlds] = sample_targets(self.random, count)
        self.delay[worlds] = self.random.integers(0, self.longest_delay + 1, count)
        self.steps[worlds] = 0
        self.sent[:, worlds] = 0

    def reset(self) -> np.ndarray:
        """Start all worlds, at different times in their episodes so that not all end at once."""
        self._restart(np.arange(self.worlds))
        self.steps[:] = self.random.integers(0, EPISODE_STEPS, self.worlds)
        return self._observe()

    def step(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Apply actions of shape (worlds, 5) for one control step.

        Returns the next observations, the rewards, which worlds' episodes ended (by time only), and the
        observations before those worlds started anew.
        """
        actions = np.clip(actions, -1, 1)
        last = self.sent[0]
        self.sent = np.concatenate([actions[None], self.sent[:-1]]).astype(np.float32)
        arrived = self.sent[self.delay, np.arange(self.worlds)]
        self.commanded = np.clip(self.commanded + ACTION_STEP * arrived, self.low, self.high)
        servos = self.control.mujoco.ctrl.numpy()
        per_world = servos.reshape(self.worlds, -1)
        per_world[:, :JOINTS] = self.commanded
        self.control.mujoco.ctrl.assign(servos)
        wp.capture_launch(self.graph)
        self.steps += 1
        final = following = self._observe()
        rewards = reward(self.distance, actions, last)
        ended = self.steps >= EPISODE_STEPS
        if ended.any():
            self.final_distances = (self.final_distances + self.distance[ended].tolist())[-REMEMBERED_EPISODES:]
            self._restart(np.flatnonzero(ended))
            following = self._observe()
        return following, rewards, ended, final

    def progress(self) -> tuple[float, float]:
        """Return success rate and mean final distance in metres of the last episodes."""
        if not self.final_distances:
            return 0.0, 0.0
        distances = np.array(self.final_distances)
        return float(np.mean(distances < REACHED)), float(distances.mean())
