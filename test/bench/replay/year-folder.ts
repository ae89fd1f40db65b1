import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { candleFolder } from '../../operator/train-kit.ts';

/** Quarter hours of as many walking coins as are asked for: seed after seed, the later ones under names of their own. */
export function yearFolder(folder: string, coins: number, bars: number): string {
  for (let seed = 1; ; seed += 1) {
    const there = filesOf(folder).length;
    if (there >= coins) return folder;
    const own = seed === 1 ? folder : join(folder, `seed-${seed}`);
    candleFolder(own, { seed, coins: Math.min(8, coins - there), bars, edge: 0.4 });
    if (seed > 1)
      for (const file of filesOf(own)) renameSync(join(own, file), join(folder, `C${seed}${file}`));
  }
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(name => name.endsWith('.csv.gz'));
  } catch {
    return [];
  }
}
