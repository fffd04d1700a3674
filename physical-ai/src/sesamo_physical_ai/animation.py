"""The tested episodes as an animated picture, by Newton's ray tracer."""

import io

import numpy as np
import warp as wp
from PIL import Image

from sesamo_physical_ai.arm import Arm
from sesamo_physical_ai.camera import Camera, look_at
from sesamo_physical_ai.newton_setup import newton, visible_builder

EYE, LOOK_AT = np.array([0.72, 0.34, 0.42]), np.array([0.17, 0.0, 0.12])
FIELD_OF_VIEW = 0.72
TARGET_RADIUS = 0.012
"""metres"""
WEBP_QUALITY = 70


def build_worlds(arm: Arm, targets: np.ndarray, device: str) -> tuple[newton.Model, int]:
    """Put an arm and a green ball at its target into each world; return the model and an arm's joint count."""
    single, builder = visible_builder(arm), newton.ModelBuilder()
    ghost = newton.ModelBuilder.ShapeConfig(has_shape_collision=False)
    for target in targets:
        builder.begin_world()
        builder.add_builder(single)
        place = wp.transform(wp.vec3(*map(float, target)), wp.quat_identity())
        builder.add_shape_sphere(-1, xform=place, radius=TARGET_RADIUS, color=(0.1, 0.85, 0.3), cfg=ghost)
        builder.end_world()
    builder.add_ground_plane(color=(0.6, 0.6, 0.6))
    return builder.finalize(device=device), single.joint_coord_count


def animate(arm: Arm, angles: np.ndarray, targets: np.ndarray, size: int, frame_seconds: float, device: str) -> bytes:
    """Render episodes side by side and return an animated WebP.

    Angles in rad, shape (frames, episodes, joints); targets in m, shape (episodes, 3). Episodes stand in two
    columns of `size` pixels.
    """
    model, joints = build_worlds(arm, targets, device)
    state, episodes = model.state(), len(targets)
    camera = Camera(model, episodes, size, FIELD_OF_VIEW)
    camera.set_light(np.array([-0.5, -0.35, -1.0]))
    poses, frames = [look_at(EYE, LOOK_AT)] * episodes, []
    for frame in angles:
        coordinates = state.joint_q.numpy()
        coordinates.reshape(episodes, -1)[:, :joints] = frame
        state.joint_q.assign(coordinates)
        newton.eval_fk(model, state.joint_q, state.joint_qd, state)
        views = list(camera.render(state, poses))
        if len(views) % 2:
            views.append(np.zeros_like(views[0]))
        rows = [np.concatenate(views[start:start + 2], axis=1) for start in range(0, len(views), 2)]
        frames.append(Image.fromarray(np.concatenate(rows)))
    stream = io.BytesIO()
    # The last frame stays, so that one sees where the arms ended.
    durations = [round(frame_seconds * 1000)] * (len(frames) - 1) + [1500]
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:], duration=durations, loop=0,
                   quality=WEBP_QUALITY, method=4)
    return stream.getvalue()
