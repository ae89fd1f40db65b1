import type { SizingTrace } from '../../desk/sizing/trace.ts';
import type { Watch } from '../judge.ts';

const CENT = 0.005;
/** The limit price lies this far from what is expected to be paid: slippage limit, spread and a coarse tick. */
const LIMIT_DISTANCE = 0.006;

/** Each order's size is the last line of a trace whose lines follow from one another, and never grow after the policy's. */
export const watchTraces: Watch = ({ table }, expect) => {
  const seen = new Set<string>();
  return step => {
    if (step.type === 'accepted' && step.line.kind === 'order' && !step.line.reduceOnly) {
      const { clientId, qty, price, symbol } = step.line;
      const intent = table.intents.get(clientId) ?? table.done.get(clientId);
      if (intent === undefined) return;
      const size = intent.trace.at(-1)?.afterUsd ?? Number.NaN;
      expect(
        'the trace adds up',
        intent.qty === qty && intent.limitPrice === price,
        () => `${symbol}: ${qty} at ${price} was sent, the intent says ${intent.qty} at ${intent.limitPrice}`,
      );
      expect(
        'the trace adds up',
        Math.abs(size / (qty * price) - 1) < LIMIT_DISTANCE,
        () => `${symbol}: ${qty} at ${price} was sent, the trace ends at ${size}`,
      );
      const fault = faultOf(intent.trace);
      expect('the trace adds up', fault === undefined, () => `${symbol}: ${fault}`);
    }
    if (step.type !== 'saved position' || seen.has(step.position.id)) return;
    const { id, trace, executedNotionalUsd, entryQty, plannedNotionalUsd } = step.position;
    seen.add(id);
    const fault = faultOf(trace);
    expect('the trace adds up', fault === undefined, () => `${id}: ${fault}`);
    expect(
      'the trace adds up',
      Math.abs((trace[0]?.afterUsd ?? 0) - plannedNotionalUsd) < CENT &&
        entryQty > 0 &&
        executedNotionalUsd > 0,
      () => `${id} was planned at ${plannedNotionalUsd}, its trace begins with ${trace[0]?.afterUsd}`,
    );
  };
};

function faultOf(trace: SizingTrace): string | undefined {
  let mayGrow = true;
  let intended = 0;
  for (const [i, { step, beforeUsd, afterUsd, because }] of trace.entries()) {
    const previous = trace[i - 1]?.afterUsd;
    if (previous !== undefined && Math.abs(previous - beforeUsd) > CENT)
      return `the step ${step} begins at ${beforeUsd}, the one before ended at ${previous}`;
    // Slices add up to what was intended, and no further.
    const most = step.startsWith('slice ') ? intended : beforeUsd;
    if (!mayGrow && afterUsd > most + CENT) return `the step ${step} makes ${beforeUsd} into ${afterUsd}`;
    if (because === '') return `the step ${step} gives no reason`;
    if (step === 'policy') {
      mayGrow = false;
      intended = afterUsd;
    }
  }
  return trace.length === 0 ? 'there is no trace' : undefined;
}
