"""The weights of an encoder file read back, so that a training can go on from it instead of from the base model."""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import numpy_helper


class Shipped(NamedTuple):
    """Float32 arrays under the names they have in training, and what the file says of pieces and heads."""

    arrays: dict[str, np.ndarray]
    meta: dict[str, Any]


def read_shipped(path: Path) -> Shipped:
    """An encoder file as bot/lab/graph.py writes it: seven-bit rows times their scale."""
    model = onnx.load(os.fspath(path))
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    for node in model.graph.node:  # constants may also stand as attributes of nodes
        if node.op_type == "Constant":
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    arrays: dict[str, np.ndarray] = {}
    for name, array in constants.items():
        if name == "word.q":
            arrays["word.w"] = array.astype(np.float32) * constants["word.s"]
        elif name.endswith(".q"):
            arrays[f"{name[:-2]}.w"] = array.T.astype(np.float32) * constants[f"{name[:-2]}.s"][:, None]
        elif name == "position" or name.endswith((".w", ".b")):
            arrays[name] = array.astype(np.float32)
    meta = next(json.loads(p.value) for p in model.metadata_props if p.key == "huashu")
    return Shipped(arrays, meta)


def onto(start: dict[str, np.ndarray], pieces: list[str], shipped: Shipped) -> dict[str, np.ndarray]:
    """The arrays to begin with: the shipped ones, and the base model's word rows for pieces the file has not."""
    place = {piece: i for i, piece in enumerate(shipped.meta["pieces"]) if piece}
    words = start["word.w"].copy()
    for i, piece in enumerate(pieces):
        if piece in place:
            words[i] = shipped.arrays["word.w"][place[piece]]
        elif not piece and i < 4:  # the marks stand first in both
            words[i] = shipped.arrays["word.w"][i]
    return {**{name: shipped.arrays[name] for name in start}, "word.w": words}
