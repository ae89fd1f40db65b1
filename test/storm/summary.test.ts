import { expect, test } from 'vitest';
import { summaryLines, summaryOf } from '../../lib/storm/summary.ts';

const RESULT = {
  seed: 7,
  accountKind: 'usdt-isolated',
  hash: '0',
  struck: { 'order: -2021': 1_200, gap: 3 },
  checked: { 'stops only tighten': 41 },
  requests: 52_000,
  opened: 30,
  bareMinutes: 2,
} as const;

test('a summary counts what struck and what was checked, and says that all held', () => {
  const lines = summaryLines(
    summaryOf([RESULT, { ...RESULT, seed: 8, accountKind: 'credits-cross', struck: { gap: 1 } }], 1, 75),
  );
  expect(lines.slice(0, 3)).toEqual([
    '2 seed-days in 1 min 15 s: 2 a minute',
    '  104,000 requests, 60 positions opened, 4 position-minutes begun without a stop',
    '  accounts: 1 usdt-isolated, 1 credits-cross',
  ]);
  expect(lines).toContain('  4 gap   1,200 order: -2021');
  expect(lines.join('\n')).toContain('82 stops only tighten');
  expect(lines.at(-1)).toBe('every invariant held');
});

test('it names what broke, and by which seeds', () => {
  const broken = { invariant: 'stops only tighten', because: 'one did not' } as const;
  const lines = summaryLines(summaryOf([RESULT, { ...RESULT, seed: 8, broken }], 1, 75));
  expect(lines.slice(-2)).toEqual(['BROKEN: stops only tighten, by 1 of 2 seeds', 'broken by seed 8']);
});

test('it fits a screen', () => {
  const struck = Object.fromEntries(
    Array.from({ length: 75 }, (_, i) => [`a kind of trouble, number ${i}`, 1_000 * i]),
  );
  const lines = summaryLines(summaryOf([{ ...RESULT, struck }], 1, 75));
  expect(lines.length).toBeLessThanOrEqual(45);
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(140);
});
