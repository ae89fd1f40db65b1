import type { LimitName } from './schema.ts';

/** What became of a setting of the system that this desk replaces. */
export type Successor =
  | {
      readonly type: 'limit';
      readonly name: LimitName;
      /** The old text as the limit's; undefined where it is no value of it. */
      readonly text: (old: string) => string | undefined;
    }
  | { readonly type: 'none'; readonly because: string };

const asIs = (old: string): string => old;

const numberOver =
  (divisor: number) =>
  (old: string): string | undefined => {
    const number = Number(old);
    // Twelve digits: dividing leaves no 0.020000000000000004 behind.
    return old.trim() === '' || !Number.isFinite(number)
      ? undefined
      : String(Number((number / divisor).toPrecision(12)));
  };

const YES = ['true', '1', 'yes', 'on'];
const NO = ['false', '0', 'no', 'off'];
const truth = (old: string): string | undefined => {
  const word = old.toLowerCase();
  if (YES.includes(word)) return 'yes';
  return NO.includes(word) ? 'no' : undefined;
};

const limit = (name: LimitName, text: (old: string) => string | undefined = asIs): Successor => ({
  type: 'limit',
  name,
  text,
});
const none = (because: string): Successor => ({ type: 'none', because });

/** The old names, each with the limit that took its place or the reason why none did. */
export const OLD_NAMES: Readonly<Record<string, Successor>> = {
  QT_MAX_NOTIONAL_PER_TRADE: limit('risk/trade-notional-usd-max'),
  QT_MAX_POSITION_PER_SYMBOL: limit('risk/symbol-notional-usd-max'),
  QT_MAX_GROSS_EXPOSURE: limit('risk/gross-notional-usd-max'),
  QT_MAX_DAILY_LOSS: limit('risk/daily-loss-usd-max'),
  QT_EXECUTION_MIN_NOTIONAL: limit('execution/entry-notional-usd-min'),
  QT_AI_MIN_CONFIDENCE: limit('signal/confidence-min'),
  QT_AI_MIN_VOLATILITY: limit('universe/daily-volatility-min'),
  DEFAULT_RISK_PERCENT: limit('sizing/risk-fraction', numberOver(100)),
  QT_AI_PBA_ENABLED: limit('portfolio/enabled', truth),
  QT_PARTIAL_TP: none(
    'one number cannot say a ladder: exits/ladder has a distance and a share for each target',
  ),
  DEFAULT_BALANCE: none(
    'equity is what the venue says it is; a paper desk starts with the balance that its deployment states',
  ),
};
