import { isOwnClientId } from '../desk/client-id.ts';
import { afterTrial, canary, isTrialDue, type StopProof, type StopTrial } from '../desk/guardian/proof.ts';
import { defaultLimits } from '../desk/limits/limits.ts';
import type { SymbolId } from '../desk/units.ts';
import { sentenceOf } from '../minute/tick.ts';
import { placeConditional } from './place.ts';
import { cancel } from './tidy.ts';
import { instrumentOf, isLeftAlone, type Watch, whose } from './watch.ts';

/** What is known of the stop endpoint after this tick. It is tried on schedule, and each minute after a failure. */
export async function proveStops(watch: Watch, before: StopProof): Promise<StopProof> {
  const { tick, account, book, trials } = watch;
  const known = [...seenTrials(watch), ...trials].reduce(afterTrial, before);
  const limits = watch.limits ?? book?.lastGoodLimits ?? defaultLimits();
  if (!isTrialDue(known, account.at, limits)) return known;
  try {
    const trial = await fly(watch, known.failure?.symbol);
    return trial === undefined ? known : afterTrial(known, trial);
  } catch (error) {
    tick.note({ type: 'trouble', what: 'canary', because: sentenceOf(error) });
    return known;
  }
}

/** What others have shown: a stop of the desk's own that rests was taken; a position closed for want of one was not. */
function seenTrials({ tick, account, book }: Watch): StopTrial[] {
  const failed = (book?.positions ?? []).flatMap(({ symbol, exits }) =>
    exits
      .filter(({ because }) => because === 'unprotected-flatten')
      .map(({ minute }): StopTrial => {
        const because = 'a position was closed because no stop of it could be confirmed';
        return { type: 'failed', at: minute, symbol, because };
      }),
  );
  const proved = account.resting
    .filter(({ type, clientId }) => type === 'stop-market' && isOwnClientId(tick.desk.name, clientId))
    .map(({ createdAt }): StopTrial => ({ type: 'proved', at: createdAt }));
  return [...failed, ...proved];
}

/** Refusals for want of a position: the endpoint is there, and more cannot be learnt without one. */
const NEEDS_POSITION: ReadonlySet<number> = new Set([-2022, -4509]);

/**
 * Places a far, small stop, reads it back and cancels it: on an open position, or where stops have failed, even without
 * one. Undefined where there is nothing to try it on.
 */
async function fly(watch: Watch, failedOn: SymbolId | undefined): Promise<StopTrial | undefined> {
  const { tick, account } = watch;
  const { desk } = tick;
  const on =
    account.held.find(held => whose(watch, held).type === 'own') ??
    account.held.find(held => !isLeftAlone(watch, held));
  const symbol = on?.symbol ?? failedOn;
  if (symbol === undefined) return undefined;
  const { side, qty: most } = on ?? { side: 'long' as const, qty: undefined };
  const { mark: markPrice } = await desk.market.mark(symbol);
  const order = canary({ side, markPrice, most }, instrumentOf(watch, symbol));
  const sent = await placeConditional(watch, { symbol, side }, 'canary', {
    ...order,
    symbol,
    type: 'stop-market',
  });
  const at = desk.clock.now();
  if (sent.type === 'live') {
    await cancel(watch, sent.report, 'a canary came back: the venue takes stops');
    return { type: 'proved', at };
  }
  const { because } = sent;
  tick.note({ type: 'trouble', what: 'canary', symbol, because });
  const unlearnt = on === undefined && sent.type === 'refused' && NEEDS_POSITION.has(sent.code);
  return unlearnt ? { type: 'needs-position', at } : { type: 'failed', at, symbol, because };
}
