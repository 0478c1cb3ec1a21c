"""The encoder as an ONNX graph: int8 matrices, one sentence's token ids in, its mean vector and head logits out."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.lab.packing import quantised

OPSETS = (("", 17), ("com.microsoft", 1))  # onnxruntime's own: products with int8 weights, the fast GELU


class _Graph:
    """Nodes and constants as they are added; every method returns the name of what it made."""

    def __init__(self, arrays: Mapping[str, np.ndarray], heads: int, eps: float) -> None:
        self.arrays, self.heads, self.eps = arrays, heads, eps
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, array: np.ndarray) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def node(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.nodes_of(op, *inputs, n=1, domain=domain, **attributes)[0]

    def nodes_of(self, op: str, *inputs: str, n: int, domain: str = "", **attributes: Any) -> list[str]:
        names = [f"{op}_{len(self.nodes)}_{i}" for i in range(n)]
        self.nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names

    def linear(self, x: str, name: str) -> str:
        matrix, scale = quantised(self.arrays[f"{name}.w"])
        weights = self.constant(f"{name}.q", matrix.T), self.constant(f"{name}.s", scale)
        zero = self.constant(f"{name}.z", np.zeros(len(scale), np.int8))
        bias = self.constant(f"{name}.b", self.arrays[f"{name}.b"])
        return self.node("DynamicQuantizeMatMul", x, *weights, zero, bias, domain="com.microsoft")

    def normalise(self, x: str, name: str) -> str:
        w, b = (self.constant(f"{name}.{form}", self.arrays[f"{name}.{form}"]) for form in "wb")
        return self.node("LayerNormalization", x, w, b, axis=-1, epsilon=self.eps)

    def embed(self, ids: str) -> str:
        matrix, scale = quantised(self.arrays["word.w"])
        words, scales = self.constant("word.q", matrix), self.constant("word.s", scale[:, None])
        rows = self.node("Cast", self.node("Gather", words, ids), to=TensorProto.FLOAT)
        rows = self.node("Mul", rows, self.node("Gather", scales, ids))
        first = self.constant("first", np.zeros(1, np.int64))
        positions = self.node(
            "Slice", self.constant("position", self.arrays["position"]), first, self.node("Shape", ids)
        )
        return self.normalise(self.node("Add", rows, positions), "norm")

    def attend(self, x: str, layer: int) -> str:
        hidden = self.arrays["norm.w"].size
        size = hidden // self.heads
        by_head = self.constant("by_head", np.array([-1, 3 * self.heads, size], np.int64))
        apart = self.node("Transpose", self.node("Reshape", self.linear(x, f"{layer}.qkv"), by_head), perm=[1, 0, 2])
        thirds = self.constant("thirds", np.full(3, self.heads, np.int64))
        q, k, v = self.nodes_of("Split", apart, thirds, n=3, axis=0)
        q = self.node("Mul", q, self.constant("scale", np.array(size**-0.5, np.float32)))
        weights = self.node("Softmax", self.node("MatMul", q, self.node("Transpose", k, perm=[0, 2, 1])), axis=-1)
        context = self.node("Transpose", self.node("MatMul", weights, v), perm=[1, 0, 2])
        together = self.constant("together", np.array([-1, hidden], np.int64))
        return self.linear(self.node("Reshape", context, together), f"{layer}.out")

    def layer(self, x: str, layer: int) -> str:
        x = self.normalise(self.node("Add", x, self.attend(x, layer)), f"{layer}.norm1")
        up = self.node("FastGelu", self.linear(x, f"{layer}.up"), domain="com.microsoft")
        return self.normalise(self.node("Add", x, self.linear(up, f"{layer}.down")), f"{layer}.norm2")


def save_graph(
    path: Path, arrays: Mapping[str, np.ndarray], layers: int, heads: int, eps: float, meta: Mapping[str, Any]
) -> None:
    """Writes the file whole or not at all. Matrices lie (out, in) in `arrays`, the head (in, columns)."""
    graph = _Graph(arrays, heads, float(eps))
    x = graph.embed("ids")
    for layer in range(layers):
        x = graph.layer(x, layer)
    mean = graph.node("ReduceMean", x, axes=[0], keepdims=0)
    head = graph.node("MatMul", mean, graph.constant("head.w", arrays["head.w"]))
    logits = graph.node("Add", head, graph.constant("head.b", arrays["head.b"]))
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None]) for name in (mean, logits)]
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])
    made = helper.make_graph(graph.nodes, "adapted", [ids], outputs, list(graph.constants.values()))
    model = helper.make_model(made, opset_imports=[helper.make_opsetid(*opset) for opset in OPSETS])
    model.ir_version = 8
    helper.set_model_props(model, {"huashu": json.dumps(meta, ensure_ascii=False)})
    partial = path.with_suffix(".part")
    onnx.save(model, os.fspath(partial))
    partial.replace(path)
