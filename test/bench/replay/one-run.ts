/**
 * One replay in a process of its own. Arguments: folder of candles, days, days before them, and `warm` to run it once before. The answer to
 * the parent: seconds of processor time of each phase, and what was done in it.
 */
import { join } from 'node:path';
import { modelFolder } from '../../../lib/adapters/model-folder.ts';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { DAY_MS, epochMs, minuteOf, usd } from '../../../lib/desk/units.ts';
import { mixturesReader } from '../../../lib/minute/mixtures.ts';
import { modelReader } from '../../../lib/minute/models.ts';
import { panelOf } from '../../../lib/models/panel.ts';
import { figuresOf } from '../../../lib/replay/figures/figures.ts';
import { outcomeOf } from '../../../lib/replay/outcome.ts';
import { type Phase, type ReplayInput, replay } from '../../../lib/replay/replay.ts';
import { reportHtml } from '../../../lib/replay/report/report.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';

export interface ReplayRun {
  readonly coins: number;
  /** Bars of all coins in the span. */
  readonly candles: number;
  readonly trades: number;
  readonly minutesRun: number;
  readonly minutes: number;
  readonly hash: string;
  /** Processor seconds. */
  readonly load: number;
  readonly phases: Readonly<Record<Phase, number>>;
  readonly report: number;
  /** By the clock, all of it. */
  readonly wallSeconds: number;
}

const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

export async function oneRun(folder: string, days: number, leadDays: number): Promise<ReplayRun> {
  const began = performance.now();
  let mark = spent();
  const lap = () => {
    const before = mark;
    mark = spent();
    return mark - before;
  };
  const market = loadRecordedMarket({ dataFolder: folder });
  const load = lap();
  const from = minuteOf(market.startsAt + leadDays * DAY_MS);
  const store = modelFolder(join(import.meta.dirname, '../../../models/synthetic'));
  const held = (await modelReader(store)()).map(({ model }) => model);
  const input: ReplayInput = {
    market,
    interval: market.interval,
    from,
    to: minuteOf(Math.min(market.endsAt, from + days * DAY_MS)),
    limits: defaultLimits(),
    walletUsd: usd(10_000),
    accountKind: 'usdt-isolated',
    voices: {
      type: 'models',
      panel: panelOf(held, 'synthetic', epochMs(Math.max(from, Date.UTC(2026, 0, 5)))),
      mixtures: await mixturesReader(store)(),
      tensors: onnxTensors({ threads: 1 }),
    },
  };
  const phases: Record<Phase, number> = { universe: 0, predictions: 0, minutes: 0 };
  let phase: Phase = 'universe';
  lap();
  const replayed = await replay(input, {
    onProgress: now => {
      if (now === phase) return;
      phases[phase] += lap();
      phase = now;
    },
  });
  phases[phase] += lap();
  const result = outcomeOf(input, replayed, { warnings: [], endedBecause: undefined, seconds: 0 });
  reportHtml(result, figuresOf(result));
  return {
    coins: result.data.symbols.length,
    candles: result.data.bars,
    trades: result.trades.length,
    minutesRun: result.ran.minutesRun,
    minutes: result.ran.minutes,
    hash: result.hash,
    load,
    phases,
    report: lap(),
    wallSeconds: (performance.now() - began) / 1_000,
  };
}

if (process.send !== undefined) {
  const [folder = '', days = '1', lead = '0', warm] = process.argv.slice(2);
  // The first is for the compiler; a year is a run of its own.
  if (warm === 'warm') await oneRun(folder, Number(days), Number(lead));
  process.send(await oneRun(folder, Number(days), Number(lead)), () => process.exit());
}
