"""The encoder's network in TensorFlow, for training: the same layers as bot/nlu/adapted.py runs in numpy."""

import re

import numpy as np
import tensorflow as tf


class Network:
    """Twelve layers, a mean over the tokens, one linear head for every question; its matrices lie (in, out)."""

    def __init__(self, arrays: dict[str, np.ndarray], layers: int, heads: int, eps: float, dtype: tf.DType) -> None:
        self.variables = {
            name: tf.Variable(array.T if self._is_matrix(name) else array, name=name, dtype=tf.float32)
            for name, array in arrays.items()
        }
        self.layers, self.heads, self.eps, self.dtype = layers, heads, eps, dtype

    @staticmethod
    def _is_matrix(name: str) -> bool:
        return re.fullmatch(r"\d+\.(qkv|out|up|down)\.w", name) is not None

    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays in the layout they came in."""
        return {n: (v.numpy().T if self._is_matrix(n) else v.numpy()) for n, v in self.variables.items()}

    def _linear(self, x: tf.Tensor, name: str) -> tf.Tensor:
        w = tf.cast(self.variables[name + ".w"], self.dtype)
        return tf.cast(tf.matmul(tf.cast(x, self.dtype), w), tf.float32) + self.variables[name + ".b"]

    def _normalise(self, x: tf.Tensor, name: str) -> tf.Tensor:
        x = x - tf.reduce_mean(x, axis=-1, keepdims=True)
        scale = tf.math.rsqrt(tf.reduce_mean(tf.square(x), axis=-1, keepdims=True) + self.eps)
        return x * scale * self.variables[name + ".w"] + self.variables[name + ".b"]

    def logits(self, ids: tf.Tensor, lengths: tf.Tensor, seed: tf.Tensor, dropout: float) -> tf.Tensor:
        """Head logits of a padded batch."""
        n, length = tf.shape(ids)[0], tf.shape(ids)[1]
        real = tf.sequence_mask(lengths, length, dtype=tf.float32)
        mask = ((1 - real) * -1e9)[:, None, None, :]
        x = tf.gather(self.variables["word.w"], ids) + self.variables["position"][:length]
        hidden = x.shape[-1]
        x = self._normalise(tf.reshape(x, (-1, hidden)), "norm")
        if dropout:
            x = tf.nn.experimental.stateless_dropout(x, dropout, seed=seed)
        for i in range(self.layers):
            qkv = tf.reshape(self._linear(x, f"{i}.qkv"), (n, length, 3, self.heads, hidden // self.heads))
            q, k, v = tf.unstack(tf.transpose(qkv, (2, 0, 3, 1, 4)))
            weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) * (hidden // self.heads) ** -0.5 + mask)
            context = tf.reshape(tf.transpose(tf.matmul(weights, v), (0, 2, 1, 3)), (-1, hidden))
            x = self._normalise(x + self._linear(context, f"{i}.out"), f"{i}.norm1")
            up = tf.nn.gelu(self._linear(x, f"{i}.up"), approximate=True)
            x = self._normalise(x + self._linear(up, f"{i}.down"), f"{i}.norm2")
        x = tf.reshape(x, (n, length, hidden))
        pooled = tf.einsum("tld,tl->td", x, real) / tf.cast(lengths, tf.float32)[:, None]
        if dropout:
            pooled = tf.nn.experimental.stateless_dropout(pooled, dropout, seed=seed + 1)
        return pooled @ self.variables["head.w"] + self.variables["head.b"]
