import { describe, expect, test } from 'vitest';
import {
  deskDenial,
  type MarketInput,
  marketDenial,
  protectionFor,
  type SymbolInput,
  signalDenial,
  sliceDenial,
} from '../../../lib/desk/risk/permission.ts';
import { epochMs, fraction, HOUR_MS, MINUTE_MS, notionalUsd, symbolId } from '../../../lib/desk/units.ts';
import { aBook, aDepth, anIntent, aSignal, COIN, limitsWith, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const OTHER = symbolId('OTHERUSDT');

describe('the desk as a whole', () => {
  test.each([
    ['active', 'allowed'],
    ['reducing', 'desk-reducing'],
    ['halted', 'desk-halted'],
  ])('that is %s: %s', (state, code) => {
    expect(deskDenial(aBook(), limitsWith({ 'control/state': state }))?.code ?? 'allowed').toBe(code);
  });

  test('I39 halted by drawdown opens nothing, and says since when', () => {
    const denial = deskDenial(aBook({ haltedAt: NOW }), limitsWith());
    expect(denial).toEqual({
      code: 'drawdown-halt',
      because: 'halted at 2026-01-05 14:30 by drawdown; edit control/resume to go on',
    });
  });

  test('that is a twin halted by drawdown is not told to edit its original’s resume', () => {
    const denial = deskDenial(aBook({ haltedAt: NOW, twinOf: 'real' }), limitsWith());
    expect(denial?.because).toBe(
      'halted at 2026-01-05 14:30 by drawdown; a twin goes on only when real is resumed, which is decided by how real stands and not for the twin',
    );
  });
});

describe('a signal', () => {
  const denied = (overrides: Partial<SymbolInput> = {}) =>
    signalDenial({
      signal: aSignal(),
      minute: NOW,
      limits: limitsWith(),
      book: aBook(),
      positions: [],
      intents: [],
      universe: [COIN],
      ...overrides,
    })?.code ?? 'allowed';
  const until = (at: number, symbol: typeof COIN | 'all' = COIN) =>
    aBook({ protections: [{ symbol, until: epochMs(at), because: 'cooldown' }] });

  test('that nothing speaks against is followed', () => expect(denied()).toBe('allowed'));

  test.each<[string, string, Partial<SymbolInput>]>([
    ['outside the universe', 'not-in-universe', { universe: [OTHER] }],
    ['outside it, but forced', 'allowed', { universe: [], signal: aSignal({ source: 'forced' }) }],
    [
      'forced, in a symbol that a person has denied',
      'not-in-universe',
      { limits: limitsWith({ 'universe/denied': COIN }), signal: aSignal({ source: 'forced' }) },
    ],
    [
      'older than a person’s word to flatten the coin',
      'flattened',
      { limits: limitsWith({ 'control/flatten': `${COIN}@2026-01-05T14:31:00Z` }) },
    ],
    [
      'younger than that word',
      'allowed',
      { limits: limitsWith({ 'control/flatten': `${COIN}@2026-01-05T14:00:00Z` }) },
    ],
    [
      'older than a word on another coin',
      'allowed',
      { limits: limitsWith({ 'control/flatten': `${OTHER}@2026-01-05T14:31:00Z` }) },
    ],
    ['of just the confidence', 'allowed', { signal: aSignal({ confidence: fraction(0.7) }) }],
    ['of less', 'confidence-low', { signal: aSignal({ confidence: fraction(0.6999) }) }],
    [
      'I45 of no confidence that is a number',
      'confidence-low',
      { signal: aSignal({ confidence: fraction(Number.NaN) }) },
    ],
    ['I16 in a symbol with a position', 'symbol-busy', { positions: [aPosition()] }],
    [
      'I16 against that position',
      'symbol-busy',
      { positions: [aPosition()], signal: aSignal({ side: 'short' }) },
    ],
    ['I14 in a symbol with an entry under way', 'symbol-busy', { intents: [anIntent()] }],
    [
      'while an entry into another symbol is under way',
      'allowed',
      { intents: [anIntent({ symbol: OTHER })] },
    ],
    [
      'while another hand holds another symbol',
      'allowed',
      { book: aBook({ foreign: [{ symbol: OTHER, side: 'long', notionalUsd: notionalUsd(50) }] }) },
    ],
    ['in a symbol of another position', 'allowed', { positions: [aPosition({ symbol: OTHER })] }],
    [
      'in a symbol that another hand holds',
      'symbol-foreign',
      { book: aBook({ foreign: [{ symbol: COIN, side: 'long', notionalUsd: notionalUsd(50) }] }) },
    ],
    ['in a symbol that is protected', 'protected-symbol', { book: until(NOW + 1) }],
    ['when everything is', 'protected-symbol', { book: until(NOW + 1, 'all') }],
    ['when the protection is just over', 'allowed', { book: until(NOW) }],
    ['when another symbol is protected', 'allowed', { book: until(NOW + 1, OTHER) }],
  ])('%s → %s', (_what, code, overrides) => expect(denied(overrides)).toBe(code));
});

describe('a further slice of an entry', () => {
  const own = { positions: [aPosition()], intents: [anIntent()] };
  const denied = (overrides: Partial<SymbolInput> = {}) => {
    const given = { signal: aSignal(), minute: NOW, limits: limitsWith(), book: aBook(), universe: [COIN] };
    return sliceDenial({ ...given, ...own, ...overrides })?.code ?? 'allowed';
  };

  test.each<[string, string, Partial<SymbolInput>]>([
    ['is not hindered by its own position', 'allowed', {}],
    ['is by a coin that has left the universe', 'not-in-universe', { universe: [OTHER] }],
    [
      'by a coin that a person has denied',
      'not-in-universe',
      { limits: limitsWith({ 'universe/denied': COIN }) },
    ],
    [
      'by a protection that has come over its coin',
      'protected-symbol',
      { book: aBook({ protections: [{ symbol: COIN, until: epochMs(NOW + 1), because: 'cooldown' }] }) },
    ],
  ])('%s → %s', (_what, code, overrides) => expect(denied(overrides)).toBe(code));
});

test('of several protections the one that lasts longest is named', () => {
  const protection = (hours: number, because: string) => ({
    symbol: COIN,
    until: epochMs(NOW + hours * HOUR_MS),
    because,
  });
  const some = [protection(1, 'first'), protection(3, 'second'), protection(2, 'third')];
  expect(protectionFor(some, COIN, NOW)?.because).toBe('second');
  expect(protectionFor([], COIN, NOW)).toBeUndefined();
});

describe('a market', () => {
  const denied = (overrides: Partial<MarketInput> = {}) =>
    marketDenial({
      signal: aSignal(),
      limits: limitsWith(),
      minute: NOW,
      barClosedAt: NOW,
      markAt: NOW,
      fundingRate: fraction(0.0001),
      depth: aDepth(),
      ...overrides,
    })?.code ?? 'allowed';
  const ago = (minutes: number) => epochMs(NOW - minutes * MINUTE_MS);
  const bidAsk = (bid: number, ask: number) => aDepth({ bids: [[bid, 1]], asks: [[ask, 1]] });
  const funding = (side: 'long' | 'short', rate: number): Partial<MarketInput> => ({
    signal: aSignal({ side }),
    fundingRate: fraction(rate),
  });

  test('that is fresh, narrow and cheap is entered', () => expect(denied()).toBe('allowed'));

  test.each<[string, string, Partial<MarketInput>]>([
    ['whose mark is three minutes old', 'allowed', { markAt: ago(3) }],
    ['whose mark is older', 'data-stale', { markAt: ago(3.01) }],
    ['whose bar is within its quarter of an hour and three minutes', 'allowed', { barClosedAt: ago(18) }],
    ['whose next bar is missing for longer', 'data-stale', { barClosedAt: ago(18.01) }],
    ['whose mark was read some minutes late', 'allowed', { markAt: ago(-5) }],
    ['whose mark is dated ahead', 'data-stale', { markAt: ago(-5.01) }],
    ['without an instant of its mark', 'data-stale', { markAt: epochMs(Number.NaN) }],
    ['with a spread of just under 15 bps', 'allowed', { depth: bidAsk(99.926, 100.074) }],
    [
      'with a spread of just what is allowed',
      'allowed',
      { depth: bidAsk(99, 101), limits: limitsWith({ 'risk/spread-bps-max': '200' }) },
    ],
    ['with a wider one', 'spread-wide', { depth: bidAsk(99.92, 100.08) }],
    ['with nobody to sell', 'spread-wide', { depth: aDepth({ asks: [] }) }],
    ['with nobody to buy', 'spread-wide', { depth: aDepth({ bids: [] }) }],
    ['with quotes of zero', 'spread-wide', { depth: bidAsk(0, 0) }],
    ['where a long pays 0.1 %', 'allowed', funding('long', 0.001)],
    ['where a long pays more', 'funding-against', funding('long', 0.0011)],
    ['where a short pays more', 'funding-against', funding('short', -0.0011)],
    ['where a long is paid', 'allowed', funding('long', -0.02)],
    ['where a short is paid', 'allowed', funding('short', 0.02)],
    ['without a funding rate', 'funding-against', funding('long', Number.NaN)],
  ])('%s → %s', (_what, code, overrides) => expect(denied(overrides)).toBe(code));
});

describe('I02 what is denied says the figure, and the limit that it met:', () => {
  const state = (text: string) => deskDenial(aBook(), limitsWith({ 'control/state': text }))?.because;
  const ofSignal = (overrides: Partial<SymbolInput>) =>
    signalDenial({
      signal: aSignal(),
      minute: NOW,
      limits: limitsWith(),
      book: aBook(),
      positions: [],
      intents: [],
      universe: [COIN],
      ...overrides,
    })?.because;
  const ofMarket = (overrides: Partial<MarketInput>) =>
    marketDenial({
      signal: aSignal(),
      limits: limitsWith(),
      minute: NOW,
      barClosedAt: NOW,
      markAt: NOW,
      fundingRate: fraction(0.0001),
      depth: aDepth(),
      ...overrides,
    })?.because;
  const minutesAgo = (minutes: number) => epochMs(NOW - minutes * MINUTE_MS);
  const protection = { symbol: COIN, until: epochMs(NOW + HOUR_MS), because: 'cooldown after a stop-out' };
  const denied = limitsWith({ 'universe/denied': COIN });

  const told: readonly (readonly [() => string | undefined, string])[] = [
    [() => state('reducing'), 'control/state is reducing (control/state (default))'],
    [() => state('halted'), 'control/state is halted (control/state (default))'],
    [() => ofSignal({ universe: [] }), 'COINUSDT is not in the universe'],
    [() => ofSignal({ limits: denied }), 'COINUSDT is in universe/denied'],
    [
      () => ofSignal({ signal: aSignal({ confidence: fraction(0.61) }) }),
      '0.610 is below 0.7 (signal/confidence-min (default))',
    ],
    [() => ofSignal({ positions: [aPosition()] }), 'a position in COINUSDT is open'],
    [
      () => ofSignal({ positions: [aPosition({ phase: 'closed' })] }),
      'a position in COINUSDT was closed a moment ago',
    ],
    [() => ofSignal({ intents: [anIntent()] }), 'an entry into COINUSDT is under way'],
    [
      () =>
        ofSignal({
          book: aBook({ foreign: [{ symbol: COIN, side: 'long', notionalUsd: notionalUsd(50) }] }),
        }),
      'the account holds COINUSDT by another hand',
    ],
    [
      () => ofSignal({ book: aBook({ protections: [protection] }) }),
      'cooldown after a stop-out, until 2026-01-05 15:30',
    ],
    [() => ofMarket({ markAt: minutesAgo(-6.5) }), 'the mark price is of 6 minutes after this one'],
    [
      () => ofMarket({ markAt: minutesAgo(9.5) }),
      'the newest mark price is 10 minutes late (risk/data-age-minutes-max (default))',
    ],
    [
      () => ofMarket({ barClosedAt: minutesAgo(22), markAt: minutesAgo(3) }),
      'the newest signal bar is 7 minutes late (risk/data-age-minutes-max (default))',
    ],
    [
      () => ofMarket({ depth: aDepth({ bids: [[99.9, 1]], asks: [[100.1, 1]] }) }),
      'the spread is 20 bps (risk/spread-bps-max (default))',
    ],
    [
      () => ofMarket({ fundingRate: fraction(0.002) }),
      'the next funding costs 0.2 % (risk/funding-fraction-max (default))',
    ],
  ];
  test.each(told.map(([tell, sentence]) => ({ tell, sentence })))('$sentence', ({ tell, sentence }) => {
    expect(tell()).toBe(sentence);
  });
});
