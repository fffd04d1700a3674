"""Gradients against finite differences, and the smaller formulas against values computed by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from sesamo_physical_ai import ppo
from sesamo_physical_ai.convolutional import SegmentationNetwork, intersection_over_union, weighted_cross_entropy
from sesamo_physical_ai.networks import Adam, Perceptron, RunningNormaliser

STEP = 1e-6


def check_gradient(parameter: np.ndarray, gradient: np.ndarray, loss: Callable[[], float],
                   random: np.random.Generator) -> None:
    """Compare some entries of a gradient with (f(x + h) - f(x - h)) / 2 h, in double precision."""
    assert gradient.shape == parameter.shape
    for _ in range(6):
        place = tuple(random.integers(0, size) for size in parameter.shape)
        before, values = parameter[place], []
        for sign in (1, -1):
            parameter[place] = before + sign * STEP
            values.append(loss())
        parameter[place] = before
        assert gradient[place] == pytest.approx((values[0] - values[1]) / (2 * STEP), rel=1e-4, abs=1e-7)


def test_perceptron_gradient() -> None:
    random = np.random.default_rng(0)
    network = Perceptron([4, 7, 5, 3], random, 1.0)
    network.weights = [weights.astype(float) for weights in network.weights]
    network.biases = [random.normal(size=biases.shape) for biases in network.biases]
    inputs, factors = random.normal(size=(6, 4)), random.normal(size=(6, 3))

    def loss() -> float:
        return float((network.forward(inputs) * factors).sum())

    loss()
    gradients = network.backward(factors)
    for parameter, gradient in zip(network.parameters(), gradients, strict=True):
        check_gradient(parameter, gradient, loss, random)


def test_segmentation_network_gradient() -> None:
    random = np.random.default_rng(1)
    network = SegmentationNetwork(3, random)
    network.weights = {name: weights.astype(float) for name, weights in network.weights.items()}
    network.biases = {name: random.normal(0, 0.1, biases.shape) for name, biases in network.biases.items()}
    pictures, labels = random.normal(size=(2, 8, 8, 3)), random.integers(0, 3, (2, 4, 4))
    weights = np.array([0.5, 1, 4])

    def loss() -> float:
        return weighted_cross_entropy(network.forward(pictures), labels, weights)[0]

    gradients = network.backward(weighted_cross_entropy(network.forward(pictures), labels, weights)[1])
    for parameter, gradient in zip(network.parameters(), gradients, strict=True):
        check_gradient(parameter, gradient, loss, random)


def test_policy_gradient() -> None:
    random = np.random.default_rng(2)
    mean, log_deviation = random.normal(size=(40, 3)), random.normal(0, 0.3, 3)
    actions = mean + np.exp(log_deviation) * random.normal(size=mean.shape)
    # Old probabilities far enough away that some rows are clipped, on both sides.
    old = ppo.policy_gradient(mean, log_deviation, actions, np.zeros(40), np.ones(40))[3] + random.normal(0, 0.4, 40)
    advantages = random.normal(size=40)

    def loss() -> float:
        return ppo.policy_gradient(mean, log_deviation, actions, old, advantages)[0]

    _, by_mean, by_log_deviation, _ = ppo.policy_gradient(mean, log_deviation, actions, old, advantages)
    assert np.any(by_mean == 0), "no row was clipped"
    check_gradient(mean, by_mean, loss, random)
    check_gradient(log_deviation, by_log_deviation, loss, random)


def test_advantages_of_one_long_and_one_ended_episode() -> None:
    rewards, values = np.array([[1.0, 1.0], [2.0, 2.0]]), np.array([[0.5, 0.5], [0.4, 0.4], [0.3, 0.3]])
    ended = np.array([[0.0, 1.0], [0.0, 0.0]])
    second = 2 + ppo.DISCOUNT * 0.3 - 0.4
    first = 1 + ppo.DISCOUNT * 0.4 - 0.5 + ppo.DISCOUNT * ppo.LAMBDA * second
    expected = [[first, 1 - 0.5], [second, second]]
    np.testing.assert_allclose(ppo.estimate_advantages(rewards, values, ended), expected)


def test_adam_finds_the_lowest_point() -> None:
    parameter = np.array([3.0, -2.0])
    steps = Adam([parameter], 0.05)
    for _ in range(500):
        steps.step([2 * (parameter - np.array([1.0, 4.0]))])
    np.testing.assert_allclose(parameter, [1, 4], atol=1e-2)


def test_normaliser_merges_batches() -> None:
    rows = np.random.default_rng(3).normal(5, 2, (300, 2))
    normaliser = RunningNormaliser(2)
    for batch in np.array_split(rows, 7):
        normaliser.update(batch)
    np.testing.assert_allclose(normaliser.mean, rows.mean(axis=0), rtol=1e-4)
    np.testing.assert_allclose(normaliser.variance, rows.var(axis=0), rtol=1e-3)


def test_intersection_over_union() -> None:
    np.testing.assert_allclose(intersection_over_union(np.array([[6, 2], [1, 3]])), [6 / 9, 3 / 6])
    assert intersection_over_union(np.zeros((2, 2), int)).tolist() == [0, 0]
