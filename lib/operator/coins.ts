import type { Coin } from '../desk/doctor/evidence.ts';
import { isUsable } from '../desk/instrument.ts';

/** How long a running desk's exchange may take for one answer. */
const ANSWER_MS = 5_000;

/**
 * Every market of an exchange at its mark; those without a price or with steps that are none are left out. The adapter
 * is loaded here, since only the doctor asks. Throws a PortError where the exchange does not answer.
 */
export async function coinsAt(baseUrl: string): Promise<readonly Coin[]> {
  const [{ binanceClient }, { binanceMarket }] = await Promise.all([
    import('../adapters/binance/client.ts'),
    import('../adapters/binance/market.ts'),
  ]);
  const client = binanceClient({ baseUrl, timeoutMs: ANSWER_MS });
  try {
    const market = binanceMarket(client);
    const [instruments, marks] = await Promise.all([market.instruments(), market.marks()]);
    const markOf = new Map(marks.map(({ symbol, mark }) => [symbol, mark]));
    return instruments.filter(isUsable).flatMap(instrument => {
      const price = markOf.get(instrument.symbol);
      return price === undefined || !(price > 0) ? [] : [{ instrument, price }];
    });
  } finally {
    await client.close();
  }
}
