"""The task in numbers: bring the point between the jaws to a random point. Shared by training and test."""

import numpy as np

JOINTS = 5
CONTROL_PERIOD = 0.02
"""seconds between two actions"""
ACTION_STEP = 0.08
"""radians by which an action of 1 moves a servo's target angle"""
REACHED = 0.02
"""metres from the target that count as reached"""
LONGEST_DELAY = 2
"""control steps that a command may arrive late"""
OBSERVATION_SIZE = 5 * JOINTS + 6
START_ANGLE = 0.3
"""radians around the middle of each joint's range in which episodes start"""


def sample_targets(random: np.random.Generator, count: int) -> np.ndarray:
    """Draw targets in front of the arm, in metres, shape (count, 3)."""
    radius, angle = random.uniform(0.18, 0.36, count), random.uniform(-1, 1, count)
    height = random.uniform(0.05, 0.28, count)
    return np.stack([0.04 + radius * np.cos(angle), radius * np.sin(angle), height], axis=1).astype(np.float32)


def observe(angles: np.ndarray, speeds: np.ndarray, commanded: np.ndarray, target: np.ndarray, tip: np.ndarray,
            last: np.ndarray, before_last: np.ndarray) -> np.ndarray:
    """Build what the policy sees, float32 of shape (n, 31), scaled to about 1.

    Angles and commanded angles in rad and speeds in rad/s, shape (n, 5); target and tip in m, shape (n, 3);
    the last two actions, shape (n, 5), let the policy reckon with commands that are still on their way.
    """
    return np.concatenate([angles, speeds * 0.1, commanded - angles, target, (target - tip) * 10,
                           last, before_last], axis=1).astype(np.float32)


def reward(distance: np.ndarray, action: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Reward nearness (in m, shape (n,)) with two ever narrower peaks; a price on large and jerky actions."""
    peaks = np.exp(-((distance / 0.05) ** 2)) + np.exp(-((distance / 0.015) ** 2))
    price = 0.01 * (action**2).sum(axis=1) + 0.02 * ((action - last) ** 2).sum(axis=1)
    return (peaks - 2 * distance - price).astype(np.float32)
