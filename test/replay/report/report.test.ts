import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../../lib/replay/figures/figures.ts';
import { reportHtml } from '../../../lib/replay/report/report.ts';
import type { ReplayResult } from '../../../lib/replay/result.ts';
import { cutShort, quiet, replayed } from '../../kit/replayed.ts';

const reportOf = (result: ReplayResult): string => reportHtml(result, figuresOf(result));
const FULL = reportOf(replayed());
/** What a reader sees: without style, script and tags. */
const wordsOf = (page: string): string =>
  page
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const countOf = (page: string, what: RegExp): number => [...page.matchAll(what)].length;

describe('the report is one file', () => {
  test('that fetches nothing', () => {
    expect(FULL.includes('default-src &#39;none&#39;')).toBe(true);
    expect(countOf(FULL, /https?:|\bsrc=|<link|@import|url\(/g)).toBe(0);
  });

  test('and is the same for the same run', () => {
    expect(reportOf(replayed()) === FULL).toBe(true);
  });

  test('of less than two megabytes for 2,000 trades of a year that all carry bars', () => {
    const large = replayed({ trades: 2_000, days: 365, charted: 2_000 });
    expect(Buffer.byteLength(reportOf(large))).toBeLessThan(2_000_000);
  });
});

describe('it tells', () => {
  const words = wordsOf(FULL);

  test.each([
    '2025-03-01 00:00 to 2025-09-17 00:00 UTC (200 days)',
    '12 coins, bars of 15m',
    'risk/symbol-notional-usd-max = 5200',
    'xgboost-20250220',
    'no licence',
    'ARBUSDT: 3 gaps',
    'Net return',
    'Deflated Sharpe of 1 trial',
    'Expected shortfall',
    'Drawdown',
    'Exposure',
    'Portfolio Balancer: correlation took most',
    'Confidence against outcome',
    'Per coin',
    'Per exit',
    'Per hour of entry',
    'Signals not taken',
    'the confidence is below signal/confidence-min',
    'Minutes that opened nothing',
    'Trades on the price',
    'All trades',
  ])('%s', text => expect(words).toContain(text));

  test('no figure that is none', () => expect(words).not.toMatch(/NaN|Infinity|undefined|\bnull\b|\[object/));

  test('each trade in the list, and a chart of each that carries bars', () => {
    const run = replayed();
    expect(countOf(FULL, /<th scope=row>/g)).toBe(run.trades.length);
    expect(countOf(FULL, /<details class="trade"/g)).toBe(
      run.trades.filter(({ bars }) => bars !== undefined).length,
    );
  });
});

test('every drawing has words, and every box that scrolls can be reached and has a name', () => {
  expect(countOf(FULL, /<svg/g)).toBe(countOf(FULL, /<svg [^>]*role="img" aria-label="[^"]+"/g));
  expect(countOf(FULL, /class="scroll/g)).toBe(
    countOf(FULL, /class="scroll[^"]*" tabindex="0" role="region" aria-label="[^"]+"/g),
  );
});

test('a run that was ended early says so first, and why', () => {
  const words = wordsOf(reportOf(cutShort()));
  expect(words).toContain(
    'This run did not reach its end. It stopped at 2025-03-13 00:00 UTC: Ctrl-C after 12 of 200 days.',
  );
  expect(words.indexOf('did not reach its end')).toBeLessThan(words.indexOf('Net return'));
  expect(words).toContain('needs 30 whole days, there are 12');
  expect(wordsOf(FULL)).not.toContain('did not reach its end');
});

test('a run without a trade makes sense', () => {
  const words = wordsOf(reportOf(quiet()));
  expect(words).toContain('Nothing was opened.');
  expect(words).toContain('No trade has ended.');
  expect(words).toContain('no coin had a signal');
  expect(words).not.toMatch(/NaN|Infinity|undefined/);
});

test('many warnings do not push the figures out of sight, and all are there', () => {
  const page = reportOf({ ...quiet(), warnings: Array.from({ length: 40 }, (_, n) => `warning ${n + 1}.`) });
  expect(wordsOf(page)).toContain('40 warnings warning 1.');
  expect(countOf(page, /warning \d+\./g)).toBe(40);
  expect(page).toMatch(/<details><summary>35 more<\/summary><ul><li>warning 6\./);
});

test('a run without an hour of account makes sense too', () => {
  expect(wordsOf(reportOf({ ...quiet(), account: [] }))).toContain('No hour of the account was noted.');
});

test('what others named is text, never markup', () => {
  const evil = `"><script>alert(1)</script><img onerror='x'>&`;
  const run = replayed({ trades: 6, days: 3, charted: 6 });
  const hostile: ReplayResult = {
    ...run,
    hash: evil,
    complete: false,
    endedBecause: evil,
    warnings: [evil],
    data: { ...run.data, symbols: [evil] },
    limits: [{ name: evil, text: evil, changed: true }],
    models: [{ kind: evil, version: evil, licensed: false, because: evil }],
    noTrade: [{ code: evil, minutes: 5 }],
    notTaken: [{ code: evil, n: 1, plannedUsd: 1 }],
    trades: run.trades.map(trade => ({
      ...trade,
      id: evil,
      symbol: evil,
      trace: trade.trace.map(step => ({ ...step, step: evil, because: evil, limit: evil })),
    })),
  };
  const page = reportOf(hostile);
  expect(countOf(page, /<script/g)).toBe(countOf(reportOf(run), /<script/g));
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;script&gt;');
});
