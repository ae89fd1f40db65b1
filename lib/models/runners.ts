import { textOf } from './digest.ts';
import type { ModelKind } from './ensemble.ts';
import { WINDOW_BARS } from './features/bar.ts';
import { CHANNELS } from './features/sequence.ts';
import type { Rows } from './learner.ts';
import { checkNetFile } from './nets/check-file.ts';
import { marginsOfWindows } from './nets/margins.ts';
import { marginsOf } from './trees/predict.ts';
import { lightgbmMarginsOf } from './trees/predict-lightgbm.ts';
import { readLightgbmText } from './trees/read-lightgbm.ts';
import { readXgboostJson } from './trees/read-xgboost.ts';
import { atOnce, type Work } from './work.ts';

/** A model that has been read from its file and can be asked. */
export interface Runner {
  /** Features of a row, or channels of a bar. */
  readonly columns: number;
  /** Log odds that the price goes up, a number a row. */
  margins(rows: Rows): Work<ArrayLike<number>>;
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
      checkNetFile(file, WINDOW_BARS, CHANNELS);
      return { columns: CHANNELS, margins: ({ windows }) => marginsOfWindows(file, windows) };
    default:
      return kind satisfies never;
  }
}
