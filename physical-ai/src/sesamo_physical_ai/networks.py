"""Small neural networks in plain numpy: a multi-layer perceptron, Adam, and running normalisation."""

import numpy as np


class Perceptron:
    """Dense layers with tanh between them; the last layer is linear."""

    def __init__(self, sizes: list[int], random: np.random.Generator, last_scale: float) -> None:
        """Start with orthogonal weights, scaled by sqrt(2) but for the last layer (Saxe et al., 2014)."""
        self.weights: list[np.ndarray] = []
        self.biases: list[np.ndarray] = []
        for index, (inputs, outputs) in enumerate(zip(sizes[:-1], sizes[1:])):
            orthogonal, _ = np.linalg.qr(random.standard_normal((max(inputs, outputs), min(inputs, outputs))))
            weights = orthogonal if inputs >= outputs else orthogonal.T
            scale = last_scale if index == len(sizes) - 2 else np.sqrt(2)
            self.weights.append((weights * scale).astype(np.float32))
            self.biases.append(np.zeros(outputs, np.float32))
        self.layers: list[np.ndarray] = []

    def parameters(self) -> list[np.ndarray]:
        """All weights, then all biases: the order of `backward`'s gradients."""
        return self.weights + self.biases

    def forward(self, values: np.ndarray) -> np.ndarray:
        """Map (batch, inputs) to (batch, outputs) and keep the layers for `backward`."""
        self.layers = [values]
        for index, (weights, biases) in enumerate(zip(self.weights, self.biases)):
            values = values @ weights + biases
            if index < len(self.weights) - 1:
                values = np.tanh(values)
            self.layers.append(values)
        return values

    def backward(self, gradient: np.ndarray) -> list[np.ndarray]:
        """Turn the loss's gradient by the last output, (batch, outputs), into those by all parameters."""
        by_weights, by_biases = [], []
        for index in reversed(range(len(self.weights))):
            if index < len(self.weights) - 1:
                gradient = gradient * (1 - self.layers[index + 1] ** 2)
            by_weights.append(self.layers[index].T @ gradient)
            by_biases.append(gradient.sum(axis=0))
            gradient = gradient @ self.weights[index].T
        return by_weights[::-1] + by_biases[::-1]


class Adam:
    """Adam (Kingma and Ba, 2015) that changes the parameters in place."""

    def __init__(self, parameters: list[np.ndarray], rate: float, second_decay: float = 0.999,
                 largest_norm: float | None = None) -> None:
        self.parameters = parameters
        self.rate = rate
        self.second_decay = second_decay
        self.largest_norm = largest_norm
        self.first = [np.zeros_like(parameter) for parameter in parameters]
        self.second = [np.zeros_like(parameter) for parameter in parameters]
        self.count = 0

    def step(self, gradients: list[np.ndarray]) -> None:
        """Take one step. Gradients whose common norm is above the largest are scaled down to it."""
        scale = 1.0
        if self.largest_norm is not None:
            norm = np.sqrt(sum(float((gradient * gradient).sum()) for gradient in gradients))
            scale = min(1.0, self.largest_norm / (norm + 1e-8))
        self.count += 1
        first_correction = 1 - 0.9 ** self.count
        second_correction = 1 - self.second_decay ** self.count
        for parameter, gradient, first, second in zip(self.parameters, gradients, self.first, self.second):
            gradient = gradient * scale
            first += 0.1 * (gradient - first)
            second += (1 - self.second_decay) * (gradient * gradient - second)
            step = first / first_correction / (np.sqrt(second / second_correction) + 1e-8)
            parameter -= (self.rate * step).astype(parameter.dtype)


class RunningNormaliser:
    """Mean and variance of all rows seen so far, merged batch by batch (Chan et al., 1979)."""

    LIMIT = 10.0

    def __init__(self, size: int) -> None:
        self.mean = np.zeros(size)
        self.variance = np.ones(size)
        self.count = 1e-4

    def update(self, rows: np.ndarray) -> None:
        """Take in rows of shape (count, size)."""
        mean, variance, count = rows.mean(axis=0), rows.var(axis=0), len(rows)
        difference, total = mean - self.mean, self.count + count
        self.mean = self.mean + difference * count / total
        spread = self.variance * self.count + variance * count
        self.variance = (spread + difference**2 * self.count * count / total) / total
        self.count = total

    def inverse_deviation(self) -> np.ndarray:
        """1 / standard deviation."""
        return 1 / np.sqrt(self.variance + 1e-8)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Return rows with mean 0 and deviation 1, clipped, as float32."""
        return np.clip((rows - self.mean) * self.inverse_deviation(), -self.LIMIT, self.LIMIT).astype(np.float32)
