"""Many yes/no regressions over the same dense vectors, fitted together: one matrix product instead of one fit a column."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize


@dataclass
class JointLogistic:
    """L2-regularised logistic regressions, one a column; `strength` is the C of scikit-learn."""

    strength: float = 10.0
    weights: np.ndarray | None = None

    def fit(self, vectors: np.ndarray, truth: np.ndarray) -> "JointLogistic":
        """`vectors` n x d, `truth` n x k of 0 and 1."""
        rows = self._with_bias(vectors).astype(np.float64)
        truth = truth.astype(np.float64)
        shape = (rows.shape[1], truth.shape[1])

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat.reshape(shape)
            logits = rows @ weights
            slope = self.strength * rows.T @ (1 / (1 + np.exp(-logits)) - truth)
            slope[:-1] += weights[:-1]  # the bias is not penalised
            error = self.strength * (np.logaddexp(0, logits) - truth * logits).sum() + 0.5 * (weights[:-1] ** 2).sum()
            return float(error), slope.ravel()

        found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150})
        self.weights = found.x.reshape(shape)
        return self

    def decision_function(self, vectors: np.ndarray) -> np.ndarray:
        """Logits, n x k."""
        assert self.weights is not None
        return self._with_bias(vectors) @ self.weights

    @staticmethod
    def _with_bias(vectors: np.ndarray) -> np.ndarray:
        return np.hstack([vectors, np.ones((len(vectors), 1), vectors.dtype)])
