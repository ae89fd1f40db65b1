import { describe, expect, test } from 'vitest';
import { cite, defaultLimits, readLimits, withLimits } from '../../../lib/desk/limits/limits.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { definitionOf, LIMIT_NAMES } from '../../../lib/desk/limits/schema.ts';
import { limitsWith } from '../../kit/builders.ts';

const stored = (name: string, text: string, version = 1) => ({ name, text, version });

describe('reading stored limits', () => {
  test('takes a value with its version, and the default of version 0 where nothing is stored', () => {
    const read = readLimits([stored('risk/symbol-notional-usd-max', '3000', 7)]);
    if (read.type === 'invalid') throw new Error('it should be valid');
    expect(read.limits.values['risk/symbol-notional-usd-max']).toBe(3000);
    expect(read.limits.versions['risk/symbol-notional-usd-max']).toBe(7);
    expect(read.limits.values['risk/trade-notional-usd-max']).toBe(5000);
    expect(read.limits.versions['risk/trade-notional-usd-max']).toBe(0);
  });

  test.each(['risk/max-positions', 'QT_MAX_DAILY_LOSS', 'risk', '', 'toString', '__proto__'])(
    'I07 an unknown name, "%s", makes the limits invalid',
    name => {
      expect(readLimits([stored(name, '1')])).toEqual({
        type: 'invalid',
        problems: [{ name, problem: expect.stringContaining('no such limit') }],
      });
    },
  );

  test('I08 a per cent where a fraction belongs makes them invalid', () => {
    expect(readLimits([stored('sizing/risk-fraction', '1.5')])).toEqual({
      type: 'invalid',
      problems: [
        { name: 'sizing/risk-fraction', problem: '1.5 is outside 0.0001 to 0.2 (fraction of equity)' },
      ],
    });
  });

  test('I07 tells a text of any length and content in one line', () => {
    const read = readLimits([stored('control/state', `a\nb\u2028${'x'.repeat(4_000)}`)]);
    expect(read.type === 'invalid' && read.problems[0]?.problem).toMatch(
      /^"a b x{70,80}…" is not one of active/,
    );
  });

  test('names every problem, not the first alone', () => {
    const read = readLimits([
      stored('risk/positions-max', '99'),
      stored('nonsense/limit', '1'),
      stored('control/state', 'paused'),
    ]);
    expect(read.type === 'invalid' && read.problems.map(({ name }) => name)).toEqual([
      'risk/positions-max',
      'nonsense/limit',
      'control/state',
    ]);
  });

  test.each([
    [{ 'plan/stop-fraction-min': '0.05' }, 'plan/stop-fraction-min', 'plan/stop-fraction-max'],
    [{ 'plan/stop-fraction-max': '0.005' }, 'plan/stop-fraction-min', 'plan/stop-fraction-max'],
    [{ 'sizing/confidence-low-below': '0.9' }, 'sizing/confidence-low-below', 'sizing/confidence-high-from'],
  ])('a lower bound above its upper one makes them invalid: %j', (texts, name, other) => {
    expect(withLimits(defaultLimits(), texts)).toEqual({
      type: 'invalid',
      problems: [{ name, problem: expect.stringContaining(`is above ${other}`) }],
    });
  });
});

test('the defaults are valid together, each of version 0', () => {
  const { values, versions } = defaultLimits();
  for (const name of LIMIT_NAMES) {
    expect(values[name]).toEqual(definitionOf(name).default);
    expect(versions[name]).toBe(0);
  }
});

test('replacing some limits keeps the others with their versions', () => {
  const read = readLimits([stored('risk/positions-max', '6', 4)]);
  if (read.type === 'invalid') throw new Error('it should be valid');
  const changed = withLimits(read.limits, { 'plan/leverage-max': '10' });
  expect(changed).toMatchObject({
    type: 'limits',
    limits: {
      values: { 'risk/positions-max': 6, 'plan/leverage-max': 10 },
      versions: { 'risk/positions-max': 4, 'plan/leverage-max': 0 },
    },
  });
});

test('a limit is cited with the edit it came from', () => {
  const limits = limitsWith();
  expect(cite(limits, 'risk/positions-max')).toBe('risk/positions-max (default)');
  const edited = { ...limits, versions: { ...limits.versions, 'risk/positions-max': 7 } };
  expect(cite(edited, 'risk/positions-max')).toBe('risk/positions-max v7');
});

test.each(Object.keys(PROFILES))('the profile %s is made of limits that exist and agree', name => {
  expect(withLimits(defaultLimits(), PROFILES[name] ?? {})).toMatchObject({ type: 'limits' });
});
