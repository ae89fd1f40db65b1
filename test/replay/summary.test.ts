import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../lib/replay/figures/figures.ts';
import type { ReplayResult } from '../../lib/replay/result.ts';
import { summaryText } from '../../lib/replay/summary.ts';
import { cutShort, quiet, replayed } from '../kit/replayed.ts';

const RUN = replayed({ charted: 0 });
const linesOf = (result: ReplayResult): readonly string[] =>
  summaryText(result, figuresOf(result)).split('\n');

describe('the summary for the terminal', () => {
  test.each([
    ['a run of 200 days', RUN],
    ['a run that was ended early', cutShort()],
    ['a run without a trade', quiet()],
  ])('fits a screen: %s', (_name, run) => {
    const lines = linesOf({
      ...run,
      warnings: Array<string>(20).fill(`a warning that is ${'very '.repeat(40)}long`),
    });
    expect(lines.length).toBeLessThanOrEqual(34);
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(100);
    expect(lines.join('\n')).not.toMatch(/NaN|Infinity|undefined/);
    expect(lines).toContain('17 more warnings in the report.');
  });

  test('says what a run was, what it came to and what was in the way', () => {
    const text = linesOf(RUN).join('\n');
    for (const part of [
      '12 coins in bars of 15m',
      'Net return',
      'Max drawdown',
      'Sharpe',
      'Win rate',
      'Expectancy',
      'took most',
      '410 symbol-busy',
      'ARBUSDT: 3 gaps',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('NOT COMPLETE');
  });

  test('says that a run was ended early, before any figure', () => {
    const text = linesOf(cutShort()).join('\n');
    expect(text.indexOf('NOT COMPLETE: Ctrl-C after 12 of 200 days')).toBeGreaterThan(0);
    expect(text.indexOf('NOT COMPLETE')).toBeLessThan(text.indexOf('Net return'));
  });

  test('stands in columns: figures end under each other', () => {
    const rows = linesOf(RUN).filter(line => /^(Net return|CAGR|Win rate|Trades) /.test(line));
    const ends = rows.map(row => /^\S+(?: \S+)*?\s{2,}\S+(?: %)?(?=\s\s|$)/.exec(row)?.[0].length);
    expect(new Set(ends).size).toBe(1);
  });

  test('writes no codes for the terminal, whoever named a thing', () => {
    const run = { ...quiet(), warnings: ['red \u001b[31m and \u0007 bell'] };
    expect(summaryText(run, figuresOf(run)).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
