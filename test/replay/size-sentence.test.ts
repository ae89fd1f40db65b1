import { expect, test } from 'vitest';
import { notionalUsd } from '../../lib/desk/units.ts';
import { sizesOf } from '../../lib/replay/figures/sizes.ts';
import { sizeSentence } from '../../lib/replay/size-sentence.ts';
import { aTrade } from '../kit/replay-builders.ts';

const step = (
  owner: 'Math AI' | 'Confidence' | 'Risk Guard' | 'Instrument',
  before: number,
  after: number,
  limit?: string,
) => ({
  owner,
  step: owner === 'Risk Guard' ? 'symbol cap' : 'step',
  beforeUsd: notionalUsd(before),
  afterUsd: notionalUsd(after),
  because: '',
  ...(limit === undefined ? {} : { limit }),
});
const planned = step('Math AI', 1_000, 1_000);
const sized = (...trace: readonly ReturnType<typeof step>[]) =>
  sizeSentence(
    sizesOf([aTrade({ trace: [planned, ...trace], executedUsd: trace.at(-1)?.afterUsd ?? 1_000 })]),
  );

test.each<readonly [string, string]>([
  [sizeSentence(sizesOf([])), 'Nothing was opened.'],
  [sized(), '$1,000.00 planned, $1,000.00 executed, 100.0 %. Nothing but rounding took from it.'],
  [
    sized(step('Instrument', 1_000, 995)),
    '$1,000.00 planned, $995.00 executed, 99.5 %. Nothing but rounding took from it.',
  ],
  [
    sized(step('Risk Guard', 1_000, 600, 'risk/symbol-notional-usd-max v3')),
    '$1,000.00 planned, $600.00 executed, 60.0 %. Risk Guard: symbol cap took most, $400.00 of 1 trade (risk/symbol-notional-usd-max).',
  ],
  [
    sized(step('Confidence', 1_000, 1_250), step('Risk Guard', 1_250, 600)),
    '$1,000.00 planned, $600.00 executed, 60.0 %. Risk Guard: symbol cap took most, $650.00 of 1 trade. Confidence: step had added $250.00 to 1 trade.',
  ],
])('%#', (told, expected) => expect(told).toBe(expected));
