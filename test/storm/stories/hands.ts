import type { Patch } from '../../../lib/storm/bundle.ts';
import type { Regression } from '../stories.ts';

/** What was closed beyond the position ends it only where a hand's order was the last: else the end of it hides the fault. */
const SAME_HAND: Patch = {
  file: 'lib/desk/position/evolve.ts',
  find: 'return entered === position.entryQty && left > entered;',
  replace:
    "return entered === position.entryQty && left > entered && position.fills.at(-1)?.kind === 'by-hand';",
};

/** What the guardian ends of a person's position counts as the desk's, though that was over. */
const GUARDIANS_END: Patch = {
  file: 'lib/desk/position/evolve.ts',
  find: "new Set(['by-hand', 'unprotected-flatten'])",
  replace: "new Set(['by-hand'])",
};

/** What a person did on the same account. */
export const HANDS: readonly Regression[] = [
  {
    name: 'I57 a person’s resting order uses the position up, and no exit comes through',
    without: { file: 'lib/minute/exit.ts', find: 'await clearTheWay(tick, position);', replace: '' },
    story: {
      seed: 116,
      minutes: 131,
      accountKind: 'usdt-isolated',
      walletUsd: 15000,
      limits: { 'exits/hold-minutes-max': '120', 'exits/ladder': '2R:1' },
      events: [
        { type: 'signal', at: 0, symbol: 'WIFUSDT', side: 'short', confidence: 0.87, source: 'forced' },
        { type: 'hand', at: 56.394, what: 'rests a reduce-only limit', pick: 336, share: 0.75 },
      ],
      from: 0,
    },
  },
  {
    name: 'I40 a person adds to a position, and it never ends',
    without: [
      {
        file: 'lib/desk/position/attribute.ts',
        find: 'const what = adds ? ADDED : purpose;',
        replace: 'const what = adds && trades.length === 0 ? ADDED : purpose;',
      },
      SAME_HAND,
    ],
    story: {
      seed: 230,
      minutes: 1006,
      accountKind: 'credits-cross',
      walletUsd: 10000,
      limits: {},
      events: [
        { type: 'signal', at: 720, symbol: 'DOGEUSDT', side: 'long', confidence: 0.8, source: 'ensemble' },
        { type: 'hand', at: 761.604, what: 'opens a position', pick: 526, share: 0.3 },
      ],
      from: 717,
    },
  },
  {
    name: 'I40 a person turns a position round, and it never ends',
    without: {
      file: 'lib/minute/positions.ts',
      find: 'isOverclosed(position) && isGone && isSecondLook',
      replace: 'isOverclosed(position) && isGone && position.qty > 0',
    },
    story: {
      seed: 228,
      minutes: 1319,
      accountKind: 'credits-cross',
      walletUsd: 10000,
      limits: { 'sizing/risk-fraction': '0.01' },
      events: [
        { type: 'signal', at: 60, symbol: 'ETHUSDT', side: 'long', confidence: 0.91, source: 'ensemble' },
        { type: 'hand', at: 64.584, what: 'opens a position', pick: 349, share: 0.57 },
        { type: 'hand', at: 1279.693, what: 'closes a position', pick: 752, share: 0.73 },
      ],
      from: 57,
    },
  },
  {
    name: 'I40 a person turns a position round, the guardian closes what came of it, and it never ends',
    without: [
      {
        file: 'lib/desk/position/attribute.ts',
        find: "if (isOpening && purpose.kind !== 'entry' && purpose.kind !== 'by-hand') continue;",
        replace: '',
      },
      SAME_HAND,
      GUARDIANS_END,
    ],
    story: {
      seed: 2001,
      minutes: 473,
      accountKind: 'credits-cross',
      walletUsd: 10000,
      limits: { 'control/foreign': 'flatten' },
      events: [
        { type: 'signal', at: 450, symbol: 'WIFUSDT', side: 'long', confidence: 0.76, source: 'forced' },
        { type: 'hand', at: 463.664, what: 'opens a position', pick: 185, share: 0.5 },
      ],
      from: 447,
    },
  },
  {
    name: 'I40 a stop closes what a person held beside the position too, and it never ends',
    without: {
      file: 'lib/desk/position/evolve.ts',
      find: 'return entered === position.entryQty && left > entered;',
      replace:
        "return entered === position.entryQty && left > entered && position.fills.at(-1)?.kind === 'by-hand';",
    },
    story: {
      seed: 566,
      minutes: 1246,
      accountKind: 'usdt-isolated',
      walletUsd: 15000,
      limits: { 'exits/hold-minutes-max': '45' },
      events: [
        { type: 'signal', at: 720, symbol: 'ETHUSDT', side: 'long', confidence: 0.75, source: 'ensemble' },
        { type: 'hand', at: 783.913, what: 'opens a position', pick: 625, share: 0.58 },
        { type: 'signal', at: 1215, symbol: 'ETHUSDT', side: 'short', confidence: 0.74, source: 'forced' },
        {
          type: 'call',
          at: 1215,
          actor: 'monitor',
          delivery: 0,
          port: 'venue',
          method: 'positions',
          nth: 0,
          fault: 'empty positions',
        },
        {
          type: 'call',
          at: 1215,
          actor: 'entry',
          delivery: 0,
          port: 'venue',
          method: 'place',
          nth: 0,
          fault: 'crash after a call',
        },
      ],
      from: 717,
    },
  },
  {
    name: 'I27 the stop of a foreign position that was closed in part goes with two empty answers',
    without: {
      file: 'lib/desk/guardian/closed.ts',
      find: 'return trades.some(({ at }) => at >= read && netClosed(order, trades, at) >= order.qty);',
      replace: 'return true;',
    },
    story: {
      seed: 1795834692,
      minutes: 708,
      accountKind: 'credits-cross',
      walletUsd: 10000,
      limits: { 'exits/on-reverse': 'close' },
      events: [
        { type: 'hand', at: 280.419, what: 'opens a position', pick: 147, share: 0.8 },
        { type: 'signal', at: 390, symbol: 'WIFUSDT', side: 'long', confidence: 0.85, source: 'ensemble' },
        { type: 'signal', at: 405, symbol: 'DOGEUSDT', side: 'long', confidence: 0.81, source: 'ensemble' },
        { type: 'signal', at: 420, symbol: 'DOGEUSDT', side: 'short', confidence: 0.79, source: 'forced' },
        { type: 'signal', at: 420, symbol: 'WIFUSDT', side: 'short', confidence: 0.77, source: 'ensemble' },
        { type: 'hand', at: 423.456, what: 'closes a part', pick: 347, share: 0.41 },
        { type: 'signal', at: 705, symbol: 'WIFUSDT', side: 'long', confidence: 0.95, source: 'forced' },
        {
          type: 'call',
          at: 706,
          actor: 'monitor',
          delivery: 0,
          port: 'venue',
          method: 'positions',
          nth: 0,
          fault: 'empty positions',
        },
        {
          type: 'call',
          at: 707,
          actor: 'monitor',
          delivery: 0,
          port: 'venue',
          method: 'positions',
          nth: 0,
          fault: 'empty positions',
        },
      ],
      from: 277,
    },
  },
  {
    name: '1795878884: a person opens a position where the desk’s has just ended, and what the guardian ends of it is counted',
    without: GUARDIANS_END,
    story: {
      seed: 1795878884,
      minutes: 120,
      accountKind: 'usdt-isolated',
      walletUsd: 10000,
      limits: {},
      events: [
        { type: 'signal', at: 90, symbol: 'BTCUSDT', side: 'long', confidence: 0.76, source: 'ensemble' },
        {
          type: 'call',
          at: 116,
          actor: 'monitor',
          delivery: 0,
          port: 'table',
          method: 'savePosition',
          nth: 0,
          fault: 'DynamoDB throttles',
        },
        { type: 'tick', at: 117, actor: 'monitor', what: 'reordered', seconds: 93.967 },
        { type: 'hand', at: 117.637, what: 'opens a position', pick: 96, share: 0.4 },
      ],
      from: 87,
    },
  },
];
