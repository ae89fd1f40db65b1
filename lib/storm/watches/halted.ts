import type { Watch } from '../judge.ts';

/** While a person or the drawdown limit has halted the desk, or its limits cannot be relied on, nothing is opened. */
export const watchHalts: Watch = ({ limits, sim }, expect) => {
  let haltedSince: number | undefined;
  return step => {
    if (step.type === 'saved book')
      haltedSince = step.book.haltedAt === undefined ? undefined : (haltedSince ?? sim.now);
    if (step.type !== 'accepted' || step.line.kind !== 'order' || step.line.reduceOnly) return;
    const { tick, line } = step;
    const wasActive = limits
      .since(tick.startedAt)
      .some(answer => answer.type === 'limits' && answer.limits.values['control/state'] === 'active');
    expect(
      'halted opens nothing',
      wasActive,
      () => `${line.symbol} was opened, and the limits were halted or no good since before the tick began`,
    );
    expect(
      'halted opens nothing',
      haltedSince === undefined || haltedSince >= tick.startedAt,
      () => `${line.symbol} was opened after the drawdown limit had halted the desk`,
    );
  };
};
