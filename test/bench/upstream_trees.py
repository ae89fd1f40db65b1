"""Trains once with upstream on one thread and prints the processor seconds it took. Called by upstream-trees.ts."""
import importlib
import json
import pathlib
import sys
import time

import numpy as np

name, folder, rows, columns = sys.argv[1:]
library = importlib.import_module(name)
folder = pathlib.Path(folder)
X = np.fromfile(folder / "values", np.float32).reshape(int(rows), int(columns))
y = np.fromfile(folder / "labels", np.float32)


def xgboost():
    params = {"objective": "binary:logistic", "tree_method": "hist", "max_depth": 6, "eta": 0.1, "nthread": 1}
    library.train(params, library.DMatrix(X, y, nthread=1), 200)


def lightgbm():
    params = {"objective": "binary", "num_leaves": 31, "learning_rate": 0.1, "num_threads": 1, "verbosity": -1}
    library.train(params, library.Dataset(X, y), 200)


began = time.process_time()
{"xgboost": xgboost, "lightgbm": lightgbm}[name]()
print(json.dumps({"version": library.__version__, "seconds": time.process_time() - began}))
