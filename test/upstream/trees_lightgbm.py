"""Do files written by perpdesk load in upstream LightGBM, and predict the same? Called by trees.ts with its folder."""
import json
import pathlib
import sys

import lightgbm as lgb
import numpy as np

MARGIN_DIFFERENCE_MAX = 1e-9


def check(folder):
    case = json.loads((folder / "case.json").read_text())
    rows = np.array([[np.nan if x is None else x for x in row] for row in case["rows"]], dtype=np.float32)
    booster = lgb.Booster(model_file=str(folder / "model"))
    names = case["featureNames"] or [f"Column_{column}" for column in range(rows.shape[1])]
    margins = booster.predict(rows, raw_score=True)
    difference = float(np.abs(margins - np.array(case["margins"])).max())
    told = booster.feature_name() == names and booster.num_trees() == case["trees"]
    probable = float(np.abs(booster.predict(rows) - 1 / (1 + np.exp(-margins))).max()) < 1e-12
    # Its counts and covers are read too: contributions of the features add up to the margin.
    shares = booster.predict(rows, pred_contrib=True).sum(axis=1)
    explained = float(np.abs(shares - margins).max()) < 1e-9
    kept = np.array_equal(lgb.Booster(model_str=booster.model_to_string()).predict(rows, raw_score=True), margins)
    good = difference < MARGIN_DIFFERENCE_MAX and told and probable and explained and kept
    print(f"{'same' if good else 'DIFFERENT':9} {folder.name:12} largest margin difference {difference:.2e}, {case['trees']} trees")
    return good


if __name__ == "__main__":
    print(f"LightGBM {lgb.__version__}")
    results = [check(folder) for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()) if folder.is_dir()]
    sys.exit(0 if results and all(results) else 1)
