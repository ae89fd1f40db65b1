import type { NotTakenRow, NowView, TradeRow } from '../operator/page/api.ts';
import { useAnswer } from './live.ts';
import { Empty, Money, Panel, Shown, Side, Table } from './parts.tsx';
import { linkTo } from './route.ts';
import { dollars, rText, shortText, spoken } from './words.ts';

/** Trades that are over, and trades that were not taken. Each leads to its waterfall. */
export function TradesView({ now }: { readonly now: NowView }) {
  const closed = useAnswer<readonly TradeRow[]>('/api/trades', now.revision, 3_000);
  const refused = useAnswer<readonly NotTakenRow[]>('/api/not-taken', now.revision, 3_000);
  return (
    <div class="grid">
      <Panel title="Closed trades" wide>
        <Shown answer={closed}>{rows => <Closed rows={rows} />}</Shown>
      </Panel>
      <Panel title="Trades not taken" wide>
        <Shown answer={refused}>{rows => <NotTaken rows={rows} />}</Shown>
      </Panel>
    </div>
  );
}

function Closed({ rows }: { readonly rows: readonly TradeRow[] }) {
  if (rows.length === 0) return <Empty>No trade has been closed yet.</Empty>;
  return (
    <Table
      caption="Newest first"
      head={[
        'Coin',
        'Side',
        'Opened',
        'Closed',
        'Planned #',
        'Executed #',
        'Cut most by',
        'Net #',
        'R #',
        'Last exit',
      ]}
    >
      {rows.map(row => (
        <tr key={row.id}>
          <th scope="row">
            <a href={linkTo('trade', row.id)}>{row.symbol}</a>
          </th>
          <td>
            <Side side={row.side} source={row.source} />
          </td>
          <td>{shortText(row.openedAt)}</td>
          <td>{row.closedAt === null ? '' : shortText(row.closedAt)}</td>
          <td class="num">{dollars(row.plannedUsd)}</td>
          <td class="num">{dollars(row.executedUsd)}</td>
          <td>{row.cutBy ?? 'nothing'}</td>
          <td class="num">
            <Money usd={row.netUsd} />
          </td>
          <td class="num">{rText(row.rMultiple)}</td>
          <td>{row.exit === null ? '' : spoken(row.exit)}</td>
        </tr>
      ))}
    </Table>
  );
}

function NotTaken({ rows }: { readonly rows: readonly NotTakenRow[] }) {
  if (rows.length === 0) return <Empty>No trade was refused in the last seven days.</Empty>;
  return (
    <Table caption="Newest first" head={['Coin', 'Side', 'When', 'Refused by', 'Why', 'Planned #']}>
      {rows.map(row => (
        <tr key={row.key}>
          <th scope="row">
            <a href={linkTo('not-taken', row.key)}>{row.symbol}</a>
          </th>
          <td>
            <Side side={row.side} source={row.source} />
          </td>
          <td>{shortText(Date.parse(row.minute))}</td>
          <td>{spoken(row.code)}</td>
          <td class="long">{row.because}</td>
          <td class="num">{row.plannedUsd === null ? '–' : dollars(row.plannedUsd)}</td>
        </tr>
      ))}
    </Table>
  );
}
