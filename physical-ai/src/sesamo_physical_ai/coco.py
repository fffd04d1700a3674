"""Annotations in the format of the COCO data sets."""

from typing import Any

import numpy as np

SMALLEST_AREA = 4
"""pixels; what is smaller is hidden behind something"""


def run_lengths(mask: np.ndarray) -> list[int]:
    """Encode a mask of shape (height, width) as COCO's uncompressed run lengths.

    Runs go down the columns and alternate between 0 and 1, beginning with zeros (perhaps none).
    """
    column_wise = mask.T.reshape(-1).astype(bool)
    changes = np.flatnonzero(np.diff(column_wise, prepend=False))
    return np.diff(np.concatenate([[0], changes, [column_wise.size]])).tolist()


def annotation(mask: np.ndarray, number: int, image: int, category: int) -> dict[str, Any] | None:
    """Describe one object's visible mask, or return None if almost nothing of it is seen."""
    area = int(np.count_nonzero(mask))
    if area < SMALLEST_AREA:
        return None
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = [int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)]
    # COCO writes run lengths only for crowds; polygons could not tell an arm's holes.
    return {"id": number, "image_id": image, "category_id": category, "bbox": box, "area": area, "iscrowd": 1,
            "segmentation": {"size": list(mask.shape), "counts": run_lengths(mask)}}
