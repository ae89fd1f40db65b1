import { expect, test } from 'vitest';
import { edgesOf } from './edge.ts';

/** What the nets reach of the gain that the true chances allow; `npx tsx test/models/nets/edge.ts` prints it. */
test('nets find most of the edge that is planted in the synthetic market', async () => {
  const edges = await edgesOf(400, 4, 2);
  for (const { name, share, realisedShare, seconds } of edges)
    console.log(
      `${name}: ${share.toFixed(3)} of the gain, ${realisedShare.toFixed(3)} realised, ${seconds} s`,
    );
  expect(edges.find(({ name }) => name === 'nhits')?.share).toBeGreaterThan(0.6);
  expect(edges.find(({ name }) => name === 'patchtst')?.share).toBeGreaterThan(0.3);
}, 1_800_000);
