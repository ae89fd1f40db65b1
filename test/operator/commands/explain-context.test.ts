import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { ListedLimit } from '../../../lib/adapters/ssm/limit-editor.ts';
import type { SizingTrace } from '../../../lib/desk/sizing/trace.ts';
import { epochMs, fraction, minutesAfter, notionalUsd, symbolId } from '../../../lib/desk/units.ts';
import { explain } from '../../../lib/operator/commands/explain.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import type { LimitThen } from '../../../lib/operator/limits-in-force.ts';
import { screenFor } from '../../../lib/operator/screen.ts';
import { aBook, NOW } from '../../kit/builders.ts';

const SOL = symbolId('SOLUSDT');
const SCREEN = screenFor({}, {});
const REFUSED = minutesAfter(NOW, -5);

const TRACE: SizingTrace = [
  {
    owner: 'Risk Guard',
    step: 'per-symbol cap',
    beforeUsd: notionalUsd(6000),
    afterUsd: notionalUsd(2000),
    because: 'at most so much in one coin',
    limit: 'risk/symbol-notional-usd-max v2',
  },
];

const listed = (name: string, text: string, version: number): ListedLimit => ({
  name,
  text,
  version,
  default: '0',
  unit: 'USD',
  description: '',
  problem: undefined,
});
const HISTORY: Readonly<Record<string, readonly [number, string, number][]>> = {
  // version, text, minutes from the refusal
  'risk/symbol-notional-usd-max': [
    [3, '9000', 2],
    [2, '2000', 1],
    [1, '1000', -60],
  ],
  'risk/daily-loss-usd-max': [
    [3, '900', 1],
    [2, '450', 0],
    [1, '300', -60],
  ],
  'risk/positions-max': [[1, '5', 3]],
};
const LISTED = [
  listed('risk/symbol-notional-usd-max', '9000', 3),
  listed('risk/daily-loss-usd-max', '900', 3),
  listed('risk/positions-max', '5', 1),
  listed('risk/stops-max', '0', 1),
];

/** `explain SOLUSDT` of a trade that was refused five minutes ago, at whose bar two models spoke. */
async function explained() {
  const store = memoryStore();
  const answer = await store.lease('monitor', NOW, epochMs(NOW), epochMs(NOW + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  await store.saveBook(aBook({ rev: 0, monitoredMinute: NOW }), answer.lease);
  await store.saveUniverseReasons({ minute: NOW, reasons: { SOLUSDT: 'in: ranked 1' } });
  const at = minutesAfter(REFUSED, -1);
  const base = { minute: at, role: 'entry', mode: 'embedded' } as const;
  await store.write(at, 'entry', [
    {
      ...base,
      type: 'votes',
      at,
      licensed: true,
      models: [
        { kind: 'xgboost', version: 'xgboost-a', licensed: true, weight: fraction(1) },
        { kind: 'nhits', version: 'nhits-b', licensed: false, because: 'it has 40 predictions of 100' },
        { kind: 'patchtst', licensed: false },
      ],
      coins: [
        {
          symbol: SOL,
          side: 'long',
          confidence: fraction(0.72),
          pUp: fraction(0.72),
          said: [0.731, 0.41, null],
          evR: 0.1,
        },
      ],
    },
  ]);
  await store.write(REFUSED, 'entry', [
    {
      ...base,
      minute: REFUSED,
      type: 'not-taken',
      symbol: SOL,
      side: 'long',
      source: 'ensemble',
      code: 'cap-reached',
      because: 'nothing is left',
      plannedUsd: notionalUsd(6000),
      trace: TRACE,
    },
  ]);
  const limits = {
    list: async () => LISTED,
    history: async (name: string) =>
      (HISTORY[name] ?? []).map(([version, text, minutes]) => ({
        version,
        text,
        at: epochMs(minutesAfter(REFUSED, minutes)),
        by: 'anna',
      })),
  };
  return explain({ desk: 'main', reader: store, limits } as unknown as Connection, 'SOLUSDT');
}

describe('explain shows of a decision', () => {
  test('what each model said at its bar, and what came of it together', async () => {
    const answer = await explained();
    expect((answer.json as { votes: unknown }).votes).toMatchObject({
      licensed: true,
      models: [
        { version: 'xgboost-a', pUp: 0.731, weight: 1 },
        { version: 'nhits-b', pUp: 0.41, weight: null, because: 'it has 40 predictions of 100' },
        { kind: 'patchtst', version: null, pUp: null },
      ],
      ensemble: 'long at 0.720, expected value 0.100 R',
    });
    const text = answer.lines(SCREEN).join('\n');
    expect(text).toMatch(/^xgboost-a +73\.1 % 100\.0 %$/m);
    expect(text).toContain('nhits-b had no vote: it has 40 predictions of 100.');
  });

  test.each<[string, Partial<LimitThen>]>([
    ['risk/symbol-notional-usd-max', { text: '2000', version: 2, versionNow: 3, cited: true }],
    ['risk/daily-loss-usd-max', { text: '450', version: 2, versionNow: 3, cited: false }],
    ['risk/positions-max', { text: '0', version: 0, versionNow: 1, cited: false }],
    ['risk/stops-max', { text: '0', version: 1, versionNow: 1, cited: false }],
  ])('%s as it was then, by the trace or by the minute', async (name, then) => {
    const { json } = await explained();
    const found = (json as { limits: readonly LimitThen[] }).limits.find(each => each.name === name);
    expect(found).toMatchObject(then);
  });

  test('which of them were edited since', async () => {
    const answer = await explained();
    const text = answer.lines(SCREEN).join('\n');
    expect(text).toMatch(/^risk\/symbol-notional-usd-max +2000 v2 +edited since, v3$/m);
    expect(text).toContain('The other 2 stood at their defaults.');
  });
});
