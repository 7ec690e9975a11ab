"""The cheapest model and data for a loss, by SciPy: exact gradients, and constraints as margins."""

from __future__ import annotations

import numpy as np
from scipy.optimize import NonlinearConstraint, minimize

import tmath

plan = tmath.load()["plan"]
given = {"gpu": "H100_SXM", "gpus": 64, "price": 2.0, "zero": 3}
cost = plan.compile("cost", given, inputs=["P", "D"])
loss = plan.compile("loss", given, inputs=["P", "D"])

fits = cost.constraints.index("fits")  # memory of one GPU, among the constraints that are judged with the cost


def in_logs(function, jacobian):
    """A function of P and D as one of their logarithms, which are better steps for an optimiser."""
    return lambda s: function(np.exp(s)), lambda s: jacobian(np.exp(s)) * np.exp(s)


objective, slope = in_logs(cost.vector, cost.jacobian)
reached, reached_slope = in_logs(loss.vector, loss.jacobian)
margin, margin_slope = in_logs(cost.margins, cost.margins_jacobian)

found = minimize(
    objective,
    x0=np.log([5e9, 5e11]),
    jac=slope,
    method="SLSQP",
    constraints=[
        NonlinearConstraint(reached, -np.inf, 2.05, jac=reached_slope),
        NonlinearConstraint(lambda s: margin(s)[fits], 0, np.inf, jac=lambda s: margin_slope(s)[fits]),
    ],
)
P, D = np.exp(found.x)
print(f"{P / 1e9:.2f} billion parameters on {D / 1e9:.0f} billion tokens: {found.fun:,.0f} USD, {found.nit} iterations")
print(f"loss {loss.scalar(P, D):.4f}, memory {'fits' if cost.margins([P, D])[fits] >= -1e-9 else 'does not fit'}")
