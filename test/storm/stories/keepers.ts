import type { Regression } from '../stories.ts';

/** The guardian, and ticks of two minutes at once. */
export const KEEPERS: readonly Regression[] = [
  {
    name: 'I15 an intent is stored, the process stands still, and its order goes out under another tick’s lease',
    without: {
      file: 'lib/minute/send.ts',
      find: '  if (late !== undefined) {',
      replace: '  if (late !== undefined && tick.minute < 0) {',
    },
    story: {
      seed: 4,
      minutes: 587,
      accountKind: 'usdt-isolated',
      walletUsd: 3000,
      limits: {},
      events: [
        { type: 'signal', at: 585, symbol: 'DOGEUSDT', side: 'short', confidence: 0.94, source: 'forced' },
        { type: 'signal', at: 585, symbol: 'WIFUSDT', side: 'long', confidence: 0.74, source: 'forced' },
        {
          type: 'call',
          at: 585,
          actor: 'entry',
          delivery: 0,
          port: 'table',
          method: 'saveIntent',
          nth: 3,
          fault: 'process stands still',
        },
      ],
      from: 582,
    },
  },
  {
    name: 'I21 “would trigger at once” that no mark confirms keeps the guardian from placing a stop',
    // Since seed 18246 what was refused twice is closed as well.
    without: [
      {
        file: 'lib/guard/secure.ts',
        find: 'isBelied ? await placeStop(watch, held, triggerPrice) : first',
        replace: 'first',
      },
      {
        file: 'lib/guard/secure.ts',
        find: "if (otherwise === 'helpless') return false;",
        replace: "if (otherwise === 'helpless' || isBelied) return false;",
      },
    ],
    story: {
      seed: 2048,
      minutes: 857,
      accountKind: 'credits-cross',
      walletUsd: 15000,
      limits: {},
      events: [
        { type: 'signal', at: 855, symbol: 'XRPUSDT', side: 'short', confidence: 0.81, source: 'forced' },
        {
          type: 'call',
          at: 855,
          actor: 'entry',
          delivery: 0,
          port: 'venue',
          method: 'place',
          nth: 0,
          fault: 'fill acknowledged only',
        },
        {
          type: 'call',
          at: 856,
          actor: 'monitor',
          delivery: 0,
          port: 'venue',
          method: 'findOrder',
          nth: 0,
          fault: 'read: HTTP 429',
        },
        {
          type: 'call',
          at: 856,
          actor: 'guardian',
          delivery: 0,
          port: 'venue',
          method: 'placeConditional',
          nth: 0,
          fault: 'order: -2021',
        },
      ],
      from: 852,
    },
  },
];
