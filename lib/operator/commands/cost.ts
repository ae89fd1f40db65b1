import { isOpen } from '../../desk/risk/exposure.ts';
import { Refusal } from '../../local/refusal.ts';
import { PortError } from '../../ports.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import type { CountedUsage } from '../cost/aws-usage.ts';
import { billOf } from '../cost/bill.ts';
import { DEPLOYED } from '../cost/deployed.ts';
import { MEASURED, measuredUsage, type Usage } from '../cost/measured.ts';
import { type CostView, costLines } from '../views/cost.ts';

/**
 * A desk's bill for a month of 30 days, at list prices: of a deployed desk by the seconds and units that CloudWatch has counted in
 * the last days, of an embedded one by its open positions and what the bench has measured, and without a desk, or where CloudWatch
 * may not be asked, by the latter alone. Throws a PortError where CloudWatch or the stores give no answer,
 * and a Refusal for a twin.
 */
export async function cost(connection?: Connection): Promise<Answer> {
  const { usage, isLive } =
    connection === undefined
      ? { usage: measuredUsage(DEPLOYED.tickGb), isLive: false }
      : await usageOf(connection);
  const { lines, listUsd, afterFreeUsd, extraDesk } = billOf(DEPLOYED, usage, isLive);
  const view: CostView = {
    desk: connection?.desk ?? null,
    symbols: MEASURED.symbols,
    live: isLive,
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

interface Used {
  readonly usage: Usage;
  /** A live desk speaks to the venue from a fixed address, which is paid for. */
  readonly isLive: boolean;
}

async function usageOf({ desk, reader, counted }: Connection): Promise<Used> {
  const { book, positions } = await reader.load();
  if (book?.twinOf !== undefined) throw new Refusal(twinWords(desk, book.twinOf));
  const said = await allowed(counted);
  const isLive = book?.mode === 'live';
  if (said !== undefined && said !== 'refused') return { usage: countedAsUsage(said), isLive };
  const measured = measuredUsage(DEPLOYED.tickGb, positions.filter(isOpen).length);
  if (said === undefined) return { usage: measured, isLive };
  const secondsFrom = `${measured.secondsFrom}, since ${REFUSED}`;
  return { usage: { ...measured, secondsFrom }, isLive };
}

/** The bill is of a desk that is whole: a scan, learning and alarms that a twin has not would be on it. */
const twinWords = (twin: string, original: string): string =>
  `cost: ${twin} is a twin of ${original}, without scan, learning and limits guard, and this bill is of a whole desk; docs/going-live.md, "A twin beside it", says what a twin costs, and --desk ${original} what its original does`;

const REFUSED =
  'CloudWatch did not let itself be asked: cloudwatch:ListMetrics and cloudwatch:GetMetricStatistics are needed';

/** Whoever may read the desk may lack the right to CloudWatch: then there is a bill all the same. */
async function allowed(counted: Connection['counted']): Promise<CountedUsage | 'refused' | undefined> {
  try {
    return await counted?.();
  } catch (error) {
    if (error instanceof PortError && error.kind === 'unauthorised') return 'refused';
    throw error;
  }
}

/** The table is counted for all its desks together; each is taken to use as much as the others. */
function countedAsUsage({ seconds, reads, writes, desks, days }: CountedUsage): Usage {
  const from = `counted by CloudWatch, ${days} days`;
  return {
    seconds,
    reads: reads / desks,
    writes: writes / desks,
    secondsFrom: `${from}, without the starts of containers`,
    unitsFrom: desks === 1 ? from : `${from}, of the table an equal share for each of its ${desks} desks`,
  };
}
