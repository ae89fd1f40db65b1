import { expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { CoinWord } from '../../../lib/desk/journal.ts';
import { epochMs, fraction, minutesAfter, symbolId } from '../../../lib/desk/units.ts';
import { type WhyNotView, whyNot } from '../../../lib/operator/commands/why-not.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import { aBook, NOW } from '../../kit/builders.ts';

const SOL = symbolId('SOLUSDT');

/** What `why-not SOLUSDT` says of the vote, where the models said this of it ten minutes ago. */
async function voteOn(licensed: boolean, word: Partial<CoinWord>) {
  const store = memoryStore();
  const answer = await store.lease('monitor', NOW, epochMs(NOW), epochMs(NOW + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  await store.saveBook(aBook({ rev: 0, monitoredMinute: NOW }), answer.lease);
  await store.saveUniverseReasons({ minute: NOW, reasons: { SOLUSDT: 'in: ranked 1' } });
  const at = minutesAfter(NOW, -10);
  const coin: CoinWord = {
    symbol: SOL,
    side: 'short',
    confidence: fraction(0.712),
    pUp: fraction(0.288),
    ...word,
  };
  const base = { minute: at, role: 'entry', mode: 'embedded' } as const;
  await store.write(at, 'entry', [{ ...base, type: 'votes', at, licensed, models: [], coins: [coin] }]);
  const connection = { desk: 'main', reader: store, limits: { list: async () => [] } };
  const { json } = await whyNot(connection as unknown as Connection, 'SOLUSDT');
  return (json as WhyNotView).checks.find(({ what }) => what === 'vote');
}

test.each<[string, boolean, Partial<CoinWord>, boolean, string]>([
  [
    'that was worth a trade',
    true,
    { evR: 0.21 },
    false,
    'short at 0.712, expected value 0.210 R (bar of 14:20)',
  ],
  ['that was not', true, { evR: -0.1 }, true, 'short at 0.712, expected value -0.100 R (bar of 14:20)'],
  [
    'of a model without a licence',
    false,
    { evR: 0.21 },
    true,
    'short at 0.712, expected value 0.210 R, in shadow (bar of 14:20)',
  ],
  [
    'that could not be valued',
    true,
    { because: 'measured under other exits' },
    true,
    'short at 0.712, measured under other exits (bar of 14:20)',
  ],
])('why-not shows the vote %s', async (_name, licensed, word, blocks, because) => {
  expect(await voteOn(licensed, word)).toEqual({ what: 'vote', blocks, because });
});

test('and none where the models said nothing of the coin', async () => {
  expect(await voteOn(true, { symbol: symbolId('ETHUSDT') })).toBeUndefined();
});
