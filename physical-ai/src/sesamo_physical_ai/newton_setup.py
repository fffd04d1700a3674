"""Starting Newton, and building models of the arm in it."""

import mujoco
import numpy as np
import warp as wp

from sesamo_physical_ai.arm import Arm, visual_meshes
from sesamo_physical_ai.files import InputError

# No stage differentiates through the simulation, and without the backward half kernels compile twice as fast.
wp.config.enable_backward = False
wp.config.log_level = wp.LOG_ERROR

import newton  # noqa: E402  (after the settings above, which its modules read when they are imported)


def choose_device(name: str) -> str:
    """Check that Warp can compute on `cpu` or `cuda`."""
    if name == "cuda" and not wp.is_cuda_available():
        raise InputError("no CUDA device was found here; use --device cpu")
    return name


def physics_builder(arm: Arm) -> newton.ModelBuilder:
    """Return a builder that holds one arm without geometry."""
    builder = newton.ModelBuilder()
    newton.solvers.SolverMuJoCo.register_custom_attributes(builder)
    builder.add_mjcf(str(arm.physics_model), enable_self_collisions=False)
    return builder


def visible_builder(arm: Arm) -> newton.ModelBuilder:
    """Return a builder that holds one arm with its visible meshes.

    The meshes come from MuJoCo's compiled model, because Newton's own import of STL files
    needs another package and takes a minute.
    """
    builder = physics_builder(arm)
    model = mujoco.MjModel.from_xml_path(str(arm.full_model))
    bodies = {label.rsplit("/", 1)[-1]: index for index, label in enumerate(builder.body_label)}
    appearance = newton.ModelBuilder.ShapeConfig(density=0.0, has_shape_collision=False, has_particle_collision=False)
    meshes: dict[int, newton.Mesh] = {}
    for visual in visual_meshes(model):
        if visual.mesh not in meshes:
            meshes[visual.mesh] = newton.Mesh(visual.vertices, visual.triangles.reshape(-1),
                                              compute_inertia=False, is_solid=True)
        w, x, y, z = map(float, visual.orientation)
        builder.add_shape_mesh(bodies[model.body(visual.body).name], mesh=meshes[visual.mesh], cfg=appearance,
                               xform=wp.transform(wp.vec3(*map(float, visual.position)), wp.quat(x, y, z, w)),
                               color=tuple(map(float, visual.colour)))
    return builder


def rotate(quaternions: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Rotate one vector by many unit quaternions (x, y, z, w): shapes (n, 4) and (3,) give (n, 3).

    v + 2 w (u × v) + 2 u × (u × v), with u the vector part.
    """
    axis, real = quaternions[:, :3], quaternions[:, 3:4]
    twice = 2 * np.cross(axis, vector)
    return vector + real * twice + np.cross(axis, twice)
