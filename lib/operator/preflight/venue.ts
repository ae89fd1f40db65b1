import { type BinanceClient, type BinanceOptions, binanceClient } from '../../adapters/binance/client.ts';
import { decode } from '../../adapters/binance/decode.ts';
import { serverTimeWire } from '../../adapters/binance/wire.ts';
import type { DeskMode } from '../../desk/preflight/target.ts';
import type { ClockReading } from '../../desk/preflight/venue.ts';

/** A venue that is silent for so long is not there, as far as an operator is concerned. */
const ANSWER_MS = 4_000;
/** The first reading has the connection's making in it. */
const READINGS = 3;

export interface VenueKeys {
  readonly apiKey: string;
  readonly secret: string;
}

/** A client of the venue of a mode. `baseUrl`: of an embedded desk's exchange, and in tests. */
export function venueClient(
  mode: DeskMode,
  options: Pick<BinanceOptions, 'baseUrl' | 'now'> & { readonly keys?: VenueKeys | undefined },
): BinanceClient {
  const { keys, ...rest } = options;
  return binanceClient({ ...rest, ...keys, demo: mode === 'demo', timeoutMs: ANSWER_MS });
}

/** This machine's clock against the venue's, by the quickest of some exchanges. Throws a PortError. */
export async function readClock(client: BinanceClient, now: () => number = Date.now): Promise<ClockReading> {
  const readings: ClockReading[] = [];
  for (let n = 0; n < READINGS; n += 1) {
    const [before, sent] = [now(), performance.now()];
    const { serverTime } = decode(serverTimeWire, await client.read('fapiPublicGetTime'), 'server time');
    const roundTripMs = performance.now() - sent;
    readings.push({
      host: client.host,
      serverTime,
      aheadMs: serverTime - (before + roundTripMs / 2),
      roundTripMs,
    });
  }
  return readings.reduce((best, each) => (each.roundTripMs < best.roundTripMs ? each : best));
}
