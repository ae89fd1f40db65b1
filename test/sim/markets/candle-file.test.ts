import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../lib/desk/units.ts';
import { readCandleFile } from '../../../lib/sim/markets/candle-file.ts';
import { CandleFileError } from '../../../lib/sim/markets/candle-file-error.ts';
import { csv, FIRST_MINUTE, folderWith, HEADER, minuteRow } from './folders.ts';

const good = minuteRow(0, 100);
const second = FIRST_MINUTE + MINUTE_MS;

const read = (name: string, content: string | Buffer) =>
  readCandleFile(join(folderWith({ [name]: content }), name), MINUTE_MS);

/** The message of the refusal, without the folder's random name. */
function refusal(content: string | Buffer, name = 'BTCUSDT-1m.csv'): string {
  try {
    read(name, content);
  } catch (error) {
    expect(error).toBeInstanceOf(CandleFileError);
    const message = error instanceof Error ? error.message : '';
    expect(message).not.toContain('\n');
    return message.slice(message.indexOf(name));
  }
  throw new Error('the file was accepted');
}

describe('a candle file', () => {
  test('is read with its precision, plain or gzipped', () => {
    const text = csv(
      `${FIRST_MINUTE},0.219,0.21903,0.21880,0.2189,1254559`,
      `${second},0.2189,0.2190,0.2189,0.219,3.5`,
    );
    for (const name of ['DOGEUSDT-1m.csv', 'DOGEUSDT-1m.csv.gz']) {
      const file = read(name, text);
      expect(file.bars.length).toBe(2);
      expect(file.bars.candle(0)).toEqual({
        at: FIRST_MINUTE,
        open: 0.219,
        high: 0.21903,
        low: 0.2188,
        close: 0.2189,
        volume: 1254559,
      });
      expect([file.priceDecimals, file.volumeDecimals]).toEqual([5, 1]);
    }
  });

  test('reads every number as the nearest double, as Number would', () => {
    const prices = [
      '107187.4',
      '0.00000123',
      '1e-7',
      '123456789.123456789',
      '0.1234567890123456789',
      '67220',
    ];
    for (const text of prices) {
      const bar = read('XUSDT-1m.csv', csv(`${FIRST_MINUTE},${text},${text},${text},${text},0`)).bars.candle(
        0,
      );
      expect(bar.close).toBe(Number(text));
    }
  });

  test('may end its lines with CR LF, and its last line with nothing', () => {
    expect(read('BTCUSDT-1m.csv', csv(good).replaceAll('\n', '\r\n')).bars.length).toBe(1);
    expect(read('BTCUSDT-1m.csv', `${HEADER}\n${good}`).bars.length).toBe(1);
  });

  test.each([
    ['nothing at all', '', 'csv:1: the file has no header'],
    ['no header', `${good}\n`, 'csv:1: the first line is "1748169180000'],
    ['a header alone', `${HEADER}\n`, 'csv: has a header but no bars'],
    ['a word', csv(good, `${second},abc,1,1,1,1`), 'csv:3: open is not a number'],
    ['NaN', csv(`${FIRST_MINUTE},1,NaN,1,1,1`), 'csv:2: high is not a number'],
    ['an empty cell', csv(`${FIRST_MINUTE},1,1,1,,1`), 'csv:2: close is not a number'],
    ['infinity', csv(`${FIRST_MINUTE},1,1e999,1,1,1`), 'csv:2: high is not a number'],
    ['two dots', csv(`${FIRST_MINUTE},1.0.0,1,1,1,1`), 'csv:2: open is not a number'],
    ['an empty line', csv(good, '', minuteRow(1, 100)), 'csv:3: ts is not a number'],
    [
      'a short row',
      csv(good, `${second},1,1`),
      'csv:3: low is the last of a row that is too short'.replace('low', 'high'),
    ],
    ['a long row', csv(`${good},7`), 'csv:2: volume is followed by more columns'],
    ['a negative price', csv(`${FIRST_MINUTE},1,1,-1,1,1`), 'csv:2: price -1 is not above zero'],
    ['a zero price', csv(`${FIRST_MINUTE},1,1,0,1,1`), 'csv:2: price 0 is not above zero'],
    ['a negative volume', csv(`${FIRST_MINUTE},1,1,1,1,-4`), 'csv:2: volume -4 is negative'],
    ['high below low', csv(`${FIRST_MINUTE},1,1,1.2,1,1`), 'csv:2: high 1 is below low 1.2'],
    ['a close above high', csv(`${FIRST_MINUTE},1,1,1,2,1`), 'csv:2: open 1 or close 2 is above high 1'],
    ['an open below low', csv(`${FIRST_MINUTE},1,3,2,2,1`), 'csv:2: open 1 or close 2 is below low 2'],
    ['a bar twice', csv(good, good), `csv:3: ts ${FIRST_MINUTE} stands there twice`],
    ['bars out of order', csv(minuteRow(1, 100), good), `csv:3: ts ${FIRST_MINUTE} is out of order`],
    [
      'a bar off the grid',
      csv(`${FIRST_MINUTE + 1},1,1,1,1,1`),
      `csv:2: ts ${FIRST_MINUTE + 1} is not on the grid`,
    ],
    ['a time of no calendar', csv('8640000000060000,1,1,1,1,1'), 'csv:2: ts 8640000000060000 is no time'],
    ['a time before 1970', csv('-60000,1,1,1,1,1'), 'csv:2: ts -60000 is no time'],
    ['a price of no market', csv(`${FIRST_MINUTE},1,1e30,1,1,1`), 'csv:2: 1e+30 is no price or volume'],
    ['a volume whose sum is infinite', csv(`${FIRST_MINUTE},1,1,1,1,1e308`), '1e+308 is no price or volume'],
    ['a price of no tick', csv(`${FIRST_MINUTE},1e-120,1,1e-120,1,1`), 'a number has 120 decimals'],
    ['a header with a line break of its own', 'ts\ropen\n', 'csv:1: the first line is "ts open"'],
    ['seconds for milliseconds', csv('1748169180,1,1,1,1,1'), 'csv:2: ts 1748169180 is not on the grid'],
  ])('with %s is refused, with the place', (_name, content, expected) => {
    expect(refusal(content)).toContain(expected);
  });

  test('that breaks off inside its gzip is refused whole', () => {
    const whole = gzipSync(csv(...Array.from({ length: 500 }, (_, n) => minuteRow(n, 100 + n))));
    const name = 'BTCUSDT-1m.csv.gz';
    expect(refusal(whole.subarray(0, whole.length - 40), name)).toContain('the gzip is truncated or damaged');
    expect(refusal(Buffer.from('not a gzip'), name)).toContain('the gzip is truncated or damaged');
  });

  test('that is not there is said to be unreadable', () => {
    expect(() => readCandleFile(join(folderWith({}), 'BTCUSDT-1m.csv'), MINUTE_MS)).toThrow(/cannot be read/);
  });
});
