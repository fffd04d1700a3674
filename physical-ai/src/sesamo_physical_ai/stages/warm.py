"""Once per installation: compile all kernels that the stages need, and Python's own modules.

Warp keeps compiled kernels in the folder that the environment variable WARP_CACHE_PATH names. A stage that runs with
a copy of that folder then compiles nothing. Kernels are made for the sizes that the stages use.
"""

import sys

# An environment that was installed without compiling its modules would compile them anew in every stage,
# if its folder is read-only there. Here it may still be writable.
sys.dont_write_bytecode = False

import argparse  # noqa: E402
import importlib  # noqa: E402
import os  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402

from sesamo_physical_ai.animation import animate  # noqa: E402
from sesamo_physical_ai.arm import Arm, load_arm  # noqa: E402
from sesamo_physical_ai.camera import Camera, look_at  # noqa: E402
from sesamo_physical_ai.files import InputError, say  # noqa: E402
from sesamo_physical_ai.newton_setup import choose_device  # noqa: E402
from sesamo_physical_ai.reach_environment import ReachEnvironment  # noqa: E402
from sesamo_physical_ai.scene import Scene  # noqa: E402
from sesamo_physical_ai.stages import prepare, report, synthesise, train  # noqa: E402


def step(name: str, work: Callable[[], None]) -> None:
    """Do one step and say how long it took."""
    started = time.monotonic()
    work()
    say(f"{name}: {time.monotonic() - started:.1f} s")


def warm_training(arm: Arm, device: str) -> None:
    """Run the simulation that training uses for two steps."""
    environment = ReachEnvironment(arm, train.WORLDS, 0, device, 0)
    environment.reset()
    for _ in range(2):
        environment.step(np.zeros((train.WORLDS, environment.action_size)))


def warm_pictures(arm: Arm, device: str) -> None:
    """Render one round of synthetic pictures."""
    scene = Scene(arm, synthesise.WORLDS, np.random.default_rng(0), device)
    camera = Camera(scene.model, synthesise.WORLDS, synthesise.SIZE, synthesise.FIELD_OF_VIEW)
    scene.randomise()
    camera.set_light(scene.random_light())
    camera.render(scene.state, [look_at(eye, synthesise.LOOK_AT) for eye in scene.random_viewpoints()])


def warm_film(arm: Arm, device: str) -> None:
    """Render a film of two frames."""
    angles = np.zeros((2, report.EPISODES, len(arm.description["joints"])), np.float32)
    animate(arm, angles, np.full((report.EPISODES, 3), 0.2, np.float32), report.QUICK_SIZE, 0.1, device)


def run(options: argparse.Namespace) -> None:
    """Compile everything and leave nothing behind but the caches."""
    if "WARP_CACHE_PATH" not in os.environ:
        raise InputError("set WARP_CACHE_PATH to the folder that is to hold the compiled kernels")
    device = choose_device(options.device)
    for name in ("perceive", "test"):  # no kernels, but modules
        importlib.import_module(f"sesamo_physical_ai.stages.{name}")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        chosen = argparse.Namespace(output=output, device=device, seed=0, quick=True)
        step("robot model", lambda: prepare.run(chosen))
        arm = load_arm(output)
        step("simulation for training", lambda: warm_training(arm, device))
        step("synthetic pictures", lambda: warm_pictures(arm, device))
        step("film", lambda: warm_film(arm, device))
