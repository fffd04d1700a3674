"""Stage 6: write one self-contained page about the whole run."""

import argparse
from pathlib import Path

import numpy as np

from sesamo_physical_ai.animation import animate
from sesamo_physical_ai.arm import Arm, load_arm
from sesamo_physical_ai.files import output_folder, read_json, require, say
from sesamo_physical_ai.newton_setup import choose_device
from sesamo_physical_ai.page import Facts, write_page
from sesamo_physical_ai.reach_task import CONTROL_PERIOD

EPISODES = 4
SIZE = 240
QUICK_SIZE = 160
"""pixels of one episode's side"""
SHOWN_STEPS = 64
"""control steps; by then the arms have arrived"""
STEPS_A_FRAME = 2


def film(arm: Arm, test: Path, size: int, device: str) -> bytes:
    """Render the first tested episodes."""
    with np.load(require(test, "trajectories.npz", "test")) as trajectories:
        angles, targets = trajectories["angles"][:EPISODES], trajectories["targets"][:EPISODES]
    frames = angles[:, :SHOWN_STEPS:STEPS_A_FRAME].swapaxes(0, 1)
    say(f"{len(frames)} frames of {len(targets)} episodes")
    return animate(arm, frames, targets, size, STEPS_A_FRAME * CONTROL_PERIOD, device)


def run(options: argparse.Namespace) -> None:
    """Write report.html."""
    device, arm = choose_device(options.device), load_arm(options.arm)
    # Read first what may be missing, then render.
    facts = {"arm": arm.description, "validation": read_json(options.arm, "validation.json", "prepare"),
             "data_set": read_json(options.images, "dataset.json", "synthesise"),
             "training": read_json(options.policy, "training.json", "train"),
             "perception": read_json(options.perception, "perception.json", "perceive"),
             "test": read_json(options.test, "test.json", "test"),
             "preview": require(options.images, "preview.png", "synthesise").read_bytes(),
             "overlay": require(options.perception, "overlay.png", "perceive").read_bytes()}
    output = output_folder(options.output)
    animation = film(arm, options.test, QUICK_SIZE if options.quick else SIZE, device)
    page = output / "report.html"
    page.write_text(write_page(Facts(animation=animation, **facts)), encoding="utf-8")
    say(f"report.html, {page.stat().st_size / 1e6:.1f} MB")
