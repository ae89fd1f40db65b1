import type { Watch } from '../judge.ts';

/** The monitor has been there before (I63); an intent is written first, and its order reaches the venue once at most, whatever came back (I10, I62). */
export const watchOrders: Watch = ({ table }, expect) => {
  const taken = new Set<string>();
  return step => {
    if (step.type !== 'accepted') return;
    const { kind, clientId, reduceOnly, symbol } = step.line;
    const key = `${kind} ${clientId}`;
    const name = kind === 'algo' ? 'conditional order' : reduceOnly ? 'exit' : 'entry';
    expect(
      'one order per intent',
      !taken.has(key),
      () => `the venue took ${name} ${clientId} in ${symbol} on twice`,
    );
    taken.add(key);
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
