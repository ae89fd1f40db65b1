"""Do files written by perpdesk load in upstream XGBoost, and predict the same? Called by trees.ts with its folder."""
import json
import pathlib
import sys

import numpy as np
import xgboost as xgb

MARGIN_DIFFERENCE_MAX = 1e-5


def check(folder):
    case = json.loads((folder / "case.json").read_text())
    rows = np.array([[np.nan if x is None else x for x in row] for row in case["rows"]], dtype=np.float32)
    # The ending says which of its formats a file has.
    named = (folder / "model").rename(folder / "model.json")
    booster = xgb.Booster(model_file=named)
    names = case["featureNames"]
    data = xgb.DMatrix(rows, feature_names=names or None)
    margins = booster.predict(data, output_margin=True)
    difference = float(np.abs(margins - np.array(case["margins"], dtype=np.float32)).max())
    told = booster.num_features() == rows.shape[1] and (booster.feature_names or []) == names
    dumped = len(booster.get_dump()) == case["trees"]
    booster.get_score(importance_type="gain")
    again = folder / "again.json"
    booster.save_model(again)
    kept = np.array_equal(xgb.Booster(model_file=again).predict(data, output_margin=True), margins)
    good = difference < MARGIN_DIFFERENCE_MAX and told and dumped and kept
    print(f"{'same' if good else 'DIFFERENT':9} {folder.name:12} largest margin difference {difference:.2e}, {case['trees']} trees")
    return good


if __name__ == "__main__":
    print(f"XGBoost {xgb.__version__}")
    results = [check(folder) for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()) if folder.is_dir()]
    sys.exit(0 if results and all(results) else 1)
