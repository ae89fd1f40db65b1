import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';

/** A line of a plot. Colours are names of the style sheet's variables. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly stepped?: boolean;
  /** A colour to fill with, down to the axis. */
  readonly fill?: string;
}

interface PlotProps {
  /** What it shows, in a sentence: all that a screen reader has of it. */
  readonly says: string;
  /** Milliseconds, oldest first. */
  readonly at: readonly number[];
  readonly lines: readonly Line[];
  readonly height: number;
  readonly format: (value: number) => string;
  /** Shows what stands at the pointer. */
  readonly legend?: boolean;
  readonly axes?: boolean;
}

/** A chart over time in UTC. It follows its box's width, the data, and the colour scheme. */
export function Plot(props: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const scheme = useScheme();
  const shape = JSON.stringify([
    scheme,
    props.height,
    props.axes,
    props.lines.map(({ label, dash, fill, colour }) => [label, dash, fill, colour]),
  ]);
  useEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const made = new uPlot(optionsOf(props, current), dataOf(props), current);
    plot.current = made;
    const resize = new ResizeObserver(() => {
      if (current.clientWidth > 0) made.setSize({ width: current.clientWidth, height: props.height });
    });
    resize.observe(current);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [shape]);
  useEffect(() => {
    plot.current?.setData(dataOf(props));
  });
  return (
    <div
      class="plot"
      role="img"
      aria-label={props.says}
      ref={box}
      style={{ minHeight: `${props.height}px` }}
    />
  );
}

const dataOf = ({ at, lines }: PlotProps): uPlot.AlignedData => [
  at.map(ms => ms / 1_000),
  ...lines.map(({ values }) => [...values]),
];

function optionsOf(
  { lines, height, format, legend = false, axes = true }: PlotProps,
  box: HTMLElement,
): uPlot.Options {
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  return {
    width: Math.max(50, box.clientWidth),
    height,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
    legend: { show: legend, live: true },
    cursor: { show: legend, y: false, points: { size: 6 } },
    padding: axes ? [8, 8, 0, 0] : [4, 4, 4, 4],
    scales: { x: { time: true }, y: { range: (_plot, low, high) => padded(low, high) } },
    axes: [
      { ...axis, show: axes, size: 28, space: 70, values: (_plot, ticks) => ticks.map(timeText) },
      { ...axis, show: axes, size: 62, values: (_plot, ticks) => ticks.map(format) },
    ],
    hooks: { setData: [showNewest] },
    series: [
      {
        value: (_plot, seconds) =>
          seconds === null
            ? ''
            : `${new Date(seconds * 1_000).toISOString().slice(5, 16).replace('T', ' ')} UTC`,
      },
      ...lines.map(line => seriesOf(line, colour, format)),
    ],
  };
}

function seriesOf(
  line: Line,
  colour: (name: string) => string,
  format: (value: number) => string,
): uPlot.Series {
  const stepped = line.stepped === true ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return {
    label: line.label,
    stroke: colour(line.colour),
    width: line.width ?? 1.5,
    points: { show: ({ data }) => data[0].length < 2 },
    value: (_plot, value) => (value === null ? '' : format(value)),
    ...(line.dash === undefined ? {} : { dash: [...line.dash] }),
    ...(line.fill === undefined ? {} : { fill: colour(line.fill) }),
    ...(stepped === undefined ? {} : { paths: stepped }),
  };
}

/** `14:30`; midnight by its day. */
const timeText = (seconds: number): string => {
  const text = new Date(seconds * 1_000).toISOString();
  return text.slice(11, 16) === '00:00' ? text.slice(5, 10) : text.slice(11, 16);
};

/** Until somebody points at the plot, its legend tells the newest values. */
function showNewest(plot: uPlot): void {
  if (plot.cursor.idx == null && plot.data[0].length > 0)
    plot.setLegend({ idx: plot.data[0].length - 1 }, false);
}

/** Room above and below, and a range that is none is given one. */
function padded(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.001, 1e-6);
  return [low - room, high + room];
}

const DARK = '(prefers-color-scheme: dark)';

/** `dark` or `light`, as the browser is set; a plot has to be drawn anew when it changes. */
function useScheme(): string {
  const [dark, setDark] = useState(matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return dark ? 'dark' : 'light';
}
