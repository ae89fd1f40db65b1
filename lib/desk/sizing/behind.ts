import { depthWithin } from '../execution/entry-order.ts';
import { cite } from '../limits/limits.ts';
import { boundsInForce, EMPTY_PORTFOLIO } from '../portfolio/balance.ts';
import { capsOf } from '../risk/guard.ts';
import { type NotionalUsd, notionalUsd } from '../units.ts';
import { untilProved } from './proving.ts';
import type { SizeInput } from './size.ts';
import { capped, DEPTH_STEP, type SizingOwner, type SizingStep, type SizingTrace } from './trace.ts';

interface Ceiling {
  readonly owner: SizingOwner;
  readonly step: string;
  readonly ceilingUsd: NotionalUsd;
  readonly limit?: string;
}

/**
 * What the steps behind a refusal would have cut from the size that had reached it, had nobody refused: those that have a
 * line in `trace` are passed already. A step that would have left nothing would have refused as well, and is lifted too.
 * Without reasons: nothing of it happened.
 */
export function cutsBehind(trace: SizingTrace, reachedUsd: NotionalUsd, input: SizeInput): SizingTrace {
  // Lines behind the one that left nothing have found nothing: they are not passed.
  const passed = new Set(trace.filter(({ beforeUsd }) => beforeUsd > 0).map(nameOf));
  const start: SizingTrace = [
    { owner: 'Math AI', step: 'reached', beforeUsd: reachedUsd, afterUsd: reachedUsd, because: '' },
  ];
  const behind = ceilingsOf(input)
    .filter(each => each.ceilingUsd > 0 && !passed.has(nameOf(each)))
    .reduce(
      (sofar, { owner, step, ceilingUsd, limit }) => capped(sofar, owner, step, ceilingUsd, '', limit),
      start,
    );
  return untilProved(behind, input).filter(({ beforeUsd, afterUsd }) => afterUsd < beforeUsd);
}

const nameOf = ({ owner, step }: Pick<SizingStep, 'owner' | 'step'>): string => `${owner}: ${step}`;

/** All that `shrunk` holds a size under, in its order. */
function ceilingsOf(input: SizeInput): readonly Ceiling[] {
  const { plan, limits, portfolio = EMPTY_PORTFOLIO, depth: book, instrument } = input;
  const { symbol, side } = plan;
  return [
    ...boundsInForce({ ...portfolio, symbol, side, limits }).map(({ step, roomUsd, limit }) => ({
      owner: 'Portfolio Balancer' as const,
      step,
      ceilingUsd: roomUsd,
      limit,
    })),
    ...capsOf(input).map(({ step, ceiling, limit }) => ({
      owner: 'Risk Guard' as const,
      step,
      ceilingUsd: notionalUsd(ceiling),
      ...(limit === undefined ? {} : { limit }),
    })),
    {
      owner: 'Smart Execution',
      step: DEPTH_STEP,
      ceilingUsd: depthWithin({ side, book, instrument, limits }),
      limit: cite(limits, 'execution/slippage-bps-max'),
    },
  ];
}
