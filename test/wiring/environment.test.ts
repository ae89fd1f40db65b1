import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../lib/wiring/environment.ts';

const EMBEDDED = {
  PERPDESK_DESK: 'main',
  PERPDESK_TABLE: 'perpdesk',
  PERPDESK_MODE: 'embedded',
  PERPDESK_VENUE_URL: 'http://127.0.0.1:4000',
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:4001',
  AWS_ENDPOINT_URL_SSM: 'http://localhost:4002',
};
const PAPER = {
  PERPDESK_DESK: 'main',
  PERPDESK_TABLE: 'perpdesk',
  PERPDESK_MODE: 'paper',
  PERPDESK_PAPER_BALANCE_USD: '10000',
};
const DEMO = { PERPDESK_DESK: 'main', PERPDESK_TABLE: 'perpdesk', PERPDESK_MODE: 'demo' };
const LIVE = { ...DEMO, PERPDESK_MODE: 'live', PERPDESK_LIVE_ACCOUNT: '12345678' };

describe('the environment of a function', () => {
  test('says which desk it is, and waits 20 s for the monitor unless told otherwise', () => {
    expect(readEnvironment(DEMO)).toEqual({
      desk: 'main',
      table: 'perpdesk',
      mode: 'demo',
      venueUrl: undefined,
      forcedSignals: undefined,
      models: undefined,
      market: 'binance-usdm',
      watermarkWaitMs: 20_000,
      secondLookMs: 21_000,
      paper: undefined,
    });
    expect(readEnvironment({ ...EMBEDDED, PERPDESK_WATERMARK_WAIT_MS: '0' }).watermarkWaitMs).toBe(0);
  });

  test('of a paper desk says what its account begins with', () => {
    expect(readEnvironment(PAPER).paper).toEqual({ balanceUsd: 10_000, accountKind: 'usdt-isolated' });
    const cross = { ...PAPER, PERPDESK_PAPER_ACCOUNT: 'credits-cross' };
    expect(readEnvironment(cross).paper?.accountKind).toBe('credits-cross');
  });

  test('of a twin says whom it shadows, and of any other desk that it shadows none', () => {
    expect(readEnvironment({ ...PAPER, PERPDESK_TWIN_OF: 'other' }).twinOf).toBe('other');
    expect(readEnvironment(PAPER).twinOf).toBeUndefined();
  });

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    [
      'I41 a live desk that would be a twin',
      { ...LIVE, PERPDESK_TWIN_OF: 'other' },
      /PERPDESK_TWIN_OF is for a paper desk alone; this desk is live/,
    ],
    [
      'an embedded desk that would be a twin',
      { ...EMBEDDED, PERPDESK_TWIN_OF: 'other' },
      /PERPDESK_TWIN_OF is for a paper desk alone; this desk is embedded/,
    ],
    ['a twin of itself', { ...PAPER, PERPDESK_TWIN_OF: 'main' }, /main cannot be its own twin/],
    ['a twin of what is no name', { ...PAPER, PERPDESK_TWIN_OF: '../main' }, /PERPDESK_TWIN_OF: a desk/],
    ['a missing desk', { ...DEMO, PERPDESK_DESK: undefined }, /PERPDESK_DESK/],
    ['a desk with capitals', { ...DEMO, PERPDESK_DESK: 'Main' }, /PERPDESK_DESK.*small letters/],
    ['an unknown mode', { ...DEMO, PERPDESK_MODE: 'real' }, /PERPDESK_MODE/],
    [
      'I41 forced signals outside the embedded desk',
      { ...DEMO, PERPDESK_FORCED_SIGNALS: 'list.csv' },
      /embedded desk alone; this desk is demo/,
    ],
    [
      'I41 another venue address outside the embedded desk',
      { ...DEMO, PERPDESK_VENUE_URL: 'http://127.0.0.1:1' },
      /embedded desk alone/,
    ],
    [
      'I41 models from a disk outside the embedded desk',
      { ...DEMO, PERPDESK_MODELS: 'models' },
      /PERPDESK_MODELS is for the embedded desk alone; this desk is demo/,
    ],
    [
      'I41 another market outside the embedded desk',
      { ...DEMO, PERPDESK_MARKET: 'synthetic' },
      /PERPDESK_MARKET is for the embedded desk alone/,
    ],
    [
      'I04 a paper desk that is not told what it begins with',
      { ...PAPER, PERPDESK_PAPER_BALANCE_USD: undefined },
      /PERPDESK_PAPER_BALANCE_USD is missing/,
    ],
    ['a balance that is none', { ...PAPER, PERPDESK_PAPER_BALANCE_USD: '1e4' }, /whole number of dollars/],
    ['a balance of nothing', { ...PAPER, PERPDESK_PAPER_BALANCE_USD: '0' }, /whole number of dollars/],
    ['an account of no kind', { ...PAPER, PERPDESK_PAPER_ACCOUNT: 'portfolio' }, /PERPDESK_PAPER_ACCOUNT/],
    [
      'I04 a balance for a desk that trades another account',
      { ...DEMO, PERPDESK_PAPER_BALANCE_USD: '10000' },
      /PERPDESK_PAPER_BALANCE_USD is for a paper desk alone; this desk is demo/,
    ],
    [
      'I41 a live account on paper',
      { ...PAPER, PERPDESK_LIVE_ACCOUNT: '12345678' },
      /PERPDESK_LIVE_ACCOUNT is for a live desk alone; this desk is paper/,
    ],
    [
      'a kind of account for one that trades another',
      { ...DEMO, PERPDESK_PAPER_ACCOUNT: 'credits-cross' },
      /PERPDESK_PAPER_ACCOUNT is for a paper desk alone/,
    ],
    [
      'I41 another venue address on paper',
      { ...PAPER, PERPDESK_VENUE_URL: 'http://127.0.0.1:1' },
      /embedded desk alone; this desk is paper/,
    ],
    [
      'I41 a live desk without the account it was deployed for',
      { ...DEMO, PERPDESK_MODE: 'live' },
      /PERPDESK_LIVE_ACCOUNT of a live desk must be the number/,
    ],
    [
      'I41 a live account at a demo desk',
      { ...DEMO, PERPDESK_LIVE_ACCOUNT: '12345678' },
      /PERPDESK_LIVE_ACCOUNT is for a live desk alone; this desk is demo/,
    ],
    [
      'I41 another venue address at a live desk',
      { ...LIVE, PERPDESK_VENUE_URL: 'http://127.0.0.1:1' },
      /embedded desk alone; this desk is live/,
    ],
    ['an account that is no number', { ...LIVE, PERPDESK_LIVE_ACCOUNT: 'me' }, /named by its number/],
    ['a market that is none', { ...EMBEDDED, PERPDESK_MARKET: 'synthetic:7' }, /synthetic or martingale/],
    [
      'I41 an embedded desk at a real venue',
      { ...EMBEDDED, PERPDESK_VENUE_URL: 'https://fapi.binance.com' },
      /PERPDESK_VENUE_URL.*this machine/,
    ],
    [
      'I41 a table at an address that is none',
      { ...EMBEDDED, AWS_ENDPOINT_URL_DYNAMODB: 'localhost' },
      /^AWS_ENDPOINT_URL_DYNAMODB of an embedded desk must be an address of this machine, not localhost$/,
    ],
    [
      'I41 parameters over another protocol',
      { ...EMBEDDED, AWS_ENDPOINT_URL_SSM: 'ftp://127.0.0.1' },
      /AWS_ENDPOINT_URL_SSM.*not ftp:/,
    ],
    [
      'I41 a venue behind a name that only begins like this machine',
      { ...EMBEDDED, PERPDESK_VENUE_URL: 'http://127.0.0.1@venue.example' },
      /PERPDESK_VENUE_URL.*this machine/,
    ],
    [
      'I41 an embedded desk on a real table',
      { ...EMBEDDED, AWS_ENDPOINT_URL_DYNAMODB: undefined },
      /AWS_ENDPOINT_URL_DYNAMODB.*missing/,
    ],
  ])('is refused for %s', (_name, env, message) => {
    expect(() => readEnvironment(env)).toThrow(message);
  });

  test.each([
    [undefined, 'binance-usdm'],
    ['recorded', 'binance-usdm'],
    ['simple', 'simple'],
    ['synthetic', 'synthetic'],
    ['martingale', 'martingale'],
  ])('an embedded desk told that its market is %s trades %s', (named, market) => {
    expect(readEnvironment({ ...EMBEDDED, PERPDESK_MARKET: named }).market).toBe(market);
  });

  test('names every variable at fault in one line', () => {
    expect(() => readEnvironment({})).toThrow(/PERPDESK_DESK.*PERPDESK_TABLE.*PERPDESK_MODE/);
  });
});
