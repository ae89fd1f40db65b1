import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import { price, symbolId, usd } from '../../../lib/desk/units.ts';
import { COLOURS, PLAIN, paintFor } from '../../../lib/local/terminal/paint.ts';
import { hourLine, screenLines } from '../../../lib/local/terminal/screen.ts';
import type { PositionLine, View } from '../../../lib/local/terminal/view.ts';
import { NOW } from '../../kit/builders.ts';

const aLine = (overrides: Partial<PositionLine> = {}): PositionLine => ({
  symbol: symbolId('BTCUSDT'),
  side: 'short',
  forced: true,
  phase: 'protected',
  qty: 0.007,
  entry: price(81_214.6),
  mark: price(81_297.5),
  stop: price(81_701.8),
  stopStage: 'initial',
  target: price(80_727.3),
  profitUsd: -0.79,
  rMultiple: -0.2,
  minutesHeld: 140,
  ...overrides,
});

const closed = (netUsd: number): JournalRecord => ({
  minute: NOW,
  role: 'monitor',
  mode: 'embedded',
  type: 'closed',
  positionId: 'p',
  symbol: symbolId('SOLUSDT'),
  netUsd: usd(netUsd),
  rMultiple: 0.8,
  minutesHeld: 96,
});

const aView = (overrides: Partial<View> = {}): View => ({
  title: 'desk main · simple market, seed 1',
  now: NOW,
  speed: 4,
  equityUsd: 10_001.5,
  dayUsd: 1.5,
  dayFraction: 0.00015,
  drawdownFraction: 0.0011,
  unprotectedMinutes: 0,
  duplicateOrders: 0,
  handlerFailures: 0,
  lastFailure: undefined,
  universeSize: 6,
  positions: [aLine()],
  decisions: [closed(3.99)],
  noTrade: 'no model is licensed yet, so nothing opens',
  hint: undefined,
  ...overrides,
});

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

test('the view in 80 columns: figures with units, positions aligned, decisions as sentences', () => {
  expect(screenLines(aView(), { columns: 80, rows: 24 }, PLAIN)).toEqual([
    'desk main · simple market, seed 1                           2026-01-05 14:30 UTC',
    'equity $10,001.50   day +$1.50 (+0.01 %)   drawdown -0.11 %',
    'unprotected minutes 0 · duplicate orders 0          universe 6 coins · 4.0 min/s',
    '',
    'position side    qty   entry    mark    stop        target    P&L     R min',
    'BTCUSDT  short 0.007 81214.6 81297.5 81701.8 start 80727.3 -$0.79 -0.2R 140',
    '',
    'last decisions',
    '14:30 SOLUSDT is flat: +$3.99 net (+0.8R) after 1 h 36 min',
    'now: no model is licensed yet, so nothing opens',
    'Ctrl-C ends after this minute; positions stay protected at the exchange',
  ]);
});

test('a wider terminal also says that a position was forced', () => {
  const [, , , , titles, row] = screenLines(aView(), { columns: 120, rows: 24 }, PLAIN);
  expect(titles).toContain('from');
  expect(row).toContain('FORCED');
});

test('a position without a confirmed stop cannot be overlooked', () => {
  const lines = screenLines(
    aView({ positions: [aLine({ phase: 'open' })] }),
    { columns: 80, rows: 24 },
    PLAIN,
  );
  expect(lines[5]).toContain('UNSURE');
});

describe('whatever happens, it fits', () => {
  const many = Array.from({ length: 15 }, (_, i) => aLine({ symbol: symbolId(`COIN${i}USDT`) }));
  const busy = aView({
    positions: many,
    decisions: Array.from({ length: 60 }, (_, i) => closed(i - 30)),
    handlerFailures: 3,
    lastFailure: `signal-entry threw: ${'a long story '.repeat(20)}`,
    hint: 'a hint of some length that does not fit on one line of a terminal with eighty columns at all',
  });
  test.each([
    [80, 24],
    [60, 24],
    [200, 50],
    [40, 12],
  ])('%i x %i', (columns, rows) => {
    const lines = screenLines(busy, { columns, rows }, PLAIN);
    expect(lines.length).toBeLessThanOrEqual(rows);
    if (columns >= 80) expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.join('\n')).toContain(rows < 50 ? 'more open' : 'COIN14USDT');
  });
});

test('colours add nothing but colours', () => {
  const size = { columns: 100, rows: 30 };
  const coloured = screenLines(aView(), size, COLOURS);
  expect(coloured.join('\n')).toMatch(ESCAPES);
  expect(coloured.map(line => line.replaceAll(ESCAPES, '').trimEnd())).toEqual(
    screenLines(aView(), size, PLAIN),
  );
});

test.each([
  [{}, true, COLOURS],
  [{ NO_COLOR: '' }, true, COLOURS],
  [{ NO_COLOR: '1' }, true, PLAIN],
  [{ TERM: 'dumb' }, true, PLAIN],
  [{}, false, PLAIN],
])('with %j on a terminal: %s', (env, isTty, paint) => {
  expect(paintFor(env, isTty)).toBe(paint);
});

test('in a pipe it is one line an hour', () => {
  expect(hourLine(aView(), 2)).toBe(
    '2026-01-05 14:30Z  equity $10,001.50  day +$1.50  open 1  entries 2  universe 6  unprotected 0  ' +
      'duplicates 0  4.0 min/s  no model is licensed yet, so nothing opens',
  );
});
