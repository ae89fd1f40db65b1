import { expect } from 'vitest';
import { memoryAccountStore } from '../../lib/adapters/memory/account-store.ts';
import { close } from '../../lib/close.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import { DAY_MS, type Minute, minuteOf, usd } from '../../lib/desk/units.ts';
import type { CloseDesk, Desk, Original } from '../../lib/minute/desk.ts';
import { settlementsOf } from '../../lib/sim/funding-history.ts';
import type { PaperAccount } from '../../lib/sim/paper/account.ts';
import { paperVenue } from '../../lib/sim/paper-venue.ts';
import type { TestDeskOptions } from './desk.ts';
import { aNight, DAY_0, EVENING, type Night } from './nights.ts';
import { paperOptions } from './paper.ts';

/** Two desks through one night, a minute of each in turn, on two engines of one market. */
export interface Pairing {
  readonly original: Night;
  readonly twin: Night;
  /** Both go on until then; the days are not closed by it. */
  until(time: string): Promise<void>;
  /** Closes a day of one of the two, as its function does after midnight. */
  closeOriginal(): Promise<void>;
  closeTwin(change?: Partial<CloseDesk>): Promise<void>;
  /** Both, and the original first. */
  closeBoth(): Promise<void>;
  /** What the twin has written of the first day. */
  divergences(): Promise<readonly Divergent[]>;
  /** Metrics of the comparison. */
  emitted(): readonly Readonly<Record<string, number>>[];
  close(): Promise<void>;
}
type Divergent = Extract<JournalRecord, { readonly type: 'divergence' }>;

interface PairingOptions {
  /** Where the desk that is shadowed trades: on the exchange over HTTP, on its engine, or on paper as its twin does. */
  readonly original: 'exchange' | 'engine' | 'paper';
  readonly twinEquityUsd?: number;
  readonly signals?: readonly Signal[];
  readonly from?: string;
  readonly twinFrom?: string;
  /** Replaces ports of the original alone. */
  readonly change?: TestDeskOptions['change'];
}

export async function aPairing(options: PairingOptions): Promise<Pairing> {
  const { twinEquityUsd = 10_000, signals = EVENING.signals, change } = options;
  const { from = EVENING.from, twinFrom = from } = options;
  const common = { ...EVENING, from, signals, closes: false };
  const over = options.original === 'exchange' ? 'http' : 'process';
  const original = await (options.original === 'paper'
    ? onPaper(common, 10_000)
    : aNight({ ...common, over, ...(change === undefined ? {} : { change }) }));
  const twin = await onPaper({ ...common, from: twinFrom }, twinEquityUsd, { twinOf: 'main' });
  const seen: Original = { name: 'main', history: original.store };
  const closeOf = async (night: Night, more: Partial<CloseDesk>) => {
    await night.monitor();
    await close({ ...night.closing, ...more }, night.now());
    await night.minute();
  };
  const closeOriginal = () => closeOf(original, {});
  const closeTwin = (more: Partial<CloseDesk> = {}) => closeOf(twin, { original: seen, ...more });
  return {
    original,
    twin,
    until: async time => {
      for (const night of [original, twin]) await night.until(time);
    },
    closeOriginal,
    closeTwin,
    closeBoth: async () => {
      await closeOriginal();
      await closeTwin();
    },
    divergences: async () => {
      const found: Divergent[] = [];
      const span = { from: DAY_0 as Minute, to: minuteOf(DAY_0 + 2 * DAY_MS) };
      for await (const record of twin.store.journal(span))
        if (record.type === 'divergence') found.push(record);
      return found;
    },
    emitted: () => twin.emitted.filter(values => 'DecisionsApart' in values),
    close: async () => {
      await Promise.all([original.close(), twin.close()]);
    },
  };
}

/** A night whose account is kept beside the desk, over the public side of its own engine. */
async function onPaper(
  options: Parameters<typeof aNight>[0],
  equityUsd: number,
  shadows: Pick<Desk, 'twinOf'> = {},
): Promise<Night> {
  const store = memoryAccountStore<PaperAccount>();
  let shown: Desk | undefined;
  const paper = ({ market, clock }: Pick<Desk, 'market' | 'clock'>) => ({
    mode: 'paper',
    ...shadows,
    venue: paperVenue(
      paperOptions(options.market, {
        market,
        clock,
        store,
        openingUsd: usd(equityUsd),
        funding: {
          settlements: async (symbol, since) => settlementsOf(options.market, symbol, since, clock.now()),
        },
      }),
    ),
  });
  return await aNight({
    ...options,
    change: plain => {
      shown = plain;
      return paper(plain);
    },
    changeGuard: () => paper(shown ?? expect.fail('no desk yet')),
  });
}
