"""Makes the golden files of the boosted trees with upstream XGBoost. See README.md beside it.

    python make.py read      models of this XGBoost's version, their rows and margins
    python make.py train     data, models and AUCs that training is compared with
"""
import json
import pathlib
import sys

import numpy as np
import xgboost as xgb

HERE = pathlib.Path(__file__).parent
VERSION = xgb.__version__


def draws(key, count):
    """Uniform in [0, 1): the counted generator that training.test.ts has too."""
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


def discrete_data(rows=900, columns=6):
    rng = np.random.default_rng(20)
    X = np.stack([rng.integers(0, 3 + 2 * j, rows) for j in range(columns)], axis=1).astype(np.float32) / 4 - 1
    chance = 1 / (1 + np.exp(-(2 * X[:, 1] - X[:, 3] * X[:, 2] + 0.7 * (X[:, 5] > 0.2))))
    y = (rng.random(rows) < chance).astype(np.float32)
    X[rng.random(rows) < 0.25, 3] = np.nan
    X[(rng.random(rows) < 0.5) & (y > 0), 4] = np.nan  # being missing says something here
    weights = rng.integers(1, 5, rows).astype(np.float32) / 2
    return X, y, weights


BASE = {"objective": "binary:logistic", "nthread": 1, "base_score": 0.5, "tree_method": "hist", "max_bin": 256}
TRAINED = {
    "plain": {"max_depth": 4, "eta": 0.3},
    "deep": {"max_depth": 8, "eta": 0.1, "min_child_weight": 0.5},
    "regularised": {"max_depth": 5, "eta": 0.2, "lambda": 3, "gamma": 0.4, "min_child_weight": 6},
    "bounded": {"max_depth": 4, "eta": 0.3, "max_delta_step": 0.4},
    "shrunk": {"max_depth": 3, "eta": 0.3, "alpha": 2, "min_child_weight": 4},
    "weighted": {"max_depth": 4, "eta": 0.3},
    "mean-start": {"max_depth": 3, "eta": 0.3, "base_score": None},
    "exact": {"max_depth": 4, "eta": 0.3, "tree_method": "exact"},
    "lossguide": {"max_depth": 0, "max_leaves": 12, "eta": 0.3, "grow_policy": "lossguide"},
}


def train_files():
    X, y, weights = discrete_data()
    write(
        "discrete.json",
        {"rows": X.shape[0], "columns": X.shape[1], "values": floats(X), "labels": floats(y), "weights": floats(weights)},
    )
    for name, own in TRAINED.items():
        params = {key: value for key, value in {**BASE, **own}.items() if value is not None}
        data = xgb.DMatrix(X, y, weight=weights if name == "weighted" else None)
        booster = xgb.train(params, data, 12)
        booster.save_model(HERE / f"trained-{name}.model.json")
        margins = booster.predict(xgb.DMatrix(X), output_margin=True)
        write(f"trained-{name}.json", {"xgboost": VERSION, "params": params, "rounds": 12, "margins": floats(margins)})
    write("auc.json", continuous_aucs())


def continuous_data(rows=12000, columns=10):
    X = draws(1, rows * columns).reshape(rows, columns)
    score = 0.25 * X[:, 0] + 0.5 * X[:, 1] * X[:, 2] - 0.25 * X[:, 3] + 0.25 * (X[:, 4] > 0.5)
    y = draws(2, rows) < 0.25 + score
    return X.astype(np.float32), y.astype(np.float32)


def continuous_aucs():
    X, y = continuous_data()
    train, test = xgb.DMatrix(X[:8000], y[:8000]), xgb.DMatrix(X[8000:], y[8000:])
    params = {**BASE, "max_depth": 4, "eta": 0.1, "eval_metric": "auc"}
    aucs = {}
    for bins in (16, 32, 64, 96, 128, 192, 256, 512, 1024):
        seen = {}
        xgb.train({**params, "max_bin": bins}, train, 60, [(test, "test")], evals_result=seen, verbose_eval=False)
        aucs[bins] = seen["test"]["auc"][-1]
    return {"xgboost": VERSION, "rounds": 60, "aucs": aucs}


def read_files():
    rng = np.random.default_rng(4)
    X = rng.normal(size=(1500, 8)).astype(np.float32)
    y = (rng.random(1500) < 1 / (1 + np.exp(-X[:, 0] - X[:, 1] * X[:, 2]))).astype(np.float32)
    X[rng.random(X.shape) < 0.1] = np.nan
    names = [f"f_{letter}" for letter in "abcdefgh"]
    shown = X[:150]
    models = {
        "hist": {"tree_method": "hist", "max_depth": 4},
        "pruned": {"tree_method": "exact", "max_depth": 5, "gamma": 1.5},
        "lossguide": {"tree_method": "hist", "grow_policy": "lossguide", "max_depth": 0, "max_leaves": 16},
        "forest": {"tree_method": "hist", "max_depth": 3, "num_parallel_tree": 3, "subsample": 0.7},
    }
    for name, own in models.items():
        params = {"objective": "binary:logistic", "eta": 0.2, "nthread": 1, "seed": 1, **own}
        booster = xgb.train(params, xgb.DMatrix(X, y, feature_names=names), 12)
        stem = f"read-{VERSION}-{name}"
        booster.save_model(HERE / f"{stem}.model.json")
        data = xgb.DMatrix(shown, feature_names=names)
        write(
            f"{stem}.json",
            {
                "xgboost": VERSION,
                "rows": len(shown),
                "columns": shown.shape[1],
                "values": floats(shown),
                "margins": floats(booster.predict(data, output_margin=True)),
                "probabilities": floats(booster.predict(data)),
            },
        )
    for name, params in {
        "dart": {"booster": "dart", "objective": "binary:logistic"},
        "gblinear": {"booster": "gblinear", "objective": "binary:logistic"},
        "softprob": {"objective": "multi:softprob", "num_class": 3},
        "squared-error": {"objective": "reg:squarederror"},
    }.items():
        label = np.arange(1500) % 3 if name == "softprob" else y
        booster = xgb.train({**params, "max_depth": 2}, xgb.DMatrix(X, label), 2)
        booster.save_model(HERE / f"refused-{name}.model.json")
    codes = rng.integers(0, 5, (400, 1)).astype(np.float32)
    data = xgb.DMatrix(codes, (codes[:, 0] % 2 > 0).astype(np.float32), feature_types=["c"], enable_categorical=True)
    params = {"objective": "binary:logistic", "tree_method": "hist", "max_depth": 2, "max_cat_to_onehot": 1}
    xgb.train(params, data, 1).save_model(HERE / "refused-categorical.model.json")


if __name__ == "__main__":
    {"read": read_files, "train": train_files}[sys.argv[1]]()
