import { expect, test } from 'vitest';
import { defaultLimits, type Limits, withLimits } from '../../lib/desk/limits/limits.ts';
import { DAY_MS, type Minute } from '../../lib/desk/units.ts';
import { seriesOf } from '../../lib/models/series.ts';
import { scanKey, universeOver } from '../../lib/replay/universe.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';

const limited = (texts: Readonly<Record<string, string>>): Limits => {
  const read = withLimits(defaultLimits(), texts);
  if (read.type === 'limits') return read.limits;
  throw new Error('these limits cannot be');
};

test('a universe depends on no limit that its key leaves out', async () => {
  const market = syntheticMarket({ seed: 3, days: 2 });
  const [from, to] = [market.startsAt, (market.startsAt + DAY_MS / 4) as Minute];
  const bars = new Map(
    market
      .instruments()
      .map(({ symbol }) => [
        symbol,
        seriesOf(symbol, market.candles(symbol, '15m', from - 2 * DAY_MS, to), 900_000),
      ]),
  );
  const { values, versions } = defaultLimits();
  const asked = new Set<string>();
  const overheard = new Proxy(values, {
    get: (all, name) => {
      asked.add(String(name));
      return Reflect.get(all, name);
    },
  });
  const limits = { values: overheard, versions };
  await universeOver({ market, limits, from, to, barMs: 60_000, bars, everyMinute: true });
  await universeOver({ market, limits, from, to, barMs: 60_000, bars, everyMinute: false });
  expect(asked.size).toBeGreaterThan(8);
  const key = scanKey(defaultLimits());
  expect([...asked].filter(name => !key.includes(`"${name}"`))).toEqual([]);
});

test('its key differs with what it depends on, and with nothing else', () => {
  const usual = scanKey(defaultLimits());
  expect(scanKey(limited({ 'universe/size-max': '12' }))).not.toBe(usual);
  expect(scanKey(limited({ 'execution/slippage-bps-max': '7' }))).not.toBe(usual);
  expect(scanKey(limited({ 'risk/positions-max': '3', 'plan/leverage-max': '1' }))).toBe(usual);
});
