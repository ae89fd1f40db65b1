import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import type { CoinWord } from '../../../lib/desk/journal.ts';
import { epochMs, fraction, type Minute, minutesAfter, symbolId, usd } from '../../../lib/desk/units.ts';
import { startExchange } from '../../../lib/local/exchange/server.ts';
import { Refusal } from '../../../lib/local/refusal.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { coinsAt } from '../../../lib/operator/coins.ts';
import { type DoctorOptions, doctor } from '../../../lib/operator/commands/doctor.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import { PortError } from '../../../lib/ports.ts';
import { aBook, NOW } from '../../kit/builders.ts';
import { WARM, warmedUp } from '../../kit/desk.ts';
import { aFill, aPosition } from '../../kit/positions.ts';
import { flat, scriptedMarket } from '../../kit/scripted-market.ts';

const SHIPPED = resolve(import.meta.dirname, '../../../models/synthetic');
const DAYS_AGO = (days: number): Minute => minutesAfter(NOW, -days * 1_440);

const word = (confidence: number, evR: number): CoinWord => ({
  symbol: symbolId('SOLUSDT'),
  side: 'long',
  confidence: fraction(confidence),
  pUp: fraction(confidence),
  evR,
});

/** A desk with a vote a day for ten days, and a trade closed on five of them. */
async function aDeskThatTraded(coins?: Connection['coins']): Promise<Connection> {
  const store = memoryStore();
  const answer = await store.lease('monitor', NOW, epochMs(NOW), epochMs(NOW + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  await store.saveBook(aBook({ rev: 0, monitoredMinute: NOW }), answer.lease);
  for (let day = 1; day <= 10; day += 1) {
    const at = DAYS_AGO(day);
    const said = {
      minute: at,
      role: 'entry',
      mode: 'embedded',
      type: 'votes',
      at,
      licensed: true,
      models: [],
    } as const;
    await store.write(at, 'entry', [{ ...said, coins: [word(0.68 + day / 100, 0.1)] }]);
    // The same bar once more, a minute later: the first record counts.
    await store.write(minutesAfter(at, 1), 'entry', [
      { ...said, minute: minutesAfter(at, 1), coins: [word(0.99, 9)] },
    ]);
    if (day > 5) continue;
    const open = aPosition();
    const exit = aFill({ tradeId: `x-${day}`, kind: 'take-profit', qty: open.qty, realisedUsd: usd(5) });
    const position = { ...open, rev: 0, id: `SOLUSDT-${day}`, openedAt: at, fills: [...open.fills, exit] };
    const saved = await store.savePosition({ ...position, symbol: symbolId(`C${day}USDT`) }, answer.lease);
    if (saved.type !== 'saved') throw new Error(saved.type);
    await store.archivePosition(
      { ...saved.item, phase: 'closed', closedAt: minutesAfter(at, 60) },
      answer.lease,
    );
  }
  return {
    desk: 'main',
    reader: store,
    limits: { list: async () => [] } as never,
    parameters: undefined as never,
    models: undefined as never,
    close: async () => {},
    ...(coins === undefined ? {} : { coins }),
  };
}

const asked = (options: Partial<DoctorOptions> = {}): DoctorOptions => ({
  profile: undefined,
  equityUsd: undefined,
  atrFraction: undefined,
  cyclesPerDay: undefined,
  models: undefined,
  set: [],
  ...options,
});
const linesOf = async (connection: Connection | undefined, options: Partial<DoctorOptions>, width = 80) =>
  (await doctor(connection, asked(options))).lines({ width, paint: PLAIN });
const textOf = async (connection: Connection | undefined, options: Partial<DoctorOptions> = {}) =>
  (await linesOf(connection, options, 1_000)).join('\n');

describe('what a desk has to show', () => {
  test('is counted: votes at each threshold, cycles, wins, and what came of it', async () => {
    const text = await textOf(await aDeskThatTraded());
    expect(text).toContain('A confidence of 0.7 was reached 9 times in 10 days of votes.');
    expect(text).toContain('9 of 10 reached it, 9 of them trades that do not overlap');
    expect(text).toContain('expected to bring +0.100 R each');
    // Five trades in five days, fifteen to a cycle.
    expect(text).toContain('0.067 cycles a day, measured');
    expect(text).toContain('What came of it here: 5 trades in 5 days, 100 % won, +$20.00 net');
  });

  test('has no say where there is no desk: the doctor says what is not known', async () => {
    const text = await textOf(undefined);
    expect(text).toContain('The journal holds no votes of the last 30 days.');
    expect(text).toContain('The desk has no closed trade to count them by.');
    expect(text).not.toContain('What came of it here');
  });

  test('goes without the markets where the venue is silent', async () => {
    const silent = async () => {
      throw new PortError('unavailable', 'no answer');
    };
    expect(await textOf(await aDeskThatTraded(silent))).toContain('reached 9 times');
  });
});

describe('the record of a model', () => {
  test('is held against the limits it was measured under', async () => {
    const text = await textOf(undefined, { models: SHIPPED });
    expect(text).toMatch(/Trades from a confidence of 0\.7 have brought \+0\.\d{3} R each, costs included\./);
    expect(text).toMatch(/break-even needs 37\.9 % wins/);
  });

  test('says nothing of other exits', async () => {
    const text = await textOf(undefined, { models: SHIPPED, profile: 'math-ai' });
    expect(text).toContain('was measured under other exits or costs');
  });

  describe('that is none', () => {
    const champion = { version: 'v', file: 'xgboost/v/f.json', manifest: 'xgboost/v/m.json', since: 0 };
    const ROSTER = JSON.stringify({
      format: 1,
      seats: [{ kind: 'xgboost', champion, line: [], changes: [] }],
    });
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'perpdesk-doctor-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each([
      ['without a roster', undefined, undefined, /no model is its champion/],
      ['without a manifest', ROSTER, undefined, /there is no xgboost\/v\/m\.json/],
      ['with half of one', ROSTER, '{"format":1', /the manifest is not JSON/],
      ['with half a roster', '{"format":1', undefined, /the roster of the models is not JSON/],
      ['with another file', ROSTER, '{"format":2}', /the manifest is not one/],
    ])('%s is refused in one line', async (_what, roster, manifest, because) => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, 'xgboost/v'), { recursive: true });
      if (roster !== undefined) writeFileSync(join(folder, 'roster.json'), roster);
      if (manifest !== undefined) writeFileSync(join(folder, 'xgboost/v/m.json'), manifest);
      const refused = doctor(undefined, asked({ models: folder }));
      await expect(refused).rejects.toBeInstanceOf(Refusal);
      await expect(refused).rejects.toThrow(because);
      await expect(refused).rejects.toThrow(/^[^\n]+$/);
    });
  });
});

describe('the markets of a running exchange', () => {
  let server: Awaited<ReturnType<typeof startExchange>>;
  beforeAll(async () => {
    const market = scriptedMarket({
      FINEUSDT: warmedUp(100, 0.005, flat(100, 10)),
      DEARUSDT: warmedUp(3_000_000, 0.005, flat(3_000_000, 10)),
    });
    server = await startExchange({
      apiKey: 'key',
      secret: 'secret',
      market,
      engine: { startAt: WARM, walletUsd: usd(10_000), accountKind: 'usdt-isolated' },
    });
  });
  afterAll(() => server.close());

  test('are read with their prices, and those that cannot be entered are named', async () => {
    const coins = await coinsAt(server.url);
    expect(coins.map(({ instrument, price }) => [instrument.symbol, price])).toEqual([
      ['FINEUSDT', 100],
      ['DEARUSDT', 3_000_000],
    ]);
    const text = await textOf(await aDeskThatTraded(() => coinsAt(server.url)), { profile: 'high-leverage' });
    expect(text).toContain('1 of 2 coins cannot be entered with $2,000.00.');
    expect(text).toContain('DEARUSDT');
  });

  test('that does not answer is a PortError', async () => {
    await expect(coinsAt('http://127.0.0.1:9')).rejects.toBeInstanceOf(PortError);
  });
});

describe('on a terminal', () => {
  const PLANS: readonly Partial<DoctorOptions>[] = [
    { profile: 'high-leverage' },
    { profile: 'math-ai', equityUsd: 15_000, cyclesPerDay: 10 },
    { models: SHIPPED },
    { set: ['risk/daily-loss-usd-max=1'] },
    { set: ['exits/ladder=0.1R:1'] },
  ];

  test.each([80, 120])('nothing is wider than %d columns, and no per cent sign stands alone', async width => {
    for (const plan of PLANS) {
      const lines = await linesOf(await aDeskThatTraded(), plan, width);
      expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width);
      expect(lines.filter(line => /^\s*%/.test(line))).toEqual([]);
      expect(lines.join('\n')).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test('the verdict comes first, then what is wrong, then size and profit, then what is worth knowing', async () => {
    const lines = await linesOf(undefined, { profile: 'high-leverage' });
    expect(lines.slice(0, 3)).toEqual([
      'profile high-leverage; equity $10,000.00 (assumed), ATR 0.533 % (typical)',
      'A typical trade: $6,000.00 planned, $2,000.00 let through (33.3 %).',
      expect.stringMatching(/^0 errors, \d+ warnings, \d+ notes$/),
    ]);
    const at = (beginning: string) => lines.findIndex(line => line.startsWith(beginning));
    const order = [at('warn'), at('The size of'), at('What a cycle'), at('Worth knowing'), at('note')];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  test('an error says that entries stay closed', async () => {
    const lines = await linesOf(undefined, { set: ['risk/daily-loss-usd-max=1'] });
    expect(lines.find(line => line.startsWith('1 error'))).toMatch(/^1 error: entries stay closed, /);
  });

  test('a volatility that is given is reckoned with: twice the ATR is twice the stop', async () => {
    const text = await textOf(undefined, { profile: 'math-ai', equityUsd: 15_000, atrFraction: 0.032 / 3 });
    expect(text).toContain('ATR 1.067 % (given)');
    expect(text).toContain('The stop at 1.6 % loses $14.40');
  });
});
