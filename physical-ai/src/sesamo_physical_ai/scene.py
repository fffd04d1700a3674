"""The scene of the synthetic pictures: in each world an arm with a cube, a ball and a can."""

import numpy as np
import warp as wp

from sesamo_physical_ai.arm import Arm
from sesamo_physical_ai.newton_setup import newton, visible_builder

OBJECTS = ("cube", "ball", "can")
BACKGROUND, ARM_CLASS = 0, len(OBJECTS) + 1
CLASS_NAMES = ("background", *OBJECTS, "arm")
POSE_SIZE = 7
"""numbers in the pose of a free body: position and quaternion (x, y, z, w)"""


class Scene:
    """Worlds whose objects differ in size and colour, and whose poses are drawn anew for each picture."""

    def __init__(self, arm: Arm, worlds: int, random: np.random.Generator, device: str) -> None:
        self.worlds, self.random = worlds, random
        single = visible_builder(arm)
        self.joints = single.joint_coord_count
        builder, classes = newton.ModelBuilder(), []
        self.half_heights = np.zeros((worlds, len(OBJECTS)))
        for world in range(worlds):
            builder.begin_world()
            builder.add_builder(single)
            classes += [ARM_CLASS] * single.shape_count
            for number in range(len(OBJECTS)):
                self.half_heights[world, number] = self._add_object(builder, number)
                classes.append(1 + number)
            builder.end_world()
        builder.add_ground_plane(color=(0.55, 0.55, 0.5))
        self.class_of_shape = np.array([*classes, BACKGROUND], np.uint8)
        self.model = builder.finalize(device=device)
        self.state = self.model.state()
        self.low = self.model.joint_limit_lower.numpy()[:self.joints].copy()
        self.high = self.model.joint_limit_upper.numpy()[:self.joints].copy()

    def _add_object(self, builder: newton.ModelBuilder, number: int) -> float:
        """Add object `number` with random size and colour; return half its height in metres."""
        colour, half = tuple(self.random.uniform(0.1, 1, 3)), float(self.random.uniform(0.015, 0.03))
        body = builder.add_body(xform=wp.transform(wp.vec3(0.2, 0, half), wp.quat_identity()))
        if OBJECTS[number] == "cube":
            builder.add_shape_box(body, hx=half, hy=half, hz=half, color=colour)
        elif OBJECTS[number] == "ball":
            builder.add_shape_sphere(body, radius=half, color=colour)
        else:
            builder.add_shape_cylinder(body, radius=half * 0.8, half_height=half * 1.2, color=colour)
            half *= 1.2
        return half

    def randomise(self) -> None:
        """Draw the arm's angles and where the objects stand on the ground."""
        coordinates = self.state.joint_q.numpy()
        per_world = coordinates.reshape(self.worlds, -1)
        share = self.random.uniform(0.3, 0.7, (self.worlds, self.joints))
        per_world[:, :self.joints] = self.low + (self.high - self.low) * share
        for number in range(len(OBJECTS)):
            radius = self.random.uniform(0.16, 0.34, self.worlds)
            angle = self.random.uniform(-0.9, 0.9, self.worlds)
            turn = self.random.uniform(0, 2 * np.pi, self.worlds)
            nothing = np.zeros(self.worlds)
            start = self.joints + POSE_SIZE * number
            per_world[:, start:start + POSE_SIZE] = np.stack(
                [0.04 + radius * np.cos(angle), radius * np.sin(angle), self.half_heights[:, number],
                 nothing, nothing, np.sin(turn / 2), np.cos(turn / 2)], axis=1)
        self.state.joint_q.assign(coordinates)
        newton.eval_fk(self.model, self.state.joint_q, self.state.joint_qd, self.state)

    def random_viewpoints(self) -> np.ndarray:
        """Draw where the cameras stand, in metres, shape (worlds, 3)."""
        return self.random.uniform((0.45, -0.35, 0.3), (0.75, 0.35, 0.55), (self.worlds, 3))

    def random_light(self) -> np.ndarray:
        """Draw a direction in which light falls from above."""
        return np.array([*self.random.normal(0, 0.5, 2), -1.0])

    def classes(self, shapes: np.ndarray) -> np.ndarray:
        """Turn shape numbers into class numbers, uint8; what no shape covers is background."""
        known = shapes < len(self.class_of_shape)
        return np.where(known, self.class_of_shape[np.where(known, shapes, 0)], BACKGROUND).astype(np.uint8)
