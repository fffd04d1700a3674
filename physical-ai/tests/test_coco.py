"""COCO annotations."""

import numpy as np

from sesamo_physical_ai.coco import annotation, run_lengths


def decode(counts: list[int], shape: tuple[int, int]) -> np.ndarray:
    """Undo the encoding as COCO describes it."""
    values = np.repeat(np.arange(len(counts)) % 2, counts)
    return values.reshape(shape[::-1]).T


def test_runs_go_down_the_columns_and_start_with_zeros() -> None:
    mask = np.array([[0, 1, 0], [1, 1, 0]])
    assert run_lengths(mask) == [1, 3, 2]


def test_full_and_empty_masks() -> None:
    assert run_lengths(np.ones((2, 3))) == [0, 6]
    assert run_lengths(np.zeros((2, 3))) == [6]


def test_encoding_can_be_undone() -> None:
    random = np.random.default_rng(0)
    for density in (0.05, 0.5, 0.95):
        mask = random.random((9, 7)) < density
        np.testing.assert_array_equal(decode(run_lengths(mask), mask.shape), mask)


def test_annotation_has_box_and_area() -> None:
    mask = np.zeros((10, 12), bool)
    mask[2:5, 3:9] = True
    found = annotation(mask, 7, 3, 2)
    assert found["bbox"] == [3, 2, 6, 3]
    assert found["area"] == 18
    assert (found["id"], found["image_id"], found["category_id"]) == (7, 3, 2)


def test_hidden_objects_are_left_out() -> None:
    mask = np.zeros((10, 12), bool)
    mask[0, :3] = True
    assert annotation(mask, 1, 1, 1) is None
