import { expect, test } from 'vitest';
import { claimsOf } from './martingale.ts';

/** `npm run bench:martingale` asks all four kinds on twenty seeds. */
test.each([1, 2, 3, 4])('on the martingale of seed %d no tree earns a licence', async seed => {
  const claims = await claimsOf(seed, 90, 8, ['xgboost', 'lightgbm']);
  for (const claim of claims)
    expect(claim).toMatchObject({ evaluation: expect.anything(), licence: { licensed: false } });
});
