import type { JournalRecord } from '../../lib/desk/journal.ts';
import type { Position } from '../../lib/desk/position/position.ts';
import {
  MINUTE_MS,
  type Minute,
  minutesAfter,
  notionalUsd,
  price,
  type SymbolId,
  symbolId,
  usd,
} from '../../lib/desk/units.ts';
import type { Connection } from '../../lib/operator/connection.ts';
import type { DeskState } from '../../lib/ports.ts';
import { aBook, aTrace, NOW } from '../kit/builders.ts';
import { aPosition } from '../kit/positions.ts';

const POSITIONS = 15;
/** Of each minute: what the log shows of it, and the account. */
const LINES_A_MINUTE = 10;

/**
 * A desk with more on it than any real one: fifteen open positions, `lines` lines in its journal, and a minute that goes
 * on when `tick` is called.
 */
export function aCrowdedDesk(lines: number): { readonly desk: Connection; readonly tick: () => void } {
  const symbols = Array.from({ length: POSITIONS }, (_, i) =>
    symbolId(`COIN${String(i).padStart(2, '0')}USDT`),
  );
  const minutes = Math.ceil(lines / LINES_A_MINUTE);
  const first = minutesAfter(NOW, -minutes);
  let now = NOW;
  const positions = symbols.map((symbol, i): Position => {
    const openedAt = minutesAfter(NOW, -1_000 - i);
    return aPosition({
      id: `${symbol}-20260104T2150`,
      symbol,
      openedAt,
      phase: 'protected',
      side: i % 2 === 0 ? 'long' : 'short',
    });
  });
  const state = (): DeskState => ({
    book: aBook({ monitoredMinute: now, equityUsd: usd(equityAt(now)), highWaterUsd: usd(10_200) }),
    positions,
    intents: [],
    universe: undefined,
    guardian: undefined,
    lastGoodLimits: undefined,
    policy: undefined,
  });
  const desk: Connection = {
    desk: 'crowd',
    reader: {
      load: async () => state(),
      universeReasons: async () => undefined,
      closedPositions: async () => [],
      position: async id => positions.find(each => each.id === id),
      closedBetween: async () => [],
      dayTruths: async () => [],
      journal: async function* ({ from, to }) {
        for (let minute = Math.max(from, first); minute <= Math.min(to, now); minute += MINUTE_MS)
          yield* recordsOf(minute as Minute, symbols, positions);
      },
    },
    limits: { list: async () => [] } as unknown as Connection['limits'],
    parameters: undefined as unknown as Connection['parameters'],
    models: undefined as unknown as Connection['models'],
    close: async () => {},
  };
  return {
    desk,
    tick: () => {
      now = minutesAfter(now, 1);
    },
  };
}

const equityAt = (minute: number): number => 10_000 + 150 * Math.sin(minute / MINUTE_MS / 300);
const markAt = (minute: number, n: number): number => 100 + 0.9 * Math.sin(minute / MINUTE_MS / 40 + n);

function* recordsOf(
  minute: Minute,
  symbols: readonly SymbolId[],
  positions: readonly Position[],
): Generator<JournalRecord> {
  const base = { minute, mode: 'embedded' } as const;
  yield {
    ...base,
    role: 'monitor',
    type: 'account',
    equityUsd: usd(equityAt(minute)),
    highWaterUsd: usd(10_200),
    marks: symbols.map((symbol, n) => ({ symbol, markPrice: price(markAt(minute, n)) })),
  };
  for (let n = 0; n < LINES_A_MINUTE - 1; n += 1) {
    const which = (minute / MINUTE_MS + n) % symbols.length;
    const [symbol, position] = [symbols[which], positions[which]];
    if (symbol === undefined || position === undefined) continue;
    yield n % 3 === 0
      ? {
          ...base,
          role: 'monitor',
          type: 'protection',
          positionId: position.id,
          symbol,
          leg: 'working',
          action: 'moved',
          triggerPrice: price(markAt(minute, which) * 0.99),
          stage: 'trailing',
          because: `0.504 % behind the best mark ${markAt(minute, n).toFixed(4)}`,
        }
      : {
          ...base,
          role: 'entry',
          type: 'not-taken',
          symbol,
          side: n % 2 === 0 ? 'long' : 'short',
          source: 'ensemble',
          code: 'symbol-busy',
          because: `a position in ${symbol} is open since minute ${minute / MINUTE_MS - n}`,
          plannedUsd: notionalUsd(600),
          trace: aTrace(600),
        };
  }
  yield { ...base, role: 'entry', type: 'minute', entries: 0, noTrade: 'no-signal' };
}
