import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readForcedSignals } from '../../adapters/forced-signals-file.ts';
import { modelFolder, ROSTER_FILE } from '../../adapters/model-folder.ts';
import { onnxTensors } from '../../adapters/onnx/tensors.ts';
import { forcedSignals } from '../../adapters/signals.ts';
import { epochMs, type Minute } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { shippedModels } from '../../local/settings.ts';
import { mixturesReader } from '../../minute/mixtures.ts';
import { modelReader } from '../../minute/models.ts';
import type { ModelMarket } from '../../models/manifest.ts';
import { panelOf, type Seat } from '../../models/panel.ts';
import type { Voices } from '../../replay/replay.ts';
import type { ReplayFlags } from './flags.ts';

export interface Heard {
  readonly voices: Voices;
  readonly warnings: readonly string[];
}

/** Who says what to trade: the models of a folder, as they stand at the span's beginning, or a file. @throws Refusal */
export async function voicesOf(flags: ReplayFlags, market: ModelMarket, from: Minute): Promise<Heard> {
  const { forceSignals, models, asIfLicensed = false } = flags;
  if (forceSignals !== undefined) {
    if (models !== undefined || asIfLicensed)
      throw new Refusal(
        'replay: --force-signals stands in the place of models: leave --models and --as-if-licensed out',
      );
    const list = readForcedSignals(forceSignals);
    return { voices: { type: 'forced', list, signals: forcedSignals(list) }, warnings: [] };
  }
  const folder = models ?? shippedModels(market);
  if (models !== undefined && !existsSync(join(models, ROSTER_FILE)))
    throw new Refusal(
      `--models ${models}: holds no ${ROSTER_FILE}; npm run desk -- train --out DIR makes such a folder`,
    );
  const tensors = onnxTensors({ threads: 1 });
  if (folder === undefined)
    return {
      voices: { type: 'models', panel: panelOf([], market, epochMs(from)), mixtures: undefined, tensors },
      warnings: [NOBODY],
    };
  const store = modelFolder(folder);
  const held = (await modelReader(store)()).map(({ model }) => model);
  const seats = panelOf(held, market, epochMs(from));
  const panel = asIfLicensed ? seats.map(promoted) : seats;
  const lent = panel.filter((seat, n) => seat !== seats[n]);
  return {
    voices: { type: 'models', panel, mixtures: await mixturesReader(store)(), tensors },
    warnings: [
      ...lent.map(
        ({ kind }) =>
          `${kind} has no licence and traded all the same, as --as-if-licensed says; no desk lets it`,
      ),
      ...panel.filter(isRefused).map(({ kind, because }) => `${kind} had no vote: ${because}`),
      ...(panel.some(({ type }) => type === 'licensed') ? [] : [NOBODY]),
    ],
  };
}

const NOBODY =
  'no model may vote here, so nothing was traded: --models DIR names others, --as-if-licensed lets them trade, --force-signals FILE trades a list';

const isRefused = (seat: Seat): seat is Extract<Seat, { because: string }> => 'because' in seat;

/** A model of this market that is refused for want of a licence alone votes, with the gain that it has shown. */
const promoted = (seat: Seat): Seat =>
  seat.type === 'refused' && !seat.foreign && seat.model.role === 'champion'
    ? { type: 'licensed', kind: seat.kind, model: seat.model, gain: 0 }
    : seat;
