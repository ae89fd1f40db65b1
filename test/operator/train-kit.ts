import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { BarSeries } from '../../lib/models/series.ts';
import { runCommand } from '../../lib/operator/program.ts';
import { BEGIN, type WalkRequest, walkingCoins } from '../models/kit/coins.ts';

/** Runs a command line as the doorway does; words are split at blanks. */
export async function run(line: string) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runCommand(line.split(' '), { out, err, env: {} });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

/** 00:00 UTC of the day so many days after the walking coins begin, as it is typed. */
export const dayAfter = (days: number): string =>
  new Date(BEGIN + days * 86_400_000).toISOString().slice(0, 10);

/** Writes the bars of walking coins as a folder of candle files; volumes such that the universe takes them. */
export function candleFolder(folder: string, request: WalkRequest, barsKept = request.bars): string {
  mkdirSync(folder, { recursive: true });
  for (const series of walkingCoins(request)) {
    const rows = [
      'ts,open,high,low,close,volume',
      ...[...series.at.keys()].slice(0, barsKept).map(row(series)),
    ];
    writeFileSync(join(folder, `${series.symbol}-15m.csv.gz`), gzipSync(`${rows.join('\n')}\n`));
  }
  return folder;
}

const row =
  (series: BarSeries) =>
  (i: number): string => {
    const { at, open, high, low, close, volume } = series;
    const prices = [open[i], high[i], low[i], close[i]].map(price => price?.toFixed(6));
    return [at[i], ...prices, Math.round((volume[i] ?? 0) * 10_000)].join(',');
  };
