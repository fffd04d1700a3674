"""A small convolutional segmentation network in plain numpy. Pictures have the shape (n, height, width, channels)."""

import numpy as np

# Name: kernel size, input channels, output channels. The class count completes the last one.
LAYERS = {"entry": (3, 3, 16), "down": (3, 16, 32), "deep": (3, 32, 32), "project": (1, 32, 16), "merge": (3, 16, 16)}
LABEL_STRIDE = 2
"""one logit for this many pixels in each direction"""


def patches(pictures: np.ndarray, stride: int) -> np.ndarray:
    """Return the 3 × 3 surroundings of each stride-th pixel, zeros beyond the edge.

    (n, h, w, c) gives (n, h / stride, w / stride, 9 c), in the order row, column, channel.
    """
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))[:, ::stride, ::stride]
    number, height, width, channels = windows.shape[:4]
    return np.ascontiguousarray(windows.transpose(0, 1, 2, 4, 5, 3)).reshape(number, height, width, 9 * channels)


def add_patches(gradient: np.ndarray, shape: tuple[int, ...], stride: int) -> np.ndarray:
    """Add up, for each pixel of pictures of this shape, the gradients of all patches that hold it."""
    number, height, width, channels = shape
    result = np.zeros((number, height + 2, width + 2, channels), gradient.dtype)
    rows, columns = gradient.shape[1:3]
    gradient = gradient.reshape(number, rows, columns, 3, 3, channels)
    for row in range(3):
        for column in range(3):
            result[:, row:row + rows * stride:stride, column:column + columns * stride:stride] += \
                gradient[:, :, :, row, column]
    return result[:, 1:-1, 1:-1]


class SegmentationNetwork:
    """Two strided convolutions down, two at the bottom, one step up with a skip connection."""

    def __init__(self, classes: int, random: np.random.Generator) -> None:
        """Start with normal weights of variance 2 / inputs (He et al., 2015)."""
        self.weights: dict[str, np.ndarray] = {}
        self.biases: dict[str, np.ndarray] = {}
        for name, (kernel, inputs, outputs) in {**LAYERS, "classify": (1, 16, classes)}.items():
            fan_in = kernel * kernel * inputs
            self.weights[name] = (random.standard_normal((fan_in, outputs)) * np.sqrt(2 / fan_in)).astype(np.float32)
            self.biases[name] = np.zeros(outputs, np.float32)
        # What `backward` needs of the last `forward`: a layer's inputs as rows, the mask of its ReLU, its shape.
        self.kept: dict[str, tuple[np.ndarray, np.ndarray | None, tuple[int, ...]]] = {}

    def parameters(self) -> list[np.ndarray]:
        """All weights, then all biases: the order of `backward`'s gradients."""
        return [*self.weights.values(), *self.biases.values()]

    def _dense(self, name: str, values: np.ndarray) -> np.ndarray:
        """Apply a layer to the last axis, without ReLU."""
        rows = values.reshape(-1, values.shape[-1])
        self.kept[name] = (rows, None, values.shape)
        return (rows @ self.weights[name] + self.biases[name]).reshape(*values.shape[:-1], -1)

    def _convolve(self, name: str, pictures: np.ndarray, stride: int = 1) -> np.ndarray:
        """Apply a 3 × 3 layer with ReLU."""
        result = self._dense(name, patches(pictures, stride))
        positive = result > 0
        self.kept[name] = (self.kept[name][0], positive, pictures.shape)
        return result * positive

    def forward(self, pictures: np.ndarray) -> np.ndarray:
        """Return logits of shape (n, height / 2, width / 2, classes)."""
        entry = self._convolve("entry", pictures, 2)
        deep = self._convolve("deep", self._convolve("down", entry, 2))
        up = self._dense("project", deep).repeat(2, axis=1).repeat(2, axis=2)
        return self._dense("classify", self._convolve("merge", up + entry))

    def backward(self, gradient: np.ndarray) -> list[np.ndarray]:
        """Turn the loss's gradient by the logits into those by all parameters."""
        by_weights: dict[str, np.ndarray] = {}
        by_biases: dict[str, np.ndarray] = {}

        def through_dense(name: str, values: np.ndarray) -> np.ndarray:
            rows = values.reshape(-1, values.shape[-1])
            by_weights[name], by_biases[name] = self.kept[name][0].T @ rows, rows.sum(axis=0)
            return (rows @ self.weights[name].T).reshape(*values.shape[:-1], -1)

        def through_convolution(name: str, values: np.ndarray, stride: int = 1) -> np.ndarray:
            _, positive, shape = self.kept[name]
            return add_patches(through_dense(name, values * positive), shape, stride)

        at_merge = through_convolution("merge", through_dense("classify", gradient))
        number, height, width, channels = at_merge.shape
        at_project = at_merge.reshape(number, height // 2, 2, width // 2, 2, channels).sum(axis=(2, 4))
        at_down = through_convolution("deep", through_dense("project", at_project))
        at_entry = through_convolution("down", at_down, 2) + at_merge
        through_convolution("entry", at_entry, 2)
        return [*(by_weights[name] for name in self.weights), *(by_biases[name] for name in self.biases)]


def weighted_cross_entropy(logits: np.ndarray, labels: np.ndarray, class_weights: np.ndarray) \
        -> tuple[float, np.ndarray]:
    """Return the loss and its gradient by the logits.

    The mean of -w[label] log softmax(logits)[label] over pixels, weighted by w. Shapes: logits (..., classes),
    labels (...), class_weights (classes,).
    """
    rows, flat = logits.reshape(-1, logits.shape[-1]), labels.reshape(-1)
    exponentials = np.exp(rows - rows.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    weights = class_weights[flat]
    weights = (weights / weights.sum()).astype(rows.dtype)
    pixel = np.arange(len(flat))
    loss = -float((weights * np.log(probabilities[pixel, flat] + 1e-9)).sum())
    probabilities[pixel, flat] -= 1
    return loss, (probabilities * weights[:, None]).reshape(logits.shape)


def intersection_over_union(confusion: np.ndarray) -> np.ndarray:
    """Return the IoU of each class from a confusion matrix; a class that never occurs has 0."""
    correct = np.diag(confusion)
    return correct / np.maximum(confusion.sum(axis=0) + confusion.sum(axis=1) - correct, 1)
