import { mkdtempSync } from 'node:fs';
import { bundled } from '/work/wt/storm/lib/storm/bundle.ts';

const [from, n, file, find, replace] = process.argv.slice(2);
const f = mkdtempSync('/tmp/findp-');
const m = await import(await bundled('lib/storm/one-seed.ts', f, [{ file, find, replace }]));
for (let seed = +from; seed < +from + +n; seed++) {
  const r = await m.runSeed(seed, 1);
  if (!r.broken) continue;
  console.log(seed, r.broken.invariant, r.broken.because);
  console.log(await m.tellShortest(seed, 1));
  break;
}
