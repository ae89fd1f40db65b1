/** Steps at which people like to see ticks. */
const NICE = [1, 2, 2.5, 5, 10];

/** Round values in a range, about as many as asked for. A range of nothing has one. */
export function ticks(low: number, high: number, about: number): readonly number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = (NICE.find(nice => nice * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy((first + i) * step));
}

/** Without the noise of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** A range with a margin; one of nothing is opened, so that a flat line stands in its middle. */
export function spread(values: readonly number[], margin = 0.05): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high >= low)) return [0, 1];
  const room = high > low ? (high - low) * margin : Math.max(Math.abs(high) * margin, 1e-9);
  return [low - room, high + room];
}

const [HOUR, DAY] = [3_600_000, 86_400_000];
const TIME_STEPS = [HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface TimeTick {
  readonly at: number;
  readonly text: string;
}

/** Instants to name on an axis of time, at most `most` of them, UTC: hours, days or firsts of a month. */
export function timeTicks(from: number, to: number, most: number): readonly TimeTick[] {
  const step = TIME_STEPS.find(each => (to - from) / each <= most);
  if (step === undefined) return monthTicks(from, to, most);
  const first = Math.ceil(from / step) * step;
  const text = (at: number) => (step < DAY ? clockOrDay(at) : dayName(at));
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, i) => first + i * step,
  ).map(at => ({ at, text: text(at) }));
}

const dayName = (at: number): string => {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
};
const clockOrDay = (at: number): string =>
  at % DAY === 0 ? dayName(at) : new Date(at).toISOString().slice(11, 16);

function monthTicks(from: number, to: number, most: number): readonly TimeTick[] {
  const start = new Date(from);
  const months = (to - from) / (30 * DAY);
  const every = [1, 2, 3, 6, 12].find(n => months / n <= most) ?? 12 * Math.ceil(months / 12 / most);
  const found: TimeTick[] = [];
  for (let n = 0; ; n += 1) {
    const month = Math.ceil(start.getUTCMonth() / every) * every + n * every;
    const at = Date.UTC(start.getUTCFullYear(), month, 1);
    if (at > to) return found;
    const date = new Date(at);
    const text = `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    if (at >= from) found.push({ at, text });
  }
}
