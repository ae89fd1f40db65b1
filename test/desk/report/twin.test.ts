import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WIDTH } from '../../../lib/desk/report/lines.ts';
import { reportSubject, reportText } from '../../../lib/desk/report/text.ts';
import type { Divergence } from '../../../lib/desk/twin/divergence.ts';
import { fraction, notionalUsd, symbolId, usd } from '../../../lib/desk/units.ts';
import { aReport, at, DAY, record } from './samples.ts';

/** Real is live, filled worse, missed an entry, and held one trade longer. */
const DIVERGENCE: Divergence = {
  day: DAY,
  original: 'real',
  originalMode: 'live',
  minutes: { both: 1_439, originalAlone: 0, twinAlone: 1 },
  entries: { both: 5, originalAlone: 0, twinAlone: 1 },
  apart: [
    {
      by: 'twin',
      symbol: symbolId('DOGEUSDT'),
      side: 'short',
      at: at(1_005),
      equityFraction: fraction(0.2),
      code: 'spread-wide',
      because: 'spread of 14.2 bps, more than risk/spread-bps-max v3 of 10 bps',
    },
  ],
  sizes: { originalFidelity: 0.94, twinFidelity: 1, ratio: 0.97 },
  fills: {
    prices: 9,
    notionalUsd: notionalUsd(11_240),
    meanBps: 2.31,
    medianBps: 1.8,
    entryBps: 1.6,
    exitBps: 3.2,
    costUsd: usd(2.6),
  },
  exitsApart: 1,
  pairs: [
    {
      symbol: symbolId('SOLUSDT'),
      side: 'long',
      at: at(870),
      entryMinutesLater: 1,
      entryBps: 4.2,
      exitBps: 6.1,
      originalEquityFraction: fraction(0.18),
      twinEquityFraction: fraction(0.2),
      sizeStep: {
        owner: 'Smart Execution',
        step: 'depth',
        originalFraction: fraction(0.9),
        twinFraction: fraction(1),
      },
      exit: {
        original: { kind: 'trailing-stop', at: at(1_000) },
        twin: { kind: 'take-profit', at: at(940) },
      },
      differenceR: -0.12,
    },
  ],
  results: { pairs: 4, originalR: 1.9, twinR: 2.2 },
  money: {
    original: { netUsd: usd(42.1), equityUsd: usd(10_000) },
    twin: { netUsd: usd(25.6), equityUsd: usd(5_000) },
    points: -0.091,
  },
};

const report = (divergence: Divergence | undefined, changes: Parameters<typeof aReport>[0] = {}) =>
  aReport({
    desk: 'real-twin',
    ...changes,
    records: [
      record(1, { type: 'minute', entries: 0, noTrade: 'no-signal' }),
      ...(divergence === undefined ? [] : [record(1_439, { type: 'divergence', ...divergence })]),
    ],
  });
const flowing = (text: string) => text.replaceAll(/\s+/g, ' ');
const said = (divergence: Divergence | undefined, changes = {}) =>
  flowing(reportText(report(divergence, changes)));

describe('the report of a twin', () => {
  test('tells how far the two went apart, as the page on going live shows it', () => {
    const page = readFileSync('docs/going-live.md', 'utf8');
    const [, shown] = /^```text\n(AGAINST [\s\S]*?)^```/m.exec(page) ?? [];
    const [, told] = /^(AGAINST [\s\S]*?)\n\nMONEY/m.exec(reportText(report(DIVERGENCE))) ?? [];
    expect(told).toBeDefined();
    expect(shown?.trimEnd()).toBe(told);
  });

  test('says so in its subject', () =>
    expect(reportSubject(report(DIVERGENCE))).toBe(
      'perpdesk real-twin (paper) 2026-01-05: +$34.50, 0 trades, +2.3 bps and 2 apart from real',
    ));

  test('keeps to the width of an e-mail, however long the names are', () => {
    const long = 'a-desk-of-twenty-four-le';
    const text = reportText(report({ ...DIVERGENCE, original: long }, { desk: `${long.slice(0, 20)}twin` }));
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(WIDTH);
  });

  test('says of two that did the same that they did', () => {
    const { fills: _fills, sizes: _sizes, results: _results, ...rest } = DIVERGENCE;
    const same: Divergence = {
      ...rest,
      entries: { both: 0, originalAlone: 0, twinAlone: 0 },
      apart: [],
      exitsApart: 0,
      pairs: [],
      money: { ...rest.money, points: 0 } as NonNullable<Divergence['money']>,
    };
    expect(said(same)).toContain(
      'Nothing was traded by both; no decision apart; real’s net is the same share of equity.',
    );
    expect(said(same)).not.toMatch(/by one alone|parted most/);
    expect(reportSubject(report(same))).toMatch(/0 trades, 0 apart from real$/);
  });

  test('does not compare the money of a day that one of the two began late', () => {
    const { money: _money, ...rest } = DIVERGENCE;
    expect(said(rest)).toContain('Net is not compared: one of the two was not there all day, or had no');
  });

  test('that was not compared says so, and of which desk', () =>
    expect(said(undefined, { original: 'real' })).toContain(
      'AGAINST REAL This desk shadows real; the two have not been compared on this day yet.',
    ));

  test('is that of any desk where there is no other', () => {
    expect(said(undefined)).not.toMatch(/against|shadow/i);
    expect(reportSubject(report(undefined))).toMatch(/0 trades$/);
  });

  test('names how many more were entered by one alone than it lists', () =>
    expect(said({ ...DIVERGENCE, entries: { both: 5, originalAlone: 3, twinAlone: 4 } })).toContain(
      'and 6 more',
    ));
});
