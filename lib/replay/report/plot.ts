import { html, type Markup } from './markup.ts';

/**
 * A chart whose drawing stretches to the width there is, while its words do not: the lines are one SVG without text,
 * axes and labels are HTML around it. Coordinates are in a box of 1000 by 1000.
 */
const BOX = 1000;

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

export interface Shape {
  /** Path data in the box. */
  readonly d: string;
  /** Classes of the sheet: `line`, `area`, `dots`, with a colour. */
  readonly look: string;
}

export interface PlotWish {
  /** What a reader who sees no chart is told. */
  readonly says: string;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly shapes: readonly Shape[];
  /** Words beside the lines, at their height, at the right edge. */
  readonly marks?: readonly { readonly at: number; readonly text: string; readonly look: string }[];
}

/** Turns values into places in the box, with one place after the point at most. */
export const placer = ({ low, high }: Pick<Axis, 'low' | 'high'>, upwards = false) => {
  const room = high - low || 1;
  return (value: number): number => {
    const share = (value - low) / room;
    return Math.round((upwards ? 1 - share : share) * BOX * 10) / 10;
  };
};

/** A line through points that are placed already. */
export const pathOf = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** The area between a line and a height. */
export const areaOf = (points: readonly (readonly [x: number, y: number])[], base: number): string => {
  const [first] = points;
  const last = points.at(-1);
  return first === undefined || last === undefined
    ? ''
    : `${pathOf([[first[0], base], ...points, [last[0], base]])}Z`;
};

/** Dots that stay round however the drawing is stretched: lines of no length with round ends. */
export const dotsOf = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y]) => `M${x} ${y}h0`).join('');

/** A horizontal line across the box. */
export const acrossAt = (y: number): string => `M0 ${y}H${BOX}`;

/** Height of a label in pixels. */
const LABEL = 15;

/** Labels pushed down where they would cover each other. */
function apart<T extends { readonly top: number }>(labels: readonly T[], least: number): readonly T[] {
  let before = Number.NEGATIVE_INFINITY;
  return labels
    .toSorted((a, b) => a.top - b.top)
    .map(label => {
      before = Math.max(label.top, before + least);
      return { ...label, top: before };
    });
}

const percentOf = (place: number): string => `${Math.round(place) / 10}%`;

export function plot({ says, height, x, y, shapes, marks = [] }: PlotWish): Markup {
  const [atX, atY] = [placer(x), placer(y, true)];
  const inside = (place: number) => place >= -1 && place <= BOX + 1;
  const grid = y.ticks.filter(({ at }) => inside(atY(at))).map(({ at }) => acrossAt(atY(at)));
  return html`<div class="chart" style="--h:${height}px"><div class="ys" aria-hidden="true">${y.ticks
    .filter(({ at }) => inside(atY(at)))
    .map(
      ({ at, text }) => html`<span style="top:${percentOf(atY(at))}">${text}</span>`,
    )}</div><div class="draw"><svg viewBox="0 0 ${BOX} ${BOX}" preserveAspectRatio="none" role="img" aria-label="${says}"><path class="rule" d="${grid.join('')}"/>${shapes
    .filter(({ d }) => d !== '')
    .map(({ d, look }) => html`<path class="${look}" d="${d}"/>`)}</svg>${apart(
    marks.map(({ at, text, look }) => ({ top: atY(at), text, look })).filter(({ top }) => inside(top)),
    (BOX * LABEL) / height,
  ).map(
    ({ top, text, look }) => html`<span class="mark ${look}" style="top:${percentOf(top)}">${text}</span>`,
  )}</div><div class="xs" aria-hidden="true">${x.ticks
    .filter(({ at }) => inside(atX(at)))
    .map(({ at, text }) => html`<span style="left:${percentOf(atX(at))}">${text}</span>`)}</div></div>`;
}
