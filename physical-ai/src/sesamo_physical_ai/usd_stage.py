"""Writing a MuJoCo model as an OpenUSD stage with UsdPhysics rigid bodies, joints and drives."""

from pathlib import Path

import mujoco
import numpy as np
from pxr import Gf, Usd, UsdGeom, UsdPhysics, Vt

from sesamo_physical_ai.arm import VisualMesh, visual_meshes

ROOT = "/so101"


def vector(values: np.ndarray) -> Gf.Vec3f:
    """Three numbers as USD's single-precision vector."""
    return Gf.Vec3f(*map(float, values))


def quaternion(values: np.ndarray) -> Gf.Quatf:
    """A quaternion (w, x, y, z) as USD's single-precision one."""
    return Gf.Quatf(*map(float, values))


def place(prim: UsdGeom.Xformable, position: np.ndarray, orientation: np.ndarray) -> None:
    """Give a prim its position in metres and its orientation (w, x, y, z)."""
    prim.AddTranslateOp().Set(Gf.Vec3d(*map(float, position)))
    prim.AddOrientOp().Set(quaternion(orientation))


def start_stage(path: Path) -> Usd.Stage:
    """Create a stage in metres and kilograms, z up, with an articulation as its root."""
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    UsdPhysics.SetStageKilogramsPerUnit(stage, 1.0)
    root = UsdGeom.Xform.Define(stage, ROOT).GetPrim()
    stage.SetDefaultPrim(root)
    UsdPhysics.ArticulationRootAPI.Apply(root)
    UsdPhysics.Scene.Define(stage, f"{ROOT}/physics_scene")
    UsdGeom.Scope.Define(stage, f"{ROOT}/joints")
    return stage


def add_body(stage: Usd.Stage, model: mujoco.MjModel, data: mujoco.MjData, body: int) -> None:
    """Add a rigid body at its place in the world: UsdPhysics wants rigid bodies side by side, not nested."""
    xform = UsdGeom.Xform.Define(stage, f"{ROOT}/{model.body(body).name}")
    place(xform, data.xpos[body], data.xquat[body])
    UsdPhysics.RigidBodyAPI.Apply(xform.GetPrim())
    mass = UsdPhysics.MassAPI.Apply(xform.GetPrim())
    mass.CreateMassAttr(float(model.body_mass[body]))
    mass.CreateCenterOfMassAttr(vector(model.body_ipos[body]))
    mass.CreateDiagonalInertiaAttr(vector(model.body_inertia[body]))
    mass.CreatePrincipalAxesAttr(quaternion(model.body_iquat[body]))


def add_mesh(stage: Usd.Stage, path: str, visual: VisualMesh) -> None:
    """Add one visible mesh below its body."""
    mesh = UsdGeom.Mesh.Define(stage, path)
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(visual.vertices))
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray(len(visual.triangles), 3))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(visual.triangles.reshape(-1)))
    mesh.CreateSubdivisionSchemeAttr("none")
    mesh.CreateExtentAttr(UsdGeom.PointBased.ComputeExtent(mesh.GetPointsAttr().Get()))
    mesh.CreateDisplayColorAttr([vector(visual.colour)])
    place(mesh, visual.position, visual.orientation)


def add_joint(stage: Usd.Stage, model: mujoco.MjModel, joint: int) -> None:
    """Add a hinge with its limits and its servo as an angular drive. The frames' z is the hinge's axis."""
    body = model.jnt_bodyid[joint]
    hinge = UsdPhysics.RevoluteJoint.Define(stage, f"{ROOT}/joints/{model.joint(joint).name}")
    hinge.CreateBody0Rel().SetTargets([f"{ROOT}/{model.body(model.body_parentid[body]).name}"])
    hinge.CreateBody1Rel().SetTargets([f"{ROOT}/{model.body(body).name}"])
    to_axis, in_parent = np.zeros(4), np.zeros(4)
    mujoco.mju_quatZ2Vec(to_axis, model.jnt_axis[joint])
    mujoco.mju_mulQuat(in_parent, model.body_quat[body], to_axis)
    hinge.CreateAxisAttr("Z")
    hinge.CreateLocalPos0Attr(vector(model.body_pos[body]))
    hinge.CreateLocalRot0Attr(quaternion(in_parent))
    hinge.CreateLocalPos1Attr(vector(model.jnt_pos[joint]))
    hinge.CreateLocalRot1Attr(quaternion(to_axis))
    low, high = np.rad2deg(model.jnt_range[joint])
    hinge.CreateLowerLimitAttr(float(low))
    hinge.CreateUpperLimitAttr(float(high))
    drive = UsdPhysics.DriveAPI.Apply(hinge.GetPrim(), "angular")
    drive.CreateTypeAttr("force")
    # USD measures angles in degrees: torque per degree is torque per radian times pi / 180.
    drive.CreateStiffnessAttr(float(np.deg2rad(model.actuator_gainprm[joint, 0])))
    drive.CreateDampingAttr(float(np.deg2rad(model.dof_damping[model.jnt_dofadr[joint]])))


def write_stage(model: mujoco.MjModel, path: Path) -> None:
    """Write the arm as a USD stage. Joint j must be moved by actuator j."""
    stage = start_stage(path)
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    for body in range(1, model.nbody):
        add_body(stage, model, data, body)
    for number, visual in enumerate(visual_meshes(model)):
        add_mesh(stage, f"{ROOT}/{model.body(visual.body).name}/visual_{number}_{visual.name}", visual)
    base = UsdPhysics.FixedJoint.Define(stage, f"{ROOT}/joints/base_fixed")
    base.CreateBody1Rel().SetTargets([f"{ROOT}/{model.body(1).name}"])
    for joint in range(model.njnt):
        add_joint(stage, model, joint)
    stage.GetRootLayer().Save()
