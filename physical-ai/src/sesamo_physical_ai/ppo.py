"""Proximal policy optimisation (Schulman et al., 2017) in plain numpy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sesamo_physical_ai.networks import Adam, Perceptron, RunningNormaliser

HORIZON = 16
"""steps of every world in one iteration"""
EPOCHS = 4
MINIBATCHES = 4
DISCOUNT = 0.97
LAMBDA = 0.95
CLIP = 0.2
TARGET_DIVERGENCE = 0.012
"""the learning rate grows below half of this change of the policy and shrinks above twice of it"""
LEARNER_STREAM = 2
"""keeps the learner's random numbers apart from those of the worlds, which have the same seed"""
HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)


class Environment(Protocol):
    """Many worlds that step together and whose episodes end by time only."""

    worlds: int
    observation_size: int
    action_size: int

    def reset(self) -> np.ndarray:
        """Begin new episodes everywhere; return observations (worlds, observation_size)."""

    def step(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Do actions (worlds, action_size); see ReachEnvironment for what is returned."""


def log_probability(standardised: np.ndarray, log_deviation: np.ndarray) -> np.ndarray:
    """Log density of diagonal Gaussian actions, given (action - mean) / deviation; (n, actions) gives (n,)."""
    return (-0.5 * standardised**2 - log_deviation - HALF_LOG_TWO_PI).sum(axis=1)


def policy_gradient(mean: np.ndarray, log_deviation: np.ndarray, actions: np.ndarray, old: np.ndarray,
                    advantages: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Return the clipped loss, its gradients by the mean and by the log deviation, and the new log probabilities.

    The loss is -mean(min(r A, clip(r, 1 - c, 1 + c) A)), r the ratio of new to old probability.
    """
    standardised = (actions - mean) / np.exp(log_deviation)
    new = log_probability(standardised, log_deviation)
    ratio = np.exp(new - old)
    clipped = np.clip(ratio, 1 - CLIP, 1 + CLIP)
    loss = -float(np.minimum(ratio * advantages, clipped * advantages).mean())
    counts = ratio * advantages <= clipped * advantages
    by_log = (-(ratio * advantages * counts) / len(actions))[:, None]
    by_mean = by_log * standardised / np.exp(log_deviation)
    return loss, by_mean, (by_log * (standardised**2 - 1)).sum(axis=0), new


def estimate_advantages(rewards: np.ndarray, values: np.ndarray, ended: np.ndarray) -> np.ndarray:
    """Generalised advantage estimation (Schulman et al., 2016).

    Shapes: rewards and ended (steps, worlds), values (steps + 1, worlds). A reward at an episode's end must
    already hold the discounted value of what would have followed.
    """
    advantages = np.zeros_like(rewards)
    following = np.zeros(rewards.shape[1], rewards.dtype)
    for step in reversed(range(len(rewards))):
        goes_on = 1 - ended[step]
        surprise = rewards[step] + DISCOUNT * values[step + 1] * goes_on - values[step]
        following = surprise + DISCOUNT * LAMBDA * goes_on * following
        advantages[step] = following
    return advantages


@dataclass
class Batch:
    """One iteration's experience, flattened to rows."""

    observations: np.ndarray
    actions: np.ndarray
    log_probabilities: np.ndarray
    advantages: np.ndarray
    returns: np.ndarray


class Trainer:
    """Policy and value network with what their training needs to remember."""

    def __init__(self, environment: Environment, seed: int) -> None:
        self.environment = environment
        self.random = np.random.default_rng([seed, LEARNER_STREAM])
        inputs, actions = environment.observation_size, environment.action_size
        self.policy = Perceptron([inputs, 64, 64, actions], self.random, 0.01)
        self.value = Perceptron([inputs, 64, 64, 1], self.random, 1.0)
        self.log_deviation = np.full(actions, -0.7, np.float32)
        self.policy_steps = Adam([*self.policy.parameters(), self.log_deviation], 1e-3, largest_norm=1.0)
        self.value_steps = Adam(self.value.parameters(), 1e-3, largest_norm=1.0)
        self.normalise = RunningNormaliser(inputs)
        self.return_spread = RunningNormaliser(1)
        self.running_return = np.zeros(environment.worlds)
        self.observations = environment.reset()
        self.normalise.update(self.observations)

    def values(self, normalised: np.ndarray) -> np.ndarray:
        """Expected discounted reward from here on, shape (n,)."""
        return self.value.forward(normalised)[:, 0]

    def collect(self) -> Batch:
        """Let the policy act for HORIZON steps in all worlds."""
        records: list[tuple[np.ndarray, ...]] = []
        seen = []
        for _ in range(HORIZON):
            normalised = self.normalise(self.observations)
            noise = self.random.standard_normal((self.environment.worlds, self.environment.action_size))
            actions = (self.policy.forward(normalised) + np.exp(self.log_deviation) * noise).astype(np.float32)
            probability = log_probability(noise, self.log_deviation).astype(np.float32)
            seen.append(self.observations)
            self.observations, rewards, ended, final = self.environment.step(actions)
            records.append((normalised, actions, probability, self.values(normalised),
                            self._scaled_rewards(rewards, ended, final), ended.astype(np.float32)))
        last = self.values(self.normalise(self.observations))
        observations, actions, probabilities, values, rewards, ended = map(np.stack, zip(*records))
        advantages = estimate_advantages(rewards, np.concatenate([values, last[None]]), ended)
        self.normalise.update(np.concatenate(seen))
        rows = len(rewards) * self.environment.worlds
        return Batch(observations.reshape(rows, -1), actions.reshape(rows, -1), probabilities.reshape(rows),
                     advantages.reshape(rows), (advantages + values).reshape(rows))

    def _scaled_rewards(self, rewards: np.ndarray, ended: np.ndarray, final: np.ndarray) -> np.ndarray:
        """Divide rewards by the deviation of returns; at a time limit add the value of going on."""
        self.running_return = self.running_return * DISCOUNT + rewards
        self.return_spread.update(self.running_return[:, None])
        scaled = rewards * self.return_spread.inverse_deviation()[0]
        if ended.any():
            scaled = scaled + DISCOUNT * np.where(ended, self.values(self.normalise(final)), 0)
        self.running_return[ended] = 0
        return scaled.astype(np.float32)

    def improve(self, batch: Batch) -> None:
        """Make EPOCHS passes over a batch, then adapt the learning rate to how far the policy moved."""
        advantages = (batch.advantages - batch.advantages.mean()) / (batch.advantages.std() + 1e-8)
        for _ in range(EPOCHS):
            moves = []
            for rows in np.array_split(self.random.permutation(len(advantages)), MINIBATCHES):
                observations, old = batch.observations[rows], batch.log_probabilities[rows]
                _, by_mean, by_log_deviation, new = policy_gradient(
                    self.policy.forward(observations), self.log_deviation, batch.actions[rows], old, advantages[rows])
                self.policy_steps.step([*self.policy.backward(by_mean.astype(np.float32)),
                                        by_log_deviation.astype(np.float32)])
                error = (self.values(observations) - batch.returns[rows]) / len(rows)
                self.value_steps.step(self.value.backward(error[:, None]))
                moves.append(float((old - new).mean()))
        divergence = abs(float(np.mean(moves)))
        if divergence > 2 * TARGET_DIVERGENCE:
            self.policy_steps.rate = max(self.policy_steps.rate / 1.5, 1e-5)
        elif divergence < TARGET_DIVERGENCE / 2:
            self.policy_steps.rate = min(self.policy_steps.rate * 1.5, 1e-2)
        self.value_steps.rate = max(self.policy_steps.rate, 1e-3)

    def train(self, iterations: int, good_enough: Callable[[int], bool]) -> None:
        """Collect and improve until `good_enough(iteration)` says so, or the iterations are used up."""
        for iteration in range(1, iterations + 1):
            self.improve(self.collect())
            if good_enough(iteration):
                break
