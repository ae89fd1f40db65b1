import { describe, expect, test } from 'vitest';
import { DAY_MS, epochMs, HOUR_MS } from '../../lib/desk/units.ts';
import { tradesToKnow } from '../../lib/models/knowing.ts';
import { type LicenceRequest, licenceOf } from '../../lib/models/licence.ts';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import { joined, type ResolvedPrediction, recordOf } from '../../lib/models/record.ts';
import { standingOf } from '../../lib/models/standing.ts';

const START = Date.UTC(2025, 0, 1);

interface Told {
  readonly days: number;
  readonly perDay: number;
  /** How often the chosen side is right. */
  readonly rate: number;
  /** What the model says it is; as the rate when absent. */
  readonly says?: number;
  readonly ups?: number;
  readonly seed?: number;
}

/** Predictions of a model that is right as often as told. */
function predictions({ days, perDay, rate, says = rate, ups = 0.5, seed = 1 }: Told): ResolvedPrediction[] {
  const key = streamKey(seed);
  return Array.from({ length: days * perDay }, (_, n) => {
    const label = drawAt(key, 3 * n) < ups ? 1 : 0;
    const right = drawAt(key, 3 * n + 1) < rate;
    const said = says + 0.001 * drawAt(key, 3 * n + 2);
    const up = right === (label === 1);
    return {
      at: epochMs(START + Math.floor(n / perDay) * DAY_MS + HOUR_MS),
      pUp: up ? said : 1 - said,
      label,
    };
  });
}

const NOW = epochMs(START + 100 * DAY_MS);
const GOOD = recordOf(predictions({ days: 60, perDay: 40, rate: 0.56 }));

const request = (overrides: Partial<LicenceRequest> = {}): LicenceRequest => ({
  promoted: true,
  revalidatedAt: epochMs(NOW - 24 * HOUR_MS),
  schemaHash: 'a'.repeat(64),
  market: 'binance-usdm',
  record: GOOD,
  now: NOW,
  desk: { schemaHash: 'a'.repeat(64), market: 'binance-usdm' },
  seed: 1,
  ...overrides,
});

const constant = predictions({ days: 60, perDay: 40, rate: 0.5 }).map(each => ({ ...each, pUp: 0.53 }));

describe('a licence to vote', () => {
  test('is given to a model that meets every condition', () => {
    const licence = licenceOf(request());
    expect(licence.licensed).toBe(true);
    expect(licence.standing).toMatchObject({ n: 2_400, leaning: 2_400, days: 60 });
    expect(licence.standing.winRate.low).toBeLessThan(licence.standing.winRate.value);
    expect(licence.standing.winRate.high).toBeGreaterThan(licence.standing.winRate.value);
  });

  test.each<[string, Partial<LicenceRequest>, string, RegExp]>([
    ['was not promoted', { promoted: false }, 'not-promoted', /has not been promoted/],
    ['was never revalidated', { revalidatedAt: undefined }, 'not-revalidated', /never revalidated/],
    [
      'claims to be revalidated tomorrow',
      { revalidatedAt: epochMs(NOW + HOUR_MS) },
      'not-revalidated',
      /within 48 h/,
    ],
    [
      'was last revalidated 48 hours and a minute ago',
      { revalidatedAt: epochMs(NOW - 48 * HOUR_MS - 60_000) },
      'not-revalidated',
      /last revalidated 2025-04-0/,
    ],
    [
      'reads other features (I47)',
      { schemaHash: 'b'.repeat(64) },
      'other-schema',
      /bbbbbbbbbbbb.*aaaaaaaaaaaa/,
    ],
    [
      'was trained on the synthetic market',
      { market: 'synthetic' },
      'other-market',
      /trained on synthetic, the desk trades binance-usdm/,
    ],
    ['says one number (I49)', { record: recordOf(constant) }, 'constant', /all one number/],
    [
      'says one number since yesterday (I49)',
      {
        record: joined(
          GOOD,
          recordOf(constant.slice(0, 120).map(each => ({ ...each, at: epochMs(each.at + 70 * DAY_MS) }))),
        ),
      },
      'constant',
      /all one number/,
    ],
    [
      'says what is no number',
      {
        record: recordOf(
          predictions({ days: 60, perDay: 40, rate: 0.56 }).map(each => ({ ...each, pUp: Number.NaN })),
        ),
      },
      'constant',
      /all one number/,
    ],
    [
      'has 99 predictions resolved',
      { record: recordOf(predictions({ days: 33, perDay: 3, rate: 0.9 })) },
      'too-few',
      /99 of its 99 resolved predictions, on 33 days/,
    ],
    [
      'has a thousand of one week',
      { record: recordOf(predictions({ days: 7, perDay: 150, rate: 0.6 })) },
      'too-few',
      /1050 of its 1050 resolved predictions, on 7 days/,
    ],
    ['has none', { record: [] }, 'too-few', /0 of its 0/],
    [
      'is right half the time',
      { record: recordOf(predictions({ days: 60, perDay: 40, rate: 0.5, says: 0.56 })) },
      'win-rate',
      /at 95 % it may lie/,
    ],
    [
      'is right in 55 of 100, which may be luck',
      { record: recordOf(predictions({ days: 25, perDay: 4, rate: 0.55, says: 0.56 })) },
      'win-rate',
      /n = 100/,
    ],
    [
      'is right no more often than always saying up',
      { record: recordOf(predictions({ days: 60, perDay: 40, rate: 0.56, ups: 0.6 })) },
      'win-rate',
      /is to be beaten/,
    ],
    [
      'is right but far too sure of it',
      { record: recordOf(predictions({ days: 60, perDay: 40, rate: 0.56, says: 0.95 })) },
      'log-loss',
      /log loss/,
    ],
  ])('is refused to one that %s', (_name, overrides, reason, because) => {
    const licence = licenceOf(request(overrides));
    expect(licence).toMatchObject({ licensed: false, weight: 0, reason });
    expect(licence.licensed ? '' : licence.because).toMatch(because);
  });

  test('does not count a prediction that was right for neither side as won', () => {
    const neither = predictions({ days: 60, perDay: 40, rate: 0.56 }).map((each, n) =>
      n % 5 === 0 ? { ...each, label: Number.NaN } : each,
    );
    expect(licenceOf(request({ record: recordOf(neither) }))).toMatchObject({
      licensed: false,
      reason: 'win-rate',
    });
  });

  test('takes the days for blocks: forty copies of one prediction a day are one', () => {
    const daily = predictions({ days: 60, perDay: 1, rate: 0.57 });
    const copied = daily.flatMap(each => Array.from({ length: 40 }, () => each));
    expect(recordOf(copied)[0]?.n).toBe(40);
    expect(licenceOf(request({ record: recordOf(copied) })).licensed).toBe(false);
    expect(standingOf(recordOf(copied), 1).whenWeWillKnow.tradesHave).toBeLessThan(90);
  });

  test('is given for an edge in few bars: what it says of the others, about one half, does not drown it', () => {
    const few = predictions({ days: 60, perDay: 6, rate: 0.68 });
    const others = predictions({ days: 60, perDay: 60, rate: 0.5, says: 0.505, seed: 9 });
    expect(licenceOf(request({ record: recordOf([...few, ...others]) }))).toMatchObject({
      licensed: true,
      standing: { n: 3_960, leaning: 360 },
    });
  });

  test('is refused to one that never takes a side', () => {
    const record = recordOf(predictions({ days: 60, perDay: 40, rate: 0.53, says: 0.53 }));
    const licence = licenceOf(request({ record }));
    expect(licence).toMatchObject({ licensed: false, reason: 'too-few', standing: { leaning: 0 } });
    expect(licence.standing.whenWeWillKnow.sentence).toMatch(/0 independent trades so far.* about 617$/);
  });

  test('is the same for the same seed', () => {
    expect(licenceOf(request())).toEqual(licenceOf(request()));
  });

  test('I45 is earned by chance in at most one case of twenty', () => {
    const lucky = Array.from({ length: 200 }, (_, n) =>
      licenceOf(
        request({
          record: recordOf(predictions({ days: 20, perDay: 30, rate: 0.5, says: 0.555, seed: n + 1 })),
          seed: n,
        }),
      ),
    ).filter(({ licensed }) => licensed);
    expect(lucky.length).toBeLessThanOrEqual(10);
  });
});

describe('when we will know', () => {
  test('55 % against 50 % takes about 615 independent trades', () => {
    // One-sided 95 %, found with a chance of 80 %: (1.645 x 0.5 + 0.842 x 0.4975)^2 / 0.05^2.
    expect(tradesToKnow(0.55, 0.5)).toBe(617);
    expect(Math.abs(tradesToKnow(0.55, 0.5) - 615)).toBeLessThanOrEqual(5);
  });

  test('a rate that is no better is never known', () => {
    expect(tradesToKnow(0.5, 0.5)).toBe(Infinity);
    const { whenWeWillKnow } = standingOf(
      recordOf(predictions({ days: 30, perDay: 10, rate: 0.45, says: 0.56 })),
      1,
    );
    expect(whenWeWillKnow.days).toBe(Infinity);
    expect(whenWeWillKnow.sentence).toContain('not above the rate to beat');
  });

  test('what is known already takes no more days, and what is not says how many', () => {
    expect(standingOf(GOOD, 1).whenWeWillKnow.days).toBe(0);
    const short = standingOf(
      recordOf(predictions({ days: 25, perDay: 4, rate: 0.55, says: 0.56 })),
      1,
    ).whenWeWillKnow;
    expect(short.days).toBeGreaterThan(10);
    expect(short.sentence).toMatch(
      /takes about \d+ independent trades; \d+ independent trades so far, so about \d+ more days/,
    );
  });
});

test('a record joined from two parts is the record of the whole', () => {
  const all = predictions({ days: 5, perDay: 10, rate: 0.6 });
  const halves = joined(recordOf(all.slice(0, 25)), recordOf(all.slice(25)));
  expect(halves).toHaveLength(5);
  for (const [d, day] of recordOf(all).entries()) {
    expect(halves[d]).toEqual({ ...day, logLoss: expect.closeTo(day.logLoss, 9) as number });
  }
});
