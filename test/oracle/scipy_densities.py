"""Evaluates scipy's distributions as the documentation names them: JSON on standard input, JSON on standard output.

Numbers are numbers, or "Infinity". Each case has `call`, such as "gamma(alpha, scale = 1 / beta)", the `parameters` that stand in it, whether it is `discrete`, and values
`x`; the answer is a list of log densities for each.
"""

import json
import math
import sys

from scipy import stats


def log_densities(case):
    # `lambda` is a word of Python's own.
    names = {name.replace("lambda", "lambda_"): float(value) for name, value in case["parameters"].items()}
    scope = {**vars(stats), **names, "exp": math.exp}
    frozen = call(case["call"].replace("lambda", "lambda_"), scope)
    return [float((frozen.logpmf if case["discrete"] else frozen.logpdf)(x)) for x in case["x"]]


def call(text, scope):
    """The function comes from scipy even where a parameter has its name, as in beta(alpha, beta)."""
    name, arguments = text.split("(", 1)
    return eval("function_(" + arguments, {**scope, "function_": getattr(stats, name)})


json.dump([log_densities(case) for case in json.load(sys.stdin)], sys.stdout)
