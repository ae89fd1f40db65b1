import { isOpen } from '../../desk/risk/exposure.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { billOf } from '../cost/bill.ts';
import { DEPLOYED, TICKING, type Ticking } from '../cost/deployed.ts';
import { MEASURED, measuredUsage, type Usage } from '../cost/measured.ts';
import { type CostView, costLines } from '../views/cost.ts';

/**
 * A desk's bill for a month of 30 days, at list prices: of a deployed desk by the seconds and units that CloudWatch has counted in
 * the last days, of an embedded one by its open positions and what the bench has measured, and without a desk by the latter
 * alone. Throws a PortError where CloudWatch or the stores give no answer.
 */
export async function cost(connection?: Connection): Promise<Answer> {
  const usage = connection === undefined ? measuredUsage(DEPLOYED.tickGb) : await usageOf(connection);
  const { lines, listUsd, afterFreeUsd, extraDesk } = billOf(DEPLOYED, usage);
  const view: CostView = {
    desk: connection?.desk ?? null,
    symbols: MEASURED.symbols,
    usage,
    lines: lines.map(({ what, count, parts, free }) => ({
      what,
      count,
      listUsd: Object.values(parts).reduce((sum, dollars) => sum + dollars, 0),
      freeUsd: free,
    })),
    listUsd,
    afterFreeUsd,
    extraDesk,
  };
  return { json: view, lines: screen => costLines(view, screen) };
}

async function usageOf({ reader, counted }: Connection): Promise<Usage> {
  const said = await counted?.();
  if (said === undefined) {
    const { positions } = await reader.load();
    return measuredUsage(DEPLOYED.tickGb, positions.filter(isOpen).length);
  }
  const from = `counted by CloudWatch, ${said.days} days`;
  return {
    seconds: spread(said.seconds),
    reads: said.reads,
    writes: said.writes,
    secondsFrom: from,
    unitsFrom: `${from}, all desks of the table`,
  };
}

/** Seconds of all functions together, divided as the bench found them: the sum is what is paid. */
function spread(seconds: number): Usage['seconds'] {
  const known = measuredUsage(DEPLOYED.tickGb).seconds;
  const sum = TICKING.reduce((total, name) => total + known[name], 0);
  return Object.fromEntries(TICKING.map(name => [name, (known[name] / sum) * seconds])) as Record<
    Ticking,
    number
  >;
}
