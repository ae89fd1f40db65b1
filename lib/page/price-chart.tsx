import type { PositionPath } from '../operator/page/api.ts';
import { type Line, Plot } from './plot.tsx';
import { priceText } from './words.ts';

/** What a position's chart needs of it, open or over. */
export interface Charted {
  readonly symbol: string;
  readonly side: string;
  readonly entryPrice: number;
  readonly stopPrice: number;
  readonly targets: readonly { readonly price: number; readonly filled: boolean }[];
}

/** Mark, entry, stop as it moved, and targets, since the position was opened. */
export function PriceChart({
  position: { symbol, side, entryPrice, stopPrice, targets },
  path,
  height,
  axes = false,
}: {
  readonly position: Charted;
  readonly path: PositionPath;
  readonly height: number;
  readonly axes?: boolean;
}) {
  const level = (price: number) => path.at.map(() => price);
  const lines: readonly Line[] = [
    ...targets.map(
      ({ price, filled }, i): Line => ({
        label: `target ${i + 1}`,
        values: level(price),
        colour: filled ? '--line-strong' : '--good',
        width: 1,
        dash: [2, 4],
      }),
    ),
    { label: 'entry', values: level(entryPrice), colour: '--muted', width: 1, dash: [6, 4] },
    { label: 'stop', values: path.stop, colour: '--bad', width: 1.5, stepped: true },
    { label: 'mark', values: path.mark, colour: '--accent', width: 2 },
  ];
  const last = path.mark.at(-1);
  const says = `${symbol} ${side}: entry ${priceText(entryPrice)}, ${last === undefined ? '' : `mark ${priceText(last)}, `}stop ${priceText(stopPrice)}, targets ${targets.map(({ price }) => priceText(price)).join(', ')}`;
  return (
    <Plot
      says={says}
      at={path.at}
      lines={lines}
      height={height}
      format={priceText}
      axes={axes}
      legend={axes}
    />
  );
}
