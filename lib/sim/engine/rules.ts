/**
 * The venue's rules by name. Each is on by default; a test switches one off to see that something depends on it.
 * Off means lenient, but for `id-unique-among-open`: off, an id is refused for ever once it has been used.
 */
export const RULES = [
  'algo-endpoint',
  'would-trigger',
  'min-notional',
  'precision',
  'quantity-limits',
  'market-lot',
  'client-id',
  'id-unique-among-open',
  'reduce-only',
  'reduce-only-limits-count',
  'one-close-position',
  'algo-limit',
  'margin',
  'max-position',
  'isolated-refused',
  'gap-fill',
  'crash-gap',
  'liquidation-first',
  'price-bound',
  'percent-price',
  'open-order-limit',
  'order-count',
  'resting-volume',
  'stop-first',
  'funding',
  'liquidation',
  'settlement',
] as const;
export type RuleName = (typeof RULES)[number];
export type Rules = Readonly<Record<RuleName, boolean>>;

export const isRuleName = (name: string): name is RuleName => (RULES as readonly string[]).includes(name);

/** All rules on, but for those the caller switches. */
export function rulesWith(changes: Partial<Rules> = {}): Rules {
  const all = Object.fromEntries(RULES.map(name => [name, true])) as Record<RuleName, boolean>;
  return { ...all, ...changes };
}
