import type { ProfitWaterfall as Profit } from '../desk/profit.ts';
import { lossSentence, PARTS } from '../operator/views/profit.ts';
import { Empty, Money } from './parts.tsx';

/** Planned profit, what took from it, and what was realised, as bars that hang from each other. */
export function ProfitWaterfall({ profit }: { readonly profit: Profit }) {
  if (profit.trades === 0) return <Empty>No trade was closed in these days.</Empty>;
  const rows = barsOf(profit);
  const [low, high] = [
    Math.min(0, ...rows.map(({ from, to }) => Math.min(from, to))),
    Math.max(0, ...rows.map(({ from, to }) => Math.max(from, to))),
  ];
  const x = (value: number) => (100 * (value - low)) / (high - low || 1);
  return (
    <>
      <p class="lead">{lossSentence(profit)}.</p>
      <ul class="hanging">
        {rows.map(({ name, usd, from, to, means }) => (
          <li key={name}>
            <strong>{name}</strong>
            <div class="bar" aria-hidden="true">
              <b style={{ left: `${x(0)}%` }} />
              <i
                class={usd < 0 ? 'down' : 'up'}
                style={{
                  left: `${x(Math.min(from, to))}%`,
                  width: `${Math.max(0.3, x(Math.max(from, to)) - x(Math.min(from, to)))}%`,
                }}
              />
            </div>
            <Money usd={usd} />
            <small>{means}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

interface Hanging {
  readonly name: string;
  readonly usd: number;
  readonly from: number;
  readonly to: number;
  readonly means: string;
}

function barsOf(profit: Profit): readonly Hanging[] {
  let at = profit.plannedUsd as number;
  const parts = PARTS.map(([part, name, means]): Hanging => {
    const from = at;
    at += profit[part];
    return { name, usd: profit[part], from, to: at, means };
  });
  return [
    {
      name: 'Planned',
      usd: profit.plannedUsd,
      from: 0,
      to: profit.plannedUsd,
      means: 'every target reached, at the planned size',
    },
    ...parts,
    {
      name: 'Realised',
      usd: profit.realisedUsd,
      from: 0,
      to: profit.realisedUsd,
      means: `${profit.trades} trades, counted when they were closed`,
    },
  ];
}
