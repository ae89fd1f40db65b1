import type { Watch } from '../judge.ts';

/**
 * The monitor has been there before (I63); an intent is written first, and its order reaches the venue once at most,
 * whatever came back (I10, I62). A stop may be named again, but not once it has traded: whose trades those were could no
 * longer be told. A target that has filled is over (I29).
 */
export const watchOrders: Watch = ({ table, engine, ledger }, expect) => {
  const taken = new Set<string>();
  return step => {
    if (step.type !== 'accepted') return;
    const { kind, clientId, reduceOnly, symbol } = step.line;
    const name = kind === 'algo' ? 'conditional order' : reduceOnly ? 'exit' : 'entry';
    const isTaken =
      kind === 'algo'
        ? engine.state.algos.some(algo => algo.clientId === clientId && algo.actualQty > 0)
        : taken.has(clientId);
    expect(
      'one order per intent',
      !isTaken,
      () => `the venue took ${name} ${clientId} in ${symbol} on twice`,
    );
    if (step.line.type === 'TAKE_PROFIT_MARKET') {
      const since = ledger.held.get(symbol)?.openedAt ?? Number.POSITIVE_INFINITY;
      const hasFired = engine.state.algos.some(
        algo =>
          algo.symbol === symbol &&
          algo.type === 'TAKE_PROFIT_MARKET' &&
          algo.triggerPrice === step.line.price &&
          algo.actualQty > 0 &&
          algo.triggeredAt >= since,
      );
      expect(
        'a target fires once',
        !hasFired,
        () => `the target of ${symbol} at ${step.line.price} is placed again`,
      );
    }
    if (kind === 'order') taken.add(clientId);
    if (kind !== 'order' || reduceOnly) return;
    const monitored = table.books.get('book')?.monitoredMinute ?? 0;
    expect(
      'exits come first',
      monitored >= step.tick.minute,
      () => `${symbol} was opened before the monitor of that minute was done`,
    );
    const intent = table.intents.get(clientId) ?? table.done.get(clientId);
    const isKnown = intent !== undefined && intent.state !== 'void' && intent.state !== 'reserved';
    expect(
      'an intent before each order',
      isKnown,
      () => `${clientId} opened ${symbol} while its intent was ${intent?.state ?? 'not written'}`,
    );
  };
};
