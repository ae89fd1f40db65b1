import { textOf } from './digest.ts';
import type { ModelKind } from './ensemble.ts';
import { ModelFileError } from './trees/errors.ts';
import type { Matrix } from './trees/matrix.ts';
import { marginsOf } from './trees/predict.ts';
import { lightgbmMarginsOf } from './trees/predict-lightgbm.ts';
import { readLightgbmText } from './trees/read-lightgbm.ts';
import { readXgboostJson } from './trees/read-xgboost.ts';
import { atOnce, type Work } from './work.ts';

/** A model that has been read from its file and can be asked. */
export interface Runner {
  /** Features that a row must have. */
  readonly columns: number;
  /** Log odds that the price goes up, a number a row. */
  margins(rows: Matrix): Work<ArrayLike<number>>;
}

/** Reads a model's file in the standard format of its kind. @throws ModelFileError */
export function runnerOf(kind: ModelKind, file: Uint8Array): Runner {
  switch (kind) {
    case 'xgboost': {
      const booster = readXgboostJson(textOf(file));
      return { columns: booster.featureCount, margins: rows => atOnce(() => marginsOf(booster, rows)) };
    }
    case 'lightgbm': {
      const booster = readLightgbmText(textOf(file));
      return {
        columns: booster.featureCount,
        margins: rows => atOnce(() => lightgbmMarginsOf(booster, rows)),
      };
    }
    case 'nhits':
    case 'patchtst':
      throw new ModelFileError(`this version cannot run models of the kind ${kind}`);
    default:
      return kind satisfies never;
  }
}
