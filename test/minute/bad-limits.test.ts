import { expect, test } from 'vitest';
import { definitionOf, LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { minutesAfter } from '../../lib/desk/units.ts';
import { edgesOf } from '../kit/any-limits.ts';
import { aSignalAt, WARM } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { SAFE, safetyOf, stage } from '../kit/stage.ts';

const start = stage();

/** Every limit under its range, over it, and as no value at all; and names that no limit has. */
const EDITS: readonly (readonly [name: string, text: string])[] = LIMIT_NAMES.flatMap(name =>
  edgesOf(name)
    .wrong.slice(0, 4)
    .map(text => [name, text] as const),
);

test('I07 I08 each limit out of its range closes entries for the minute, by its name, and exits go on', async () => {
  const signals = [aSignalAt(0), ...EDITS.map((_, i) => aSignalAt(i + 1, 'long', `NEXT${i}USDT`))];
  const desk = await start(flat(1_000, 10), {
    over: 'process',
    signals,
    limits: { 'exits/hold-minutes-max': '20160' },
  });
  await desk.minute();
  for (const [name, text] of EDITS) {
    const before = name === 'exits/hold-minutes-max' ? '20160' : usualOf(name);
    desk.limits.set(name, text);
    await desk.minute();
    desk.limits.set(name, before);
  }
  const minutes = (await desk.records('minute')).filter(({ minute }) => minute > WARM);
  expect(minutes.map(({ noTrade, because }) => [noTrade, because?.split(':')[0]])).toEqual(
    EDITS.map(([name]) => ['limits-invalid', name]),
  );
  expect(await desk.records('entry')).toHaveLength(1);
  const { positions } = await desk.store.load();
  expect(positions.map(({ phase }) => phase)).toEqual(['protected']);
  expect(safetyOf(desk)).toEqual(SAFE);
  await desk.minute();
  expect((await desk.records('minute')).at(-1)?.noTrade).not.toBe('limits-invalid');
});

const usualOf = (name: string): string => {
  const definition = definitionOf(name as (typeof LIMIT_NAMES)[number]);
  return definition.format(definition.default);
};

test('limits that can each be read and together allow no trade close entries, and exits go on', async () => {
  const desk = await start([...flat(1_000, 3), [1_000, 1_009, 1_000, 1_009], ...flat(1_009, 9)], {
    over: 'process',
    signals: [aSignalAt(0), aSignalAt(3, 'long', 'OTHERUSDT')],
  });
  await desk.minutes(2);
  desk.limits.set('risk/daily-loss-usd-max', '1');
  await desk.minutes(4);
  const closed = (await desk.records('minute')).filter(({ minute }) => minute >= minutesAfter(WARM, 2));
  expect(closed.map(({ noTrade }) => noTrade)).toEqual(Array(4).fill('limits-impossible'));
  expect(closed[0]?.because).toContain('one stop-out exceeds the daily loss, so no entry can be reserved');
  expect(closed[0]?.because).toContain('risk/daily-loss-usd-max v1');
  expect((await desk.records('exit')).map(({ kind }) => kind)).toEqual(['partial-take-profit']);
  desk.limits.set('risk/daily-loss-usd-max', '300');
  await desk.minute();
  expect((await desk.records('minute')).at(-1)?.noTrade).not.toBe('limits-impossible');
  expect(safetyOf(desk)).toEqual(SAFE);
});

test('I07 names that no limit has close entries, whatever they hold', async () => {
  const desk = await start(flat(1_000, 10), { over: 'process', signals: [] });
  for (const name of ['risk/max-positions', 'QT_PARTIAL_TP', 'exits/partial-share', 'policy/multiplier']) {
    const told = async () => (await desk.records('minute')).at(-1);
    desk.limits.set(name, '1');
    await desk.minute();
    expect(await told()).toMatchObject({ noTrade: 'limits-invalid', because: expect.stringContaining(name) });
  }
});
