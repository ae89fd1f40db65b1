import type { NowView, PositionDetail } from '../operator/page/api.ts';
import type { NotTakenView } from '../operator/views/not-taken.ts';
import { waterfallSteps } from '../operator/waterfall.ts';
import { useAnswer } from './live.ts';
import { Empty, Money, Panel, Shown, Side, Table } from './parts.tsx';
import { PriceChart } from './price-chart.tsx';
import { linkTo } from './route.ts';
import { SizeWaterfall } from './waterfall.tsx';
import {
  dollars,
  minuteText,
  percent,
  priceText,
  qtyText,
  rText,
  shortText,
  spoken,
  times,
} from './words.ts';

/** One position, open or over: who made it as large as it is, what was planned, what came of it. */
export function TradePage({ id, now }: { readonly id: string; readonly now: NowView }) {
  const answer = useAnswer<PositionDetail>(`/api/position/${encodeURIComponent(id)}`, now.revision);
  return <Shown answer={answer}>{detail => <Trade detail={detail} />}</Shown>;
}

function Trade({ detail }: { readonly detail: PositionDetail }) {
  const { position, path, size } = detail;
  const steps = waterfallSteps(position.trace, position.executedNotionalUsd);
  return (
    <div class="grid">
      <Panel
        title={`${position.symbol}: why is it this size?`}
        wide
        note={
          <p>
            <Side side={position.side} source={position.source} /> opened {minuteText(position.openedAt)}
            {position.closedAt === undefined ? ', open' : `, closed ${minuteText(position.closedAt)}`}
          </p>
        }
      >
        <p class="lead">{size}.</p>
        <SizeWaterfall steps={steps} />
      </Panel>
      <Panel title="Price, stop and targets" wide>
        {path.at.length === 0 ? (
          <Empty>No marks of its time are among the days that this page holds.</Empty>
        ) : (
          <PriceChart
            position={{
              ...position,
              targets: position.targets.map(({ triggerPrice, filled }) => ({ price: triggerPrice, filled })),
            }}
            path={path}
            height={260}
            axes
          />
        )}
      </Panel>
      <Panel title="Plan and result">
        <Result detail={detail} />
      </Panel>
      <Panel title="Fills">
        <Fills detail={detail} />
      </Panel>
    </div>
  );
}

function Result({ detail }: { readonly detail: PositionDetail }) {
  const { position, netUsd, rMultiple, commissionUsd, realisedUsd } = detail;
  const rows: readonly (readonly [string, preact.ComponentChildren])[] = [
    ['Confidence', percent(Math.round(position.confidence * 1_000) / 1_000)],
    ['Leverage', times(position.leverage)],
    ['Planned', dollars(position.plannedNotionalUsd)],
    ['Intended after sizing', dollars(position.intendedNotionalUsd)],
    ['Executed', dollars(position.executedNotionalUsd)],
    ['Entry', `${qtyText(position.entryQty)} at ${priceText(position.entryPrice)}`],
    [
      'Initial stop',
      `${priceText(position.initialStopPrice)}, ${percent(Math.round(position.stopFraction * 1e5) / 1e5)} away`,
    ],
    [
      position.closedAt === undefined ? 'Stop now' : 'Last stop',
      `${priceText(position.stopPrice)}, ${spoken(position.stopStage)}`,
    ],
    [
      'Targets',
      position.targets
        .map(({ triggerPrice, filled }) => `${priceText(triggerPrice)}${filled ? ' hit' : ''}`)
        .join(', '),
    ],
    ['Realised', <Money key="r" usd={realisedUsd} />],
    ['Fees', dollars(commissionUsd)],
    ['Funding', <Money key="f" usd={position.fundingUsd} />],
    [
      position.closedAt === undefined ? 'Net so far' : 'Net',
      <span key="n">
        <Money usd={netUsd} /> ({rText(rMultiple)})
      </span>,
    ],
    [
      'Still open',
      position.closedAt === undefined
        ? `${qtyText(position.qty)} of ${qtyText(position.entryQty)}`
        : 'nothing',
    ],
  ];
  return (
    <dl class="rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Fills({ detail: { position } }: { readonly detail: PositionDetail }) {
  if (position.fills.length === 0) return <Empty>The venue has not listed its fills yet.</Empty>;
  return (
    <Table
      caption={`Fills of ${position.id}`}
      head={['Time', 'What', 'Quantity #', 'Price #', 'Realised #', 'Fee #']}
    >
      {position.fills.map(fill => (
        <tr key={fill.tradeId}>
          <td>{shortText(fill.at)}</td>
          <td>{spoken(fill.kind)}</td>
          <td class="num">{qtyText(fill.qty)}</td>
          <td class="num">{priceText(fill.price)}</td>
          <td class="num">
            <Money usd={fill.realisedUsd} />
          </td>
          <td class="num">{dollars(fill.commissionUsd)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** A trade that was refused: by what, and how far its size had come. */
export function NotTakenPage({ name, now }: { readonly name: string; readonly now: NowView }) {
  // What was refused stays refused: nothing of it changes with the desk.
  const answer = useAnswer<NotTakenView>(
    `/api/not-taken/${encodeURIComponent(name)}`,
    now.reading ? now.revision : 0,
  );
  return (
    <Shown answer={answer}>
      {view => (
        <Panel
          title={`${view.symbol}: why was it not taken?`}
          wide
          note={
            <p>
              <Side side={view.side} source={view.source} /> {minuteText(Date.parse(view.minute))}
            </p>
          }
        >
          <p class="lead">
            Refused by <strong>{spoken(view.code)}</strong>: {view.because}.
          </p>
          {view.size === null ? null : <p>{view.size}.</p>}
          {view.trace.length === 0 ? (
            <Empty>It was refused before a size was planned.</Empty>
          ) : (
            <SizeWaterfall steps={view.trace} />
          )}
          <p>
            <a href={linkTo('trades')}>All trades</a>
          </p>
        </Panel>
      )}
    </Shown>
  );
}
