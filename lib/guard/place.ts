import { clientIdOf, type GuardianLeg } from '../desk/client-id.ts';
import { onlyCloses } from '../desk/guardian/closes.ts';
import type { Held } from '../desk/guardian/look.ts';
import type { SymbolId } from '../desk/units.ts';
import type { ConditionalReport, ConditionalRequest } from '../ports.ts';
import type { Watch } from './watch.ts';

/** The venue's words for "this id is in use". */
const DUPLICATE_ID = -4116;

export type Placed =
  /** Read back, and resting. */
  | { readonly type: 'live'; readonly report: ConditionalReport }
  | { readonly type: 'refused'; readonly code: number; readonly because: string }
  /** It may or may not be there. */
  | { readonly type: 'unanswered'; readonly because: string };

/** Sends one conditional order and reads it back. */
export async function placeConditional(
  watch: Watch,
  of: Pick<Held, 'symbol' | 'side'>,
  leg: GuardianLeg,
  order: Omit<ConditionalRequest, 'clientId'>,
): Promise<Placed> {
  const { venue } = watch.tick.desk;
  const clientId = nextId(watch, of.symbol, leg);
  // The port knows no conditional order that is neither reduce-only nor closes the position.
  const outcome = await venue.placeConditional(onlyCloses({ ...order, clientId, reduceOnly: true }, of));
  if (outcome.type === 'rejected' && outcome.code !== DUPLICATE_ID) {
    return { type: 'refused', code: outcome.code, because: `${outcome.code}: ${outcome.because}` };
  }
  const report = await venue.findConditional(clientId);
  if (report?.status === 'live') return { type: 'live', report };
  const because = outcome.type === 'unknown' ? outcome.because : 'it was not there when read back';
  return { type: 'unanswered', because };
}

/** The same ids for the same minute, whoever sends: a second tick of it is told that they are in use. */
export function nextId({ tick, ids }: Watch, symbol: SymbolId, leg: GuardianLeg): string {
  const { desk, minute } = tick;
  const id = clientIdOf(desk.name, `guardian-${symbol}-${minute}`, leg, ids.size);
  ids.add(id);
  return id;
}
