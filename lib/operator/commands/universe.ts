import { minuteText } from '../../desk/words.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { paragraph, type Screen } from '../screen.ts';

export interface UniverseView {
  readonly desk: string;
  /** Minute of the scan, and of the reasons, which are stored when something changes and each quarter of an hour. */
  readonly minute: string | null;
  readonly reasonsMinute: string | null;
  readonly coins: readonly { readonly symbol: string; readonly in: boolean; readonly because: string }[];
}

/** Every coin with the reason why it is in or out, members first in their rank. */
export async function universe({ desk, reader }: Connection): Promise<Answer> {
  const { universe: scanned } = await reader.load();
  const stored = await reader.universeReasons();
  const members: readonly string[] = scanned?.symbols ?? [];
  const reasons = stored?.reasons ?? {};
  const others = Object.keys(reasons)
    .filter(symbol => !members.includes(symbol))
    .toSorted();
  const view: UniverseView = {
    desk,
    minute: scanned === undefined ? null : new Date(scanned.minute).toISOString(),
    reasonsMinute: stored === undefined ? null : new Date(stored.minute).toISOString(),
    coins: [...members, ...others].map(symbol => ({
      symbol,
      in: members.includes(symbol),
      because: (reasons[symbol] ?? 'no reason stored').replace(/^(in|out)(: |, )/, ''),
    })),
  };
  return { json: view, lines: screen => universeLines(view, screen) };
}

/** The view as lines. Pure. */
export function universeLines(view: UniverseView, { paint, width }: Screen): string[] {
  if (view.minute === null) return ['No scan has been made yet.'];
  const size = view.coins.filter(coin => coin.in).length;
  const room = Math.max(0, ...view.coins.map(({ symbol }) => symbol.length)) + 2;
  const coins = view.coins.flatMap(coin =>
    paragraph(coin.because, width - room - 5).map((line, i) => {
      const mark = coin.in ? paint.good('in   ') : paint.dim('out  ');
      return i === 0 ? `${mark}${coin.symbol.padEnd(room)}${line}` : `${' '.repeat(room + 5)}${line}`;
    }),
  );
  const head = `${size} of ${view.coins.length} coins are in, scanned ${minuteText(Date.parse(view.minute))} UTC`;
  return [paint.bold(head), ...coins];
}
