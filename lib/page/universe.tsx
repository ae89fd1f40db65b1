import { useState } from 'preact/hooks';
import type { UniverseView as View } from '../operator/commands/universe.ts';
import type { NowView } from '../operator/page/api.ts';
import { useAnswer } from './live.ts';
import { Empty, Find, Panel, Shown, Table } from './parts.tsx';
import { minuteText } from './words.ts';

/** Every coin, with the reason why it is in or out. */
export function UniverseView({ now }: { readonly now: NowView }) {
  const answer = useAnswer<View>('/api/universe', now.revision, 5_000);
  const [typed, setTyped] = useState('');
  return (
    <Shown answer={answer}>
      {view => (
        <Panel
          title={`${view.coins.filter(coin => coin.in).length} of ${view.coins.length} coins are in`}
          wide
          note={<Find typed={typed} found={setTyped} hint="coin or reason" />}
        >
          {view.minute === null ? (
            <Empty>No scan has been made yet.</Empty>
          ) : (
            <Coins view={view} typed={typed.trim().toLowerCase()} />
          )}
        </Panel>
      )}
    </Shown>
  );
}

function Coins({ view, typed }: { readonly view: View; readonly typed: string }) {
  const found = view.coins.filter(({ symbol, because }) =>
    `${symbol} ${because}`.toLowerCase().includes(typed),
  );
  const when = view.minute === null ? '' : minuteText(Date.parse(view.minute));
  if (found.length === 0) return <Empty>No coin, and no reason, holds “{typed}”.</Empty>;
  return (
    <Table caption={`Scanned ${when} UTC; members first, by rank`} head={['Coin', 'Universe', 'Why']}>
      {found.map(coin => (
        <tr key={coin.symbol}>
          <th scope="row">{coin.symbol}</th>
          <td>{coin.in ? <span class="good">in</span> : <span class="dim">out</span>}</td>
          <td class="long">{coin.because}</td>
        </tr>
      ))}
    </Table>
  );
}
