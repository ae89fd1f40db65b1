import { describe, expect, test } from 'vitest';
import { afterClose, lowProfit } from '../../../lib/desk/risk/protections.ts';
import { DAY_MS, HOUR_MS, type Minute, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { aBook, COIN, limitsWith, NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';

const ended = (kind: 'stop-loss' | 'take-profit' | 'liquidation', net = 0, closedAt: Minute = NOW) =>
  aPosition({
    phase: 'closed',
    closedAt,
    fills: [
      aFill({ commissionUsd: usd(0) }),
      aFill({ tradeId: '2', kind, realisedUsd: usd(net), commissionUsd: usd(0) }),
    ],
  });

describe('after a stop-out', () => {
  const minutesAgo = (...minutes: readonly number[]) => minutes.map(n => minutesAfter(NOW, -n));
  const stoppedOut = (stops: readonly Minute[], texts = {}) =>
    afterClose(aBook({ recentStops: stops }), ended('stop-loss'), NOW, limitsWith(texts));

  test('its symbol is left alone for an hour', () => {
    expect(stoppedOut([]).protections).toMatchObject([{ symbol: COIN, until: NOW + HOUR_MS }]);
  });

  test.each([
    ['the fourth in three hours pauses everything', [179, 60, 10], true],
    ['the third does not', [60, 10], false],
    ['the fourth does not when the first is three hours old', [180, 60, 10], false],
  ])('%s', (_what, minutes, pauses) => {
    const all = stoppedOut(minutesAgo(...minutes)).protections.filter(({ symbol }) => symbol === 'all');
    expect(all.map(({ until }) => until)).toEqual(pauses ? [NOW + 2 * HOUR_MS] : []);
  });

  test('nothing is paused where a person has set the pause to 0', () => {
    const { protections } = stoppedOut(minutesAgo(3, 2, 1), { 'risk/stops-pause-minutes': '0' });
    expect(protections.map(({ symbol }) => symbol)).toEqual([COIN]);
  });

  test('a liquidation is one, too', () => {
    const book = afterClose(aBook(), ended('liquidation'), NOW, limitsWith());
    expect(book.protections).toMatchObject([{ symbol: COIN, until: NOW + HOUR_MS }]);
    expect(book.recentStops).toEqual([NOW]);
  });

  test('the pause says how many there were, and within what', () => {
    const because = stoppedOut(minutesAgo(3, 2, 1)).protections.find(
      ({ symbol }) => symbol === 'all',
    )?.because;
    expect(because).toBe('4 stop-outs in 180 minutes (risk/stops-max (default))');
  });

  test('another end of a position counts for none', () => {
    const book = aBook({ recentStops: minutesAgo(3, 2, 1) });
    expect(afterClose(book, ended('take-profit'), NOW, limitsWith())).toBe(book);
  });
});

describe('a symbol whose last trades lost money together', () => {
  const LOOKED_AT = limitsWith({ 'risk/low-profit-trades-min': '4' });
  const trades = (...nets: readonly number[]) =>
    nets.map((net, i) => ended('stop-loss', net, minutesAfter(NOW, -100 * (i + 1))));
  const until = (nets: readonly number[]) => lowProfit(trades(...nets), NOW, LOOKED_AT)?.until;

  test.each([
    ['four at a loss', [-5, -5, 8, -5], true],
    ['four that come to nothing', [-5, -5, 15, -5], false],
    ['three at a loss', [-5, -5, -5], false],
    ['none', [], false],
  ])('%s: it is left alone is %s', (_what, nets, left) => expect(until(nets) !== undefined).toBe(left));

  test('is told what they came to', () => {
    expect(lowProfit(trades(-5, -5, -5, -5), NOW, LOOKED_AT)).toMatchObject({
      symbol: COIN,
      because: 'its last 4 trades came to -$20.00 (risk/low-profit-trades-min (default))',
    });
  });

  test('is left alone until the oldest of them is no longer counted', () => {
    expect(until([-5, -5, -5, -5])).toBe(minutesAfter(NOW, -400) + 7 * DAY_MS);
    const past = [...trades(-5, -5, -5), ended('stop-loss', -5, minutesAfter(NOW, -7 * 1440))];
    expect(lowProfit(past, NOW, LOOKED_AT)).toBeUndefined();
  });
});
