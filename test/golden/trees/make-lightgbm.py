"""Makes the golden files of the boosted trees with upstream LightGBM. See README.md beside it.

    python make-lightgbm.py read      models of this LightGBM's version, their rows and margins
    python make-lightgbm.py train     models and AUCs that training is compared with (after make.py train)
"""
import json
import pathlib
import sys

import lightgbm as lgb
import numpy as np

HERE = pathlib.Path(__file__).parent
VERSION = lgb.__version__
BASE = {"objective": "binary", "num_threads": 1, "verbosity": -1, "seed": 1}


def draws(key, count):
    """Uniform in [0, 1): the counted generator that train-as-upstream.test.ts has too."""
    z = (np.arange(count, dtype=np.uint64) * 0x9E3779B9 + key * 0x85EBCA6B) & 0xFFFFFFFF
    for factor in (0x85EBCA6B, 0xC2B2AE35):
        z = z ^ (z >> np.uint64(15))
        z = (z * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    z = z ^ (z >> np.uint64(16))
    return z.astype(np.float64) / 4294967296


def floats(array):
    """Numbers with the digits a 32-bit float needs, null for a missing value."""
    return [None if np.isnan(x) else float(f"{x:.9g}") for x in np.asarray(array, dtype=np.float32).ravel()]


def write(name, content):
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def save(booster, name):
    """The model without the list of its parameters, which nobody reads back."""
    text = booster.model_to_string()
    (HERE / f"{name}.model.txt").write_text(text[: text.index("\nparameters:")] + "\n")


def read_files():
    rng = np.random.default_rng(4)
    whole = rng.normal(size=(1500, 8)).astype(np.float32)
    whole[rng.random(whole.shape) < 0.15] = 0
    y = (rng.random(1500) < 1 / (1 + np.exp(-whole[:, 0] - whole[:, 1] * whole[:, 2]))).astype(np.float32)
    holed = whole.copy()
    holed[rng.random(whole.shape) < 0.1] = np.nan
    # Rows with what training has not shown: holes in columns that had none, and what is as good as zero.
    shown = holed[:150].copy()
    shown[:, 5] = np.where(rng.random(150) < 0.3, np.nan, shown[:, 5])
    shown[::7, 1] = 1e-36
    shown[::11, 2] = -1e-36
    shown[::13, 0] = 1e-34
    models = {
        "whole": (whole, {}),
        "holed": (holed, {}),
        "zero": (holed, {"zero_as_missing": True}),
        "dart": (holed, {"boosting": "dart", "drop_rate": 0.5}),
        "blind": (holed, {"use_missing": False, "boost_from_average": False}),
    }
    told = {}
    for name, (X, own) in models.items():
        data = lgb.Dataset(X, y, feature_name=[f"f_{letter}" for letter in "abcdefgh"])
        booster = lgb.train({**BASE, "learning_rate": 0.2, "num_leaves": 12, **own}, data, 12)
        save(booster, f"lightgbm-read-{VERSION}-{name}")
        told[name] = {
            "margins": list(booster.predict(shown, raw_score=True)),
            "probabilities": list(booster.predict(shown)),
        }
    write(
        f"lightgbm-read-{VERSION}.json",
        {"lightgbm": VERSION, "rows": 150, "columns": 8, "values": floats(shown), "models": told},
    )
    if not VERSION.startswith("4."):
        return
    classes = (np.arange(1500) % 3).astype(np.float32)
    for name, (label, own) in {
        "classes": (classes, {"objective": "multiclass", "num_class": 3}),
        "squared-error": (y, {"objective": "regression"}),
        "forest": (y, {"boosting": "rf", "bagging_fraction": 0.5, "bagging_freq": 1}),
        "linear": (y, {"linear_tree": True}),
        "sigmoid": (y, {"sigmoid": 2}),
    }.items():
        booster = lgb.train({**BASE, "num_leaves": 4, **own}, lgb.Dataset(holed, label), 2)
        save(booster, f"lightgbm-refused-{name}")
    codes = rng.integers(0, 5, (400, 2)).astype(np.float32)
    data = lgb.Dataset(codes, codes[:, 0] % 2 > 0, categorical_feature=[0])
    save(lgb.train({**BASE, "num_leaves": 4, "min_data_per_group": 1}, data, 1), "lightgbm-refused-categorical")


TRAINED = {
    "plain": {"num_leaves": 15},
    "deep": {"num_leaves": 40, "learning_rate": 0.2, "min_data_in_leaf": 4},
    "regularised": {"num_leaves": 20, "lambda_l2": 8, "min_gain_to_split": 0.4, "min_data_in_leaf": 10},
    "bounded": {"num_leaves": 31, "max_depth": 3, "min_sum_hessian_in_leaf": 9},
    "coarse": {"num_leaves": 15, "max_bin": 5},
    "weighted": {"num_leaves": 15, "min_data_in_leaf": 8},
}


def train_files():
    table = json.loads((HERE / "discrete.json").read_text())
    X = np.array([np.nan if x is None else x for x in table["values"]], dtype=np.float32)
    X = X.reshape(table["rows"], table["columns"])
    for name, own in TRAINED.items():
        weights = table["weights"] if name == "weighted" else None
        booster = lgb.train({**BASE, **own}, lgb.Dataset(X, table["labels"], weight=weights), 12)
        save(booster, f"lightgbm-trained-{name}")
        margins = list(booster.predict(X, raw_score=True))
        write(f"lightgbm-trained-{name}.json", {"lightgbm": VERSION, "params": own, "rounds": 12, "margins": margins})
    write("lightgbm-auc.json", continuous_aucs())


def continuous_aucs(rows=12000, columns=10):
    X = draws(1, rows * columns).reshape(rows, columns)
    score = 0.25 * X[:, 0] + 0.5 * X[:, 1] * X[:, 2] - 0.25 * X[:, 3] + 0.25 * (X[:, 4] > 0.5)
    y = (draws(2, rows) < 0.25 + score).astype(np.float32)
    X = X.astype(np.float32)
    aucs = {}
    for bins in (15, 31, 63, 95, 127, 191, 255, 511, 1023):
        params = {**BASE, "num_leaves": 15, "metric": "auc", "max_bin": bins}
        train = lgb.Dataset(X[:8000], y[:8000])
        seen = {}
        valid = train.create_valid(X[8000:], y[8000:])
        lgb.train(params, train, 60, valid_sets=[valid], callbacks=[lgb.record_evaluation(seen)])
        aucs[bins] = seen["valid_0"]["auc"][-1]
    return {"lightgbm": VERSION, "rounds": 60, "aucs": aucs}


if __name__ == "__main__":
    {"read": read_files, "train": train_files}[sys.argv[1]]()
