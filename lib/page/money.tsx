import type { NowView } from '../operator/page/api.ts';
import type { ProfitView } from '../operator/views/profit.ts';
import { useAnswer } from './live.ts';
import { Empty, Money, Panel, Shown, Table } from './parts.tsx';
import { PriceTags } from './price-tags.tsx';
import { ProfitWaterfall } from './profit.tsx';
import { DailyReport } from './report.tsx';
import { dollars, percent } from './words.ts';

/** Where the planned profit went, and the venue's own account of the same days. */
export function MoneyView({ now }: { readonly now: NowView }) {
  const answer = useAnswer<ProfitView>('/api/money', now.revision, 5_000);
  return (
    <div class="grid">
      <Shown answer={answer}>
        {view => (
          <>
            <Panel title="From planned to realised" note={<p>{spanText(view)}</p>} wide>
              <ProfitWaterfall profit={view.waterfall} />
            </Panel>
            <PriceTags now={now} />
            <Panel title="By the venue alone" wide>
              <Wins view={view} />
              <Days view={view} />
            </Panel>
            <DailyReport now={now} />
          </>
        )}
      </Shown>
    </div>
  );
}

const spanText = ({ from, to }: ProfitView): string => `trades closed ${from} to ${to}`;

function Wins({ view: { wins } }: { readonly view: ProfitView }) {
  if (wins === null) return null;
  const share = (value: number) => percent(Math.round(value * 1_000) / 1_000);
  return (
    <p>
      {wins.won} of {wins.n} trades won after costs: <strong>{share(wins.rate)}</strong>, with 95 % certainty
      between {share(wins.low)} and {share(wins.high)}.
    </p>
  );
}

function Days({ view: { days, daysWithoutResult } }: { readonly view: ProfitView }) {
  const missing =
    daysWithoutResult.length === 0
      ? ''
      : `No result yet of ${daysWithoutResult.join(', ')}: a day is closed shortly after 00:00 UTC.`;
  if (days.length === 0) return <Empty>{missing === '' ? 'No day has been closed yet.' : missing}</Empty>;
  return (
    <>
      <Table
        caption="From the venue’s trades and income; “differs” is what the desk’s own book says otherwise"
        head={[
          'Day',
          'Realised #',
          'Fees #',
          'Funding #',
          'Net #',
          'Equity #',
          'Won #',
          'Lost #',
          'Differs #',
        ]}
      >
        {days.map(each => (
          <tr key={each.day}>
            <th scope="row">{new Date(each.day).toISOString().slice(0, 10)}</th>
            <td class="num">
              <Money usd={each.venue.realisedUsd} />
            </td>
            <td class="num">{dollars(each.venue.feesUsd)}</td>
            <td class="num">
              <Money usd={each.venue.fundingUsd} />
            </td>
            <td class="num">
              <Money usd={each.venue.netUsd} />
            </td>
            <td class="num">{each.equityCloseUsd === undefined ? '–' : dollars(each.equityCloseUsd)}</td>
            <td class="num">{each.won}</td>
            <td class="num">{each.lost}</td>
            <td class={each.differenceCount > 0 ? 'num bad' : 'num'}>
              {each.differenceCount > 0 ? dollars(each.mismatchUsd) : 'no'}
            </td>
          </tr>
        ))}
      </Table>
      {missing === '' ? null : <p class="note">{missing}</p>}
    </>
  );
}
