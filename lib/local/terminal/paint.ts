/** Colours that stand out on dark and on light grounds alike; none where NO_COLOR is set or nobody looks. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

const ESCAPE = '\u001b[';
const wrap = (code: number) => (text: string) => (text === '' ? '' : `${ESCAPE}${code}m${text}${ESCAPE}0m`);
const same = (text: string) => text;

export const COLOURS: Paint = { bold: wrap(1), dim: wrap(2), good: wrap(32), bad: wrap(31), warn: wrap(33) };
export const PLAIN: Paint = { bold: same, dim: same, good: same, bad: same, warn: same };

/** https://no-color.org: set and not empty means none. */
export const paintFor = (env: Readonly<Record<string, string | undefined>>, isTty: boolean): Paint =>
  isTty && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb' ? COLOURS : PLAIN;

/** Green above zero, red below. */
export const bySign = (paint: Paint, amount: number, text: string): string =>
  amount > 0 ? paint.good(text) : amount < 0 ? paint.bad(text) : text;
