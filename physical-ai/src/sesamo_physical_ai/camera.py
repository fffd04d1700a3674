"""Pictures by Newton's ray tracer, which needs neither a GPU nor OpenGL."""

import numpy as np
import warp as wp

from sesamo_physical_ai.newton_setup import newton


def look_at(eye: np.ndarray, target: np.ndarray) -> wp.transformf:
    """Return the pose of a camera at `eye` that looks at `target`, in metres, upright.

    A camera looks along its own -z, with y up and x to the right.
    """
    back = eye - target
    back = back / np.linalg.norm(back)
    right = np.cross([0.0, 0.0, 1.0], back)
    right = right / np.linalg.norm(right)
    axes = np.stack([right, np.cross(back, right), back], axis=1)
    rotation = wp.quat_from_matrix(wp.mat33(*map(float, axes.reshape(-1))))
    return wp.transformf(wp.vec3f(*map(float, eye)), rotation)  # type: ignore[call-overload]


class Camera:
    """One camera in each world of a model whose last shape is the ground."""

    def __init__(self, model: newton.Model, worlds: int, size: int, field_of_view: float) -> None:
        """Take square pictures of `size` pixels; the field of view is in radians."""
        self.model, self.worlds, self.size = model, worlds, size
        self.sensor = newton.sensors.SensorCamera(model)
        self.sensor.default_render_config.enable_textures = True
        # Shadows need this switch as well as the light's own.
        self.sensor.default_render_config.enable_shadows = True
        self.sensor.assign_checkerboard_material(shape_indices=np.array([model.shape_count - 1], np.uint32))
        self.rays = newton.sensors.SensorCamera.compute_camera_rays_pinhole(
            size, size, camera_fov=field_of_view, device=model.device)
        self.colour = self.sensor.allocate_image_color(worlds, size, size)
        self.depth = self.sensor.allocate_image_depth_forward(worlds, size, size)
        self.shape = self.sensor.allocate_image_shape_index(worlds, size, size)

    def set_light(self, direction: np.ndarray) -> None:
        """Let the only light shine in this direction."""
        unit = direction / np.linalg.norm(direction)
        self.sensor.create_default_light(enable_shadows=True, direction=wp.vec3f(*map(float, unit)))

    def render(self, state: newton.State, poses: list[wp.transformf]) -> np.ndarray:
        """Render what the cameras see: uint8, shape (worlds, size, size, 3).

        Afterwards `depths()` and `shapes()` hold the same views.
        """
        self.model.bvh_refit_shapes(state)
        transforms = wp.array(poses, dtype=wp.transformf, device=self.model.device)
        self.sensor.update(state, transforms, self.rays, color_image=self.colour,
                           forward_depth_image=self.depth, shape_index_image=self.shape)
        pixels = self.colour.numpy().view(np.uint8).reshape(self.worlds, self.size, self.size, 4)
        return pixels[..., :3].copy()

    def depths(self) -> np.ndarray:
        """Distance along the view in metres, shape (worlds, size, size); not above 0 where nothing was hit."""
        return self.depth.numpy().reshape(self.worlds, self.size, self.size)

    def shapes(self) -> np.ndarray:
        """Number of the shape in each pixel, shape (worlds, size, size); huge where nothing was hit."""
        return self.shape.numpy().reshape(self.worlds, self.size, self.size)
