import { expect, test } from 'vitest';
import { EDGE_HEAD, edgeLine, edgesOf } from './edge.ts';

/** What the four reach of the gain that the true chances allow; `npx tsx test/models/edge.ts` prints a longer one. */
test('the four models and their mean find most of the edge that is planted in the synthetic market', async () => {
  const { edges } = await edgesOf({ seed: 1, days: 400, everyBars: 4, threads: 2 });
  console.log([EDGE_HEAD, ...edges.map(edgeLine)].join('\n'));
  const reached = Object.fromEntries(edges.map(({ name, calibratedShare }) => [name, calibratedShare]));
  for (const [name, least] of Object.entries(LEAST)) expect(reached[name], name).toBeGreaterThan(least);
}, 1_800_000);

const LEAST = { xgboost: 0.7, lightgbm: 0.7, nhits: 0.65, patchtst: 0.5, ensemble: 0.75 };
