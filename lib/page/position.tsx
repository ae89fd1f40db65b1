import type { PositionCard, PositionPath } from '../operator/page/api.ts';
import { Money, Side } from './parts.tsx';
import { PriceChart } from './price-chart.tsx';
import { linkTo } from './route.ts';
import { dollars, percent, priceText, rText, spanText, spoken, times } from './words.ts';

/** An open position: what it earns, how it is protected, and the way to why it is as large as it is. */
export function PositionTile({
  position,
  path,
}: {
  readonly position: PositionCard;
  readonly path: PositionPath | undefined;
}) {
  const { id, symbol, side, source, pnlUsd, rMultiple } = position;
  return (
    <li class="tile">
      <h3>
        <a href={linkTo('trade', id)}>{symbol}</a> <Side side={side} source={source} />
        <span class="pnl">
          {pnlUsd === null ? '–' : <Money usd={pnlUsd} />}{' '}
          {rMultiple === null ? '' : <small>{rText(rMultiple)}</small>}
        </span>
      </h3>
      {path === undefined ? (
        <div class="plot waiting" />
      ) : (
        <PriceChart position={position} path={path} height={130} />
      )}
      <Facts position={position} />
      <p class="size">
        <a href={linkTo('trade', id)}>
          {dollars(position.executedUsd)} of {dollars(position.plannedUsd)} planned: why?
        </a>
      </p>
    </li>
  );
}

function Facts({ position }: { readonly position: PositionCard }) {
  const { entryPrice, markPrice, stopPrice, stopStage, targets, leverage } = position;
  const next = targets.find(({ filled }) => !filled);
  const done = targets.filter(({ filled }) => filled).length;
  return (
    <dl class="facts">
      <Fact name="Entry">{priceText(entryPrice)}</Fact>
      <Fact name="Mark">{markPrice === null ? '–' : priceText(markPrice)}</Fact>
      <Fact name="Stop">
        {priceText(stopPrice)} <small>{spoken(stopStage)}</small>
      </Fact>
      <Fact name="If stopped, before fees">
        <Money usd={position.ifStoppedUsd} />
      </Fact>
      <Fact name="Next target">
        {next === undefined ? '–' : priceText(next.price)}{' '}
        <small>
          {done} of {targets.length} hit
        </small>
      </Fact>
      <Fact name="Held">{spanText(position.minutesHeld)}</Fact>
      <Fact name="Leverage">{times(leverage)}</Fact>
      <Fact name="Confidence">{percent(Math.round(position.confidence * 1_000) / 1_000)}</Fact>
      <Fact name="Protection">
        <Protection position={position} />
      </Fact>
    </dl>
  );
}

const Protection = ({ position: { phase, stopsLive, qty } }: { readonly position: PositionCard }) =>
  qty === 0 ? (
    <span>flat, being closed</span>
  ) : stopsLive > 0 && phase !== 'open' && phase !== 'unknown' ? (
    <span class="good">{stopsLive === 1 ? '1 stop rests' : `${stopsLive} stops rest`} at the venue</span>
  ) : (
    <strong class="bad">{phase === 'unknown' ? 'IN DOUBT' : 'NO STOP'}</strong>
  );

const Fact = ({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
