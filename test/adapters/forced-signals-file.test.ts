import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readForcedSignals } from '../../lib/adapters/forced-signals-file.ts';
import { forcedSignals, unlicensed } from '../../lib/adapters/signals.ts';
import { defaultLimits } from '../../lib/desk/limits/limits.ts';
import { type Minute, minutesAfter } from '../../lib/desk/units.ts';

const folder = mkdtempSync(join(tmpdir(), 'signals-'));
let files = 0;
const file = (text: string): string => {
  files += 1;
  const path = join(folder, `${files}.txt`);
  writeFileSync(path, text);
  return path;
};
const AT = Date.UTC(2025, 4, 27, 14, 30) as Minute;

describe('a file of forced signals', () => {
  test.each([
    ['CSV with a header', 'time,symbol,side\n2025-05-27T14:30:00Z,SOLUSDT,long\n'],
    ['CSV without one', '2025-05-27T14:30:00Z,SOLUSDT,long'],
    ['epoch milliseconds and buy', `${AT},solusdt,BUY`],
    ['a time without a zone, which is UTC', '2025-05-27T14:30:00,SOLUSDT,long'],
    ['JSON', `[{"time":"2025-05-27T14:30:00Z","symbol":"SOLUSDT","side":"long"}]`],
  ])('is read as %s', (_name, text) => {
    expect(readForcedSignals(file(text))).toEqual([
      { symbol: 'SOLUSDT', side: 'long', at: AT, confidence: 0.75, source: 'forced' },
    ]);
  });

  test.each([
    ['no file', '/nowhere/list.csv', /cannot be read/],
    ['an empty file', file('\n'), /holds no signal/],
    ['a time that is none', file('time,symbol,side\nsoon,SOLUSDT,long'), /:2: "soon" is no time/],
    ['a symbol that is none', file('2025-05-27T14:30:00Z,S/L,long'), /:1: "S\/L" is no symbol/],
    ['a side that is none', file('2025-05-27T14:30:00Z,SOLUSDT,up'), /"up" is no side/],
    ['a confidence that is none', file('2025-05-27T14:30:00Z,SOLUSDT,long,75'), /confidence "75"/],
    [
      'I46 a side that is a word of the language',
      file('2025-05-27T14:30:00Z,SOLUSDT,constructor'),
      /"constructor" is no side/,
    ],
    [
      'a day that no month has',
      file('2025-02-30T00:00:00Z,SOLUSDT,long'),
      /"2025-02-30T00:00:00Z" is no time/,
    ],
    ['a month that no year has', file('2025-13-01T00:00:00Z,SOLUSDT,long'), /is no time/],
    [
      'cells in another order, in which a time can be found',
      file('SOLUSDT 5,2025-05-27,long'),
      /"SOLUSDT 5" is no time/,
    ],
    ['a confidence in hexadecimal', file('2025-05-27T14:30:00Z,SOLUSDT,long,0x1'), /confidence "0x1"/],
    [
      'a cell over several lines',
      file('[{"time":"a\\nb","symbol":"SOLUSDT","side":"long"}]'),
      /"a b" is no time/,
    ],
    ['broken JSON', file('[{"time":'), /is not JSON/],
  ])('is refused for %s in one line', (_name, path, message) => {
    expect(() => readForcedSignals(path)).toThrow(message);
  });
});

describe('signals', () => {
  test('from a list are good for three minutes, and no longer', async () => {
    const signals = forcedSignals(readForcedSignals(file(`${AT},SOLUSDT,long`)));
    const counts = await Promise.all(
      [-1, 0, 2, 3].map(
        async n => (await signals.at(minutesAfter(AT, n), [], defaultLimits())).signals.length,
      ),
    );
    expect(counts).toEqual([0, 1, 1, 0]);
  });

  test('a list that says nothing now is waited for, and lacks no licence', async () => {
    expect(await forcedSignals([]).at(AT, [], defaultLimits())).toEqual({
      signals: [],
      noTrade: 'no-signal',
    });
  });

  test('I45 without a licensed model there are none, and the reason is said', async () => {
    expect(await unlicensed.at(AT, [], defaultLimits())).toEqual({
      signals: [],
      noTrade: 'no-licensed-model',
    });
  });
});
