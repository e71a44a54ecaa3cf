"""Writes test/fixtures/densities.json: densities, histograms, modes and what is made of them, of draws that both languages can make.

    python test/oracle/densities.py

ArviZ 0.23.4: kde ("0.x"), fast_kde_2d, contours, get_bins, multimodal ("0.x") and circular hdi, bayes_factor ("0.x"), r2_score.
arviz-stats 0.8.0: kde, multimodal hdi and bayes_factor ("1.x"), mode, ecdf, bayesian_r2, residual_r2, weighted mean, sd and quantile.
numpy: histograms, weighted quantiles by the inverted distribution function. scipy: Bessel functions.
Curves are stored at some places only. The draws are those of arviz_summary.py and some more of the same kind.
"""

import json
import pathlib
import warnings

HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent / "fixtures" / "densities.json"

source = (HERE / "arviz_summary.py").read_text()
shared = {"__file__": str(HERE / "arviz_summary.py"), "__name__": "shared"}
exec(compile(source[: source.rindex("main()")], "arviz_summary.py", "exec"), shared)
az, np, number, draws_of, spec = shared["az"], shared["np"], shared["number"], shared["draws_of"], shared["spec"]

import arviz_stats
import scipy.special
from arviz.stats.density_utils import _fast_kde_2d, _find_hdi_contours, get_bins, histogram, kde
from arviz_stats.base import array_stats
from scipy.interpolate import interp1d

warnings.simplefilter("ignore")

CASES = shared["CASES"] + [
    spec("two modes", 2, 500, 201, shifts=[0.0, 7.0]),
    spec("three modes of unequal width", 3, 301, 202, shifts=[-9.0, 0.0, 25.0], phi=0.6),
    spec("angles", 2, 300, 203, scale=0.7, shifts=[0.4]),
    spec("angles across the seam", 2, 300, 204, scale=0.5, shifts=[3.1]),
    spec("angles of two directions", 2, 250, 205, scale=0.4, shifts=[-1.2, 1.8]),
    spec("angles in degrees", 2, 300, 206, scale=40.0, shifts=[150.0]),
    spec("two draws", 1, 2, 207),
    spec("three draws", 1, 3, 208),
    spec("shares", 4, 250, 209, noise="uniform"),
    spec("counts of two modes", 2, 300, 210, scale=2.0, shifts=[3.0, 20.0], whole=True),
    spec("many whole numbers", 2, 400, 211, scale=60.0, whole=True),
]

NEIGHBOUR = 1000
KDES = {
    "default": {},
    "scott": {"bw": "scott"},
    "silverman": {"bw": "silverman"},
    "isj": {"bw": "isj"},
    "number": {"bw": 0.3, "bw_fct": 1.5},
    "adaptive": {"bw": "scott", "adaptive": True},
    "adaptive, not corrected": {"bw": "scott", "adaptive": True, "bound_correction": False},
    "extended": {"bw": "scott", "bound_correction": False, "extend": True, "extend_fct": 0.5},
    "cumulative": {"bw": "silverman", "cumulative": True},
    "a grid of 300": {"bw": "isj", "grid_len": 300},
    "a grid too short": {"bw": "scott", "grid_len": 11},
    "circular": {"circular": True},
    "circular, a number": {"circular": True, "bw": 12.5, "bw_fct": 0.8, "grid_len": 128},
    "degrees": {"circular": "degrees"},
}
BOTH = ["default", "scott", "isj", "adaptive", "cumulative", "circular"]


def attempt(action):
    try:
        return action()
    except Exception:
        return None


def short(value):
    """To 13 digits, where 10 are compared."""
    return number(f"{value:.13g}")


def some(values, count=7):
    """The length, and values at places spread evenly, the ends among them."""
    values = np.asarray(values, dtype=float)
    places = [i * (len(values) - 1) // (count - 1) for i in range(count)]
    return {"length": len(values), "at": [short(values[place]) for place in places]}


def curve(style, values, options):
    if style == "0.x":
        found = kde(values, bw_return=True, **options)
    else:
        found = array_stats._kde(values, **options)
    finite = found[1][np.isfinite(found[1])]
    return {
        "x": some(found[0], 4),
        "density": some(found[1]),
        "highest": number(finite.max()) if len(finite) else "NaN",
        "bandwidth": number(found[2]) if len(found) > 2 else "NaN",
    }


def kdes(values):
    out = {"0.x": {}, "1.x": {}}
    for name, options in KDES.items():
        out["0.x"][name] = attempt(lambda: curve("0.x", values, options))
        if name in BOTH:
            out["1.x"][name] = attempt(lambda: curve("1.x", values, options))
    low, high = values.min(), values.max()
    out["0.x"]["limits"] = attempt(lambda: curve("0.x", values, {"bw": "scott", "custom_lims": (low - 1, high + 2)}))
    return out


def bin_counts(values):
    bins = get_bins(values)
    counts, density, edges = histogram(values, bins)
    return {"edges": some(edges, 5), "counts": [int(c) for c in counts], "density": some(density, 5)}


def histograms(values, whole):
    out = {"arviz": attempt(lambda: bin_counts(values))}
    if whole:
        out["discrete"] = attempt(lambda: bin_counts(values.astype(int)))
    equal = attempt(lambda: np.histogram(values, bins=17))
    if equal is not None:
        out["equal"] = [int(c) for c in equal[0]]
    return out


def intervals(bounds):
    return [[number(v) for v in row] for row in bounds if not np.isnan(row).all()]


def tied(probabilities, inside):
    """Whether the last cell inside is as probable as the first outside, so that only sorting decides which is in."""
    ordered = np.sort(probabilities)[::-1]
    return 0 < inside < len(ordered) and bool(np.isclose(ordered[inside - 1], ordered[inside], rtol=1e-9))


def below(probabilities, share):
    return int((np.sort(probabilities)[::-1].cumsum() <= share).sum())


def reaching(probabilities, share):
    return int(np.searchsorted(np.sort(probabilities)[::-1].cumsum(), share) + 1)


def untied(is_tied, action):
    """What ArviZ says where it does not depend on how equal numbers are sorted."""
    return attempt(lambda: None if is_tied() else intervals(action()))


def continuous_regions(values, share):
    x, density = kde(values)
    older = density * (x[-1] - x[0]) / len(density)
    newer = {}
    for circular in [False, True]:
        x, density, _ = array_stats._kde(values, circular=circular, bw="taylor" if circular else "isj")
        newer[circular] = density * (x[-1] - x[0]) / (len(x) - 1), np.interp(values, x, density)
    out = {"0.x": untied(lambda: tied(older, below(older, share)), lambda: az.hdi(values, hdi_prob=share, multimodal=True))}
    for circular, name in [(False, ""), (True, "circular ")]:
        cells, points = newer[circular]
        out[name + "1.x"] = untied(
            lambda: tied(cells, reaching(cells, share)),
            lambda: array_stats.hdi(values, share, method="multimodal", circular=circular),
        )
        # ArviZ looks up densities of angles before it brings them between -pi and pi.
        if not circular or np.abs(values).max() < np.pi:
            out[name + "sample"] = untied(
                lambda: tied(points, int(np.ceil(share * len(points)))),
                lambda: array_stats.hdi(values, share, method="multimodal_sample", circular=circular),
            )
    return out


def discrete_regions(integers, share):
    counts = np.unique(integers, return_counts=True)[1] / len(integers)
    bins = np.histogram(integers, get_bins(integers))[0] / len(integers)
    return {
        "0.x": untied(lambda: tied(bins, below(bins, share)), lambda: az.hdi(integers, hdi_prob=share, multimodal=True)),
        "1.x": untied(lambda: tied(counts, reaching(counts, share)), lambda: array_stats.hdi(integers, share, method="multimodal")),
    }


def regions(values, whole):
    out = {"continuous": {}, "discrete": {}}
    for share in [0.5, 0.94]:
        if np.isfinite(values).all() and np.ptp(values) > 0:
            out["continuous"][str(share)] = attempt(lambda: continuous_regions(values, share))
        if whole:
            out["discrete"][str(share)] = attempt(lambda: discrete_regions(values.astype(int), share))
    return out


def bayes_factors(values, prior):
    places = [0.0, 1.0, float(np.nanmedian(values)), 1e3]
    out = []
    for at in places:
        pair = {"at": at}
        pair["0.x"] = attempt(lambda: factor(values, prior, at))
        pair["1.x"] = attempt(lambda: newer_factor(values, prior, at))
        out.append(pair)
    return out


def factor(values, prior, at):
    idata = az.from_dict(posterior={"x": values[None]}, prior={"x": prior[None]})
    factors, heights = az.bayes_factor(idata, var_name="x", ref_val=at, return_ref_vals=True)
    return [number(v) for v in [factors["BF10"], factors["BF01"], heights["prior"], heights["posterior"]]]


def newer_factor(values, prior, at):
    """arviz_stats.bayes_factor itself needs a newer Python: this is what it does with its own kde."""
    heights = []
    for draws in [prior, values]:
        x, density, _ = array_stats._kde(draws, circular=False, grid_len=512)
        heights.append(interp1d(x, density, bounds_error=False, fill_value=np.finfo("float").eps)(at).item())
    return [number(v) for v in [heights[0] / heights[1], heights[1] / heights[0], *heights]]


def weighted(values, weights):
    logs = np.log(weights)
    return {
        "mean": number(array_stats._loo_expectation(values, logs, "mean")),
        "sd": number(array_stats._loo_expectation(values, logs, "sd")),
        "linear": [number(array_stats._loo_quantile(values, logs, p)) for p in [0.0, 0.1, 0.5, 0.93, 1.0]],
        "inverted": [number(np.quantile(values, p, weights=weights, method="inverted_cdf")) for p in [0.0, 0.1, 0.5, 0.93, 1.0]],
    }


def case(s):
    values = draws_of(s).ravel()
    whole = bool(s["whole"])
    neighbour = draws_of({**s, "seed": s["seed"] + NEIGHBOUR, "replace": []}).ravel()
    uniform = draws_of(spec("weights", 1, len(values), s["seed"] + 2 * NEIGHBOUR, noise="uniform")).ravel()
    out = {"spec": s, "kde": kdes(values), "histogram": histograms(values, whole), "hdi": regions(values, whole)}
    out["mode"] = {"continuous": number(array_stats._mode(values))}
    if whole:
        out["mode"]["discrete"] = number(array_stats._mode(values.astype(int)))
    if np.isfinite(values).all() and not whole:
        out["circular_hdi"] = {str(share): [number(v) for v in az.hdi(values, hdi_prob=share, circular=True)] for share in [0.5, 0.94]}
    points, shares = array_stats._ecdf(values, None, False)
    out["ecdf"] = {"x": some(points, 5), "probability": some(shares)}
    if np.isfinite(values).all():
        out["factors"] = bayes_factors(values, 2 * neighbour)
        out["weighted"] = weighted(values, uniform)
    return out


KDES_2D = {
    "default": ({}, lambda x, y: y),
    "correlated": ({}, lambda x, y: x + 0.3 * y),
    "an oblong grid": ({"gridsize": (32, 21)}, lambda x, y: y),
    "circular": ({"circular": True}, lambda x, y: y),
    "a line": ({"gridsize": (64, 64)}, lambda x, y: 2 * x + 1),
}


def kde_2d(s, name):
    options, second = KDES_2D[name]
    x = draws_of(s).ravel()
    y = second(x, draws_of({**s, "seed": s["seed"] + NEIGHBOUR, "replace": []}).ravel())
    density, *ends = _fast_kde_2d(x, y, **options)
    return {
        "ends": [number(v) for v in ends],
        "density": some(density.ravel(), 23),
        "highest": number(density.max()),
        "place": int(density.argmax()),
        "levels": [number(v) for v in _find_hdi_contours(density, np.array([0.1, 0.393, 0.5, 0.8, 0.94]))],
    }


def r_squared(s):
    """Predictions of the k-th draw for the i-th observation are the k-th draw of the i-th chain."""
    mu = draws_of(s).T
    observed = draws_of({**s, "seed": s["seed"] + 1, "draws": 1}).ravel()
    sd = np.abs(draws_of(spec("sd", 1, s["draws"], s["seed"] + 2)).ravel()) + 0.1
    share = 1 / (1 + np.exp(-mu))
    score = az.r2_score(observed, mu)
    return {
        "spec": s,
        "r2": number(score["r2"]),
        "r2_std": number(score["r2_std"]),
        "residual": some(array_stats.residual_r2(observed, mu), 7),
        "circular residual": some(array_stats._residual_r2(observed, mu, True), 7),
        "bayesian": some(array_stats._bayesian_r2(mu, sd, "sd", False), 7),
        "variance": some(array_stats._bayesian_r2(mu, sd, "var", False), 7),
        "bernoulli": some(array_stats._bayesian_r2(share, None, "sd", False), 7),
    }


PAIRS = [s for s in CASES if np.isfinite(draws_of(s)).all() and np.ptp(draws_of(s)) > 0]
places = [1e-8, 0.01, 0.5, 1.0, 3.7, 12.0, 29.9, 30.1, 75.0, 400.0, 1e5]
fixture = {
    "made_by": "test/oracle/densities.py",
    "versions": {"arviz": az.__version__, "arviz_stats": arviz_stats.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "bessel": [[order, x, number(scipy.special.ive(order, x))] for order in [0, 2] for x in places],
    "cases": [case(s) for s in CASES],
    "pairs": [{"name": s["name"], "kdes": {name: attempt(lambda: kde_2d(s, name)) for name in KDES_2D}} for s in PAIRS],
    "r_squared": [
        r_squared(spec("wide predictions", 12, 40, 301, scale=2.0)),
        r_squared(spec("narrow predictions", 30, 25, 302, scale=0.05, shifts=[0.3])),
        r_squared(spec("two observations", 2, 11, 303)),
        r_squared(spec("one draw", 9, 1, 304)),
        r_squared(spec("equal predictions", 5, 3, 305, noise="none", shifts=[0.25])),
    ],
}
assert az.__version__ == "0.23.4" and arviz_stats.__version__ == "0.8.0"
TARGET.write_text(json.dumps(fixture, separators=(",", ":")).replace('{"spec"', '\n{"spec"') + "\n")
