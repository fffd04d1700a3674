"""Stage 4: train a segmentation network on the synthetic pictures and judge it on worlds it never saw."""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from PIL import Image

from sesamo_physical_ai.convolutional import (
    LABEL_STRIDE,
    SegmentationNetwork,
    intersection_over_union,
    weighted_cross_entropy,
)
from sesamo_physical_ai.files import CheckFailed, InputError, output_folder, read_json, require, say, sha256, write_json
from sesamo_physical_ai.networks import Adam
from sesamo_physical_ai.onnx_files import save_segmentation

CLASSES = ("background", "arm", "object")
CLASS_WEIGHTS = np.array([0.5, 1, 4], np.float32)
"""objects are small: without weights the network would overlook them"""
EPOCHS, QUICK_EPOCHS = 6, 4
BATCH = 16
RATE = 3e-3
WARM_UP_STEPS = 20
HELD_OUT_SHARE = 0.2
LARGEST_ONNX_DIFFERENCE = 1e-3
OVERLAYS = 6
OVERLAY_COLOURS = np.array([[0, 0, 0], [255, 190, 40], [60, 150, 255]], np.float32)
Model = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Pictures:
    """Pictures with their labels at half the resolution, and the world of each."""

    rgb: np.ndarray
    """uint8, shape (n, size, size, 3)"""
    labels: np.ndarray
    """int64 indices of CLASSES, shape (n, size / 2, size / 2)"""
    worlds: np.ndarray

    def choose(self, rows: np.ndarray) -> "Pictures":
        """Return some of the pictures."""
        return Pictures(self.rgb[rows], self.labels[rows], self.worlds[rows])


def load_pictures(folder: Path) -> Pictures:
    """Read the pictures and turn their classes into CLASSES."""
    coco = read_json(folder, "annotations.json", "synthesise")
    arm = next(category["id"] for category in coco["categories"] if category["name"] == "arm")
    table = np.full(arm + 1, CLASSES.index("object"))
    table[0], table[arm] = CLASSES.index("background"), CLASSES.index("arm")
    rgb, labels = [], []
    for image in coco["images"]:
        rgb.append(np.asarray(Image.open(require(folder, image["file_name"], "synthesise"))))
        classes = np.asarray(Image.open(require(folder, image["segmentation_file"], "synthesise")))
        labels.append(table[classes[::LABEL_STRIDE, ::LABEL_STRIDE]])
    return Pictures(np.stack(rgb), np.stack(labels), np.array([image["world"] for image in coco["images"]]))


def split_by_world(pictures: Pictures, random: np.random.Generator) -> tuple[Pictures, Pictures]:
    """Hold out whole worlds: the objects' sizes and colours belong to a world, so views of it resemble each other."""
    worlds = random.permutation(np.unique(pictures.worlds))
    if len(worlds) < 2:
        raise InputError("the pictures must come from at least two worlds, one of them to judge by")
    held_out = np.isin(pictures.worlds, worlds[:max(1, round(len(worlds) * HELD_OUT_SHARE))])
    return pictures.choose(~held_out), pictures.choose(held_out)


def standardise(rgb: np.ndarray) -> np.ndarray:
    """Bring colours from 0..255 to about zero mean and unit deviation, float32."""
    return (rgb.astype(np.float32) / 255 - 0.4) / 0.25


def judge(model: Model, pictures: Pictures) -> np.ndarray:
    """Return the IoU of each class."""
    confusion = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    for start in range(0, len(pictures.rgb), BATCH):
        guesses = model(standardise(pictures.rgb[start:start + BATCH])).argmax(axis=-1)
        pairs = pictures.labels[start:start + BATCH] * len(CLASSES) + guesses
        confusion += np.bincount(pairs.reshape(-1), minlength=confusion.size).reshape(confusion.shape)
    return intersection_over_union(confusion)


def train_epoch(network: SegmentationNetwork, steps: Adam, pictures: Pictures, random: np.random.Generator,
                rate: float) -> float:
    """Go once through the pictures in random order; return the mean loss."""
    losses = []
    order = random.permutation(len(pictures.rgb))
    for start in range(0, len(order), BATCH):
        rows = order[start:start + BATCH]
        logits = network.forward(standardise(pictures.rgb[rows]))
        loss, gradient = weighted_cross_entropy(logits, pictures.labels[rows], CLASS_WEIGHTS)
        steps.rate = rate * min(1, (steps.count + 1) / WARM_UP_STEPS)
        steps.step(network.backward(gradient))
        losses.append(loss)
    return float(np.mean(losses))


def write_overlay(model: Model, pictures: Pictures, path: Path) -> None:
    """Show held-out pictures above what the network sees in them."""
    rows = np.linspace(0, len(pictures.rgb) - 1, min(OVERLAYS, len(pictures.rgb))).astype(int)
    rgb = pictures.rgb[rows]
    guesses = model(standardise(rgb)).argmax(axis=-1).repeat(LABEL_STRIDE, axis=1).repeat(LABEL_STRIDE, axis=2)
    share = np.where(guesses > 0, 0.6, 0.0)[..., None]
    painted = (rgb * (1 - share) + OVERLAY_COLOURS[guesses] * share).astype(np.uint8)
    Image.fromarray(np.concatenate([np.concatenate(list(views), axis=1) for views in (rgb, painted)])).save(path)


def by_class(values: np.ndarray) -> dict[str, float]:
    """Name and round one value for each class."""
    return {name: round(float(value), 4) for name, value in zip(CLASSES, values)}


def fit(network: SegmentationNetwork, training: Pictures, held_out: Pictures, random: np.random.Generator,
        epochs: int) -> list[dict[str, Any]]:
    """Train with a falling rate; return each epoch's loss and IoU on the held-out worlds."""
    steps, history = Adam(network.parameters(), RATE, second_decay=0.99), []
    for epoch in range(epochs):
        loss = train_epoch(network, steps, training, random, RATE * (1 - 0.9 * epoch / epochs))
        iou = judge(network.forward, held_out)
        history.append({"epoch": epoch + 1, "loss": round(loss, 4), "iou": by_class(iou)})
        say(f"epoch {epoch + 1} of {epochs}: loss {loss:.3f}, mean IoU on unseen worlds {iou.mean():.2f}")
    return history


def run(options: argparse.Namespace) -> None:
    """Write segmentation.onnx, perception.json, overlay.png and kpis.json."""
    pictures, random = load_pictures(options.data), np.random.default_rng(options.seed)
    training, held_out = split_by_world(pictures, random)
    output, started = output_folder(options.output), time.monotonic()
    say(f"{len(training.rgb)} pictures to learn from, {len(held_out.rgb)} of other worlds to judge by")
    network = SegmentationNetwork(len(CLASSES), random)
    history = fit(network, training, held_out, random, QUICK_EPOCHS if options.quick else EPOCHS)
    seconds = time.monotonic() - started
    path = output / "segmentation.onnx"
    save_segmentation(network, pictures.rgb.shape[1], path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def exported(values: np.ndarray) -> np.ndarray:
        return session.run(None, {"picture": values})[0]

    sample = standardise(held_out.rgb[:BATCH])
    difference = float(np.abs(exported(sample) - network.forward(sample)).max())
    if difference > LARGEST_ONNX_DIFFERENCE:
        raise CheckFailed(f"the ONNX network differs from the trained one by {difference:.1e}.")
    iou = judge(exported, held_out)
    write_overlay(exported, held_out, output / "overlay.png")
    write_json(output / "perception.json", {
        "seed": options.seed, "quick": options.quick, "seconds": round(seconds, 1), "iou": by_class(iou),
        "mean_iou": round(float(iou.mean()), 4), "training_pictures": len(training.rgb),
        "held_out_pictures": len(held_out.rgb), "held_out_worlds": np.unique(held_out.worlds).tolist(),
        "onnx_largest_difference": difference, "network_sha256": sha256(path), "history": history})
    write_json(output / "kpis.json", {"mean IoU": f"{iou.mean():.2f}", "IoU of the arm": f"{iou[1]:.2f}",
                                      "IoU of objects": f"{iou[2]:.2f}"})
    say(f"mean IoU {iou.mean():.2f} in onnxruntime, which differs from numpy by at most {difference:.1e}")
