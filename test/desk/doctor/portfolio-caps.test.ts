import { describe, expect, test } from 'vitest';
import { type Case, examined, findingsOf } from './examined.ts';

const portfolio = (given: Case, code: Parameters<typeof findingsOf>[1]) =>
  findingsOf(examined(given), code).filter(({ limits }) => limits[0]?.startsWith('portfolio/'));
const named = (given: Case, code: Parameters<typeof findingsOf>[1]) =>
  portfolio(given, code).map(({ limits }) => limits[0]);

const CORRELATED = 'portfolio/correlated-notional-usd-max';
const NET = 'portfolio/net-notional-usd-max';
const GROUP = 'portfolio/group-notional-usd-max';

describe('a portfolio cap that can never bind', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['6 x 2,000 move as 12,000 at most, one way 12,000: neither cap is passed', {}, [CORRELATED, NET]],
    ['a correlated cap a dollar lower can bind', { [CORRELATED]: '11999' }, [NET]],
    ['a net cap a dollar lower can, too', { [CORRELATED]: '11999', [NET]: '11999' }, []],
    ['a group cap of all positions cannot', { [GROUP]: '12000' }, [CORRELATED, NET, GROUP]],
    [
      'what the gross cap ends at counts',
      { 'risk/gross-notional-usd-max': '8000' },
      [CORRELATED, NET, GROUP],
    ],
    ['a seventh position brings both within reach of the first', { 'risk/positions-max': '7' }, [NET]],
  ])('%s', (_what, set, limits) => {
    expect(named({ profile: 'high-leverage', set }, 'cap-never-binds')).toEqual(limits);
  });

  test('are all three, once, when the Balancer is switched off', () => {
    const given = { profile: 'high-leverage', set: { 'portfolio/enabled': 'no' } } as const;
    const [only, ...others] = portfolio(given, 'cap-never-binds');
    expect(others).toEqual([]);
    expect(only?.title).toBe('portfolio/enabled is no: none of the three portfolio caps holds anything');
    expect(only?.proof).toContain('$12,000.00');
  });
});

describe('a portfolio cap that binds always', () => {
  test.each([
    ['the correlated one, below the size of one trade', { [CORRELATED]: '700' }, CORRELATED],
    ['the net one', { [NET]: '700' }, NET],
    ['that of a group, for each coin that belongs to one', { [GROUP]: '700' }, GROUP],
  ])('%s', (_what, set, limit) => {
    expect(named({ profile: 'math-ai', equity: 15_000, set }, 'cap-always-binds')).toEqual([limit]);
  });

  test('is none where 900 fit', () => {
    expect(portfolio({ profile: 'math-ai', equity: 15_000 }, 'cap-always-binds')).toEqual([]);
  });
});

describe('the room of a portfolio cap', () => {
  const given = { profile: 'math-ai', equity: 15_000 } as const;

  test('15 x 900 at a correlation of 0.6 move as 10,687: all fit, and 8 of them in one group', () => {
    const found = portfolio(given, 'positions-out-of-reach');
    expect(found.map(({ limits }) => limits[0])).toEqual([GROUP]);
    expect(found[0]?.figures).toMatchObject({ positionsFit: 8, positionsMax: 15 });
  });

  test.each([
    // 900 x sqrt(n + 0.6 n (n - 1)) passes the cap with the next position
    ['10687', 15],
    ['10686', 14],
    ['5000', 6],
    ['900', 1],
  ])('of a correlated cap of %s is %d positions', (cap, positions) => {
    const found = portfolio({ ...given, set: { [CORRELATED]: cap } }, 'positions-out-of-reach').find(
      ({ limits }) => limits[0] === CORRELATED,
    );
    expect(found?.figures.positionsFit ?? 15).toBe(positions);
  });

  test('of a net cap is as many as go into it', () => {
    const found = portfolio({ ...given, set: { [NET]: '3600' } }, 'positions-out-of-reach');
    expect(found.map(({ figures }) => figures.positionsFit)).toEqual([4, 8]);
  });
});
