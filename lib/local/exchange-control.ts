import * as z from 'zod';
import { type EpochMs, epochMs, type Price, price, type SymbolId, symbolId } from '../desk/units.ts';

const status = z.object({
  time: z.number(),
  startedAt: z.number(),
  marketEndsAt: z.number(),
  equityUsd: z.number(),
  realisedUsd: z.number(),
  feesUsd: z.number(),
  fundingUsd: z.number(),
  unprotectedMinutes: z.number(),
  duplicateOrders: z.number(),
  fills: z.number(),
});
/** The exchange's account of the run, in dollars; the two safety figures come from its own order log. */
export type ExchangeStatus = z.infer<typeof status>;

const advanced = z.object({ time: z.number(), ended: z.boolean() });
const marks = z.array(z.object({ symbol: z.string(), markPrice: z.string() }));

/** What the embedded runtime asks of the simulated exchange, beside what the handlers ask of the venue. */
export interface ExchangeControl {
  status(): Promise<ExchangeStatus>;
  /** Plays one minute. Answers the market's time after it, and whether the market is over. */
  advance(): Promise<{ readonly time: EpochMs; readonly ended: boolean }>;
  marks(): Promise<ReadonlyMap<SymbolId, Price>>;
}

/** Rejects when the exchange is not there, or answers something else than expected. */
export function exchangeControl(url: string): ExchangeControl {
  const call = async (path: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, init);
    if (answer.ok) return await answer.json();
    throw new Error(`the simulated exchange answered ${answer.status} to ${path}: ${await answer.text()}`);
  };
  return {
    status: async () => status.parse(await call('/sim/status')),
    advance: async () => {
      const answer = await call('/sim/advance', { method: 'POST', body: '{"minutes":1}' });
      const { time, ended } = advanced.parse(answer);
      return { time: epochMs(time), ended };
    },
    marks: async () => {
      const rows = marks.parse(await call('/fapi/v1/premiumIndex'));
      return new Map(rows.map(row => [symbolId(row.symbol), price(Number(row.markPrice))]));
    },
  };
}
