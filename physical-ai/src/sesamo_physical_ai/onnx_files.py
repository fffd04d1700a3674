"""Writing the trained networks as ONNX files."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from sesamo_physical_ai.convolutional import LABEL_STRIDE, LAYERS, SegmentationNetwork
from sesamo_physical_ai.networks import Perceptron, RunningNormaliser

OPSET = 17
IR_VERSION = 8


def save(nodes: list[onnx.NodeProto], name: str, inputs: dict[str, list], outputs: dict[str, list],
         constants: dict[str, np.ndarray], path: Path) -> None:
    """Check and write a graph. Inputs and outputs: name and shape, in which a text is a free size."""
    def describe(shapes: dict[str, list]) -> list[onnx.ValueInfoProto]:
        return [helper.make_tensor_value_info(key, TensorProto.FLOAT, shape) for key, shape in shapes.items()]
    tensors = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    graph = helper.make_graph(nodes, name, describe(inputs), describe(outputs), tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)],
                              producer_name="sesamo-physical-ai")
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def save_policy(policy: Perceptron, normalise: RunningNormaliser, path: Path) -> None:
    """Write observation (batch, n) to action (batch, m), with the normalisation inside."""
    settings = {"mean": normalise.mean, "inverse_deviation": normalise.inverse_deviation(),
                "lowest": -normalise.LIMIT, "highest": normalise.LIMIT}
    constants = {key: np.asarray(value, np.float32) for key, value in settings.items()}
    nodes = [helper.make_node("Sub", ["observation", "mean"], ["centred"]),
             helper.make_node("Mul", ["centred", "inverse_deviation"], ["scaled"]),
             helper.make_node("Clip", ["scaled", "lowest", "highest"], ["layer0"])]
    last = len(policy.weights) - 1
    for index, (weights, biases) in enumerate(zip(policy.weights, policy.biases)):
        constants |= {f"weights{index}": weights, f"biases{index}": biases}
        result = "action" if index == last else f"sum{index}"
        nodes.append(helper.make_node("Gemm", [f"layer{index}", f"weights{index}", f"biases{index}"], [result]))
        if index != last:
            nodes.append(helper.make_node("Tanh", [result], [f"layer{index + 1}"]))
    save(nodes, "reach_policy", {"observation": ["batch", len(normalise.mean)]},
         {"action": ["batch", len(policy.biases[-1])]}, constants, path)


def save_segmentation(network: SegmentationNetwork, size: int, path: Path) -> None:
    """Write picture (n, size, size, 3), already standardised, to logits (n, size / 2, size / 2, classes)."""
    constants: dict[str, np.ndarray] = {"double": np.array([1, 1, 2, 2], np.float32)}
    nodes = [helper.make_node("Transpose", ["picture"], ["channels_first"], perm=[0, 3, 1, 2])]

    def convolve(name: str, source: str, stride: int = 1) -> str:
        inputs, outputs = network.weights[name].shape
        kernel = 3 if name in LAYERS and LAYERS[name][0] == 3 else 1
        weights = network.weights[name].reshape(kernel, kernel, inputs // kernel**2, outputs)
        constants[f"{name}_weights"] = np.ascontiguousarray(weights.transpose(3, 2, 0, 1))
        constants[f"{name}_biases"] = network.biases[name]
        nodes.append(helper.make_node("Conv", [source, f"{name}_weights", f"{name}_biases"], [f"{name}_sum"],
                                      kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[kernel // 2] * 4))
        if kernel == 1:
            return f"{name}_sum"
        nodes.append(helper.make_node("Relu", [f"{name}_sum"], [name]))
        return name

    entry = convolve("entry", "channels_first", 2)
    low = convolve("project", convolve("deep", convolve("down", entry, 2)))
    nodes.append(helper.make_node("Resize", [low, "", "double"], ["up"], mode="nearest", nearest_mode="floor",
                                  coordinate_transformation_mode="asymmetric"))
    nodes.append(helper.make_node("Add", ["up", entry], ["joined"]))
    last = convolve("classify", convolve("merge", "joined"))
    nodes.append(helper.make_node("Transpose", [last], ["logits"], perm=[0, 2, 3, 1]))
    small = size // LABEL_STRIDE
    save(nodes, "segmentation", {"picture": ["n", size, size, 3]},
         {"logits": ["n", small, small, len(network.biases["classify"])]}, constants, path)
