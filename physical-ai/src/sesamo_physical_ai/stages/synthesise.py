"""Stage 2: render annotated pictures of the arm with a cube, a ball and a can."""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from sesamo_physical_ai.arm import load_arm
from sesamo_physical_ai.camera import Camera, look_at
from sesamo_physical_ai.coco import annotation
from sesamo_physical_ai.files import output_folder, say, write_json
from sesamo_physical_ai.newton_setup import choose_device
from sesamo_physical_ai.scene import CLASS_NAMES, Scene

WORLDS = 16
SIZE = 128
"""pixels of a picture's side"""
ROUNDS = 32
QUICK_ROUNDS = 8
"""pictures of each world"""
FIELD_OF_VIEW = 0.9
LOOK_AT = np.array([0.2, 0.0, 0.05])
PREVIEWS = 8
PREVIEW_DEPTH = 1.2
"""metres shown as white in the preview"""
PALETTE = np.array([[52, 54, 60], [230, 72, 72], [70, 190, 95], [80, 120, 240], [242, 190, 60]], np.uint8)
"""colours of the classes, shape (classes, 3)"""


class DataSet:
    """Pictures that are written as they come, and their annotations."""

    def __init__(self, output: Path, seed: int) -> None:
        self.folder = output_folder(output / "images")
        self.images: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.seed = seed

    def add(self, world: int, rgb: np.ndarray, depth: np.ndarray, classes: np.ndarray) -> None:
        """Write one view: colours, depth in whole millimetres (16 bit), classes as a picture with a palette."""
        number = len(self.images)
        names = {kind: f"images/{kind}_{number:05d}.png" for kind in ("rgb", "depth", "segmentation")}
        Image.fromarray(rgb).save(self.folder.parent / names["rgb"])
        millimetres = np.clip(np.nan_to_num(depth, posinf=0.0) * 1000, 0, 65535).astype(np.uint16)
        Image.fromarray(millimetres).save(self.folder.parent / names["depth"])
        segmentation = Image.fromarray(classes)
        segmentation.putpalette(PALETTE.reshape(-1).tolist())
        segmentation.save(self.folder.parent / names["segmentation"])
        self.images.append({"id": number, "width": rgb.shape[1], "height": rgb.shape[0], "world": world,
                            "file_name": names["rgb"], "depth_file": names["depth"],
                            "segmentation_file": names["segmentation"]})
        for category in range(1, len(CLASS_NAMES)):
            found = annotation(classes == category, len(self.annotations) + 1, number, category)
            if found is not None:
                self.annotations.append(found)

    def coco(self) -> dict[str, Any]:
        """Return all annotations in COCO's format; each image also names its world, depth and segmentation."""
        categories = [{"id": number, "name": name} for number, name in enumerate(CLASS_NAMES) if number]
        return {"info": {"description": "SO-101 with a cube, a ball and a can, ray-traced", "seed": self.seed},
                "licenses": [], "categories": categories, "images": self.images, "annotations": self.annotations}


def write_preview(rgb: np.ndarray, depth: np.ndarray, classes: np.ndarray, path: Path) -> None:
    """Put the first views in three rows: colours, classes, depth."""
    count = min(PREVIEWS, len(rgb))
    grey = np.clip(depth[:count] / PREVIEW_DEPTH * 255, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=-1)
    rows = [np.concatenate(list(views[:count]), axis=1) for views in (rgb, PALETTE[classes], grey)]
    Image.fromarray(np.concatenate(rows)).save(path)


def run(options: argparse.Namespace) -> None:
    """Write images/, annotations.json, preview.png, dataset.json and kpis.json."""
    device, arm = choose_device(options.device), load_arm(options.arm)
    output, started = output_folder(options.output), time.monotonic()
    scene = Scene(arm, WORLDS, np.random.default_rng(options.seed), device)
    camera, data = Camera(scene.model, WORLDS, SIZE, FIELD_OF_VIEW), DataSet(output, options.seed)
    say(f"{WORLDS} worlds with {scene.model.shape_count} shapes ready after {time.monotonic() - started:.1f} s")
    rounds, rendering = QUICK_ROUNDS if options.quick else ROUNDS, 0.0
    for number in range(rounds):
        scene.randomise()
        camera.set_light(scene.random_light())
        poses = [look_at(eye, LOOK_AT) for eye in scene.random_viewpoints()]
        started = time.monotonic()
        rgb = camera.render(scene.state, poses)
        depth, classes = camera.depths(), scene.classes(camera.shapes())
        rendering += time.monotonic() - started
        for world in range(WORLDS):
            data.add(world, rgb[world], depth[world], classes[world])
        if number == 0:
            write_preview(rgb, depth, classes, output / "preview.png")
        if (number + 1) % 8 == 0:
            say(f"{len(data.images)} of {rounds * WORLDS} views")
    write_json(output / "annotations.json", data.coco())
    views = len(data.images)
    write_json(output / "dataset.json", {
        "views": views, "worlds": WORLDS, "size": SIZE, "annotations": len(data.annotations), "seed": options.seed,
        "device": device, "quick": options.quick, "views_per_second": round(views / rendering, 1)})
    write_json(output / "kpis.json", {"views": f"{views}", "annotations": f"{len(data.annotations)}",
                                      "rendering": f"{views / rendering:.0f} views/s"})
    say(f"{views} views, {len(data.annotations)} annotations, {views / rendering:.0f} views/s")
