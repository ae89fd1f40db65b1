import type { ExitKind, StopStage } from '../../lib/desk/position/position.ts';
import type { SizingStep } from '../../lib/desk/sizing/trace.ts';
import { type NotionalUsd, notionalUsd, type Side, signOf } from '../../lib/desk/units.ts';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import type { ChartBar, ReplayTrade, TradeFill } from '../../lib/replay/result.ts';

/** One made-up trade for a made-up result: its own small market, played bar by bar, so that nothing in it contradicts. */

const QUARTER = 900_000;
const [BEFORE, AFTER, LONGEST] = [24, 10, 96];
const [STOP, COST, FEE] = [0.016, 0.0014, 0.0005];
const TARGETS = [
  [1, 0.4],
  [2, 0.3],
  [3, 0.3],
] as const;

export interface MadeTrade {
  readonly seed: number;
  readonly i: number;
  readonly symbol: string;
  readonly openedAt: number;
  readonly equityUsd: number;
  /** No bar after it. */
  readonly endsAt: number;
  readonly charted: boolean;
}

/** A trade, and the mark of each quarter hour that it was open. */
export interface MadeWithMarks {
  readonly trade: ReplayTrade;
  readonly marks: readonly {
    readonly at: number;
    readonly close: number;
    readonly worst: number;
    readonly qty: number;
    readonly realisedUsd: number;
  }[];
}

export function madeTrade(wish: MadeTrade): MadeWithMarks {
  const { seed, i, symbol, openedAt, equityUsd, endsAt, charted } = wish;
  const key = streamKey(seed, i);
  let draws = 0;
  const draw = () => drawAt(key, draws++);
  const gauss = () => draw() + draw() + draw() + draw() - 2;
  const side: Side = draw() < 0.55 ? 'long' : 'short';
  const sign = signOf(side);
  const confidence = Number((0.52 + 0.3 * draw() ** 2).toFixed(3));
  const entryPrice = Number((20 + 180 * draw()).toFixed(2));
  const trace = madeTrace(equityUsd, confidence, draw());
  const plannedUsd = trace[0]?.afterUsd ?? 0;
  const executedUsd = trace.at(-1)?.afterUsd ?? 0;
  const qty = Number((executedUsd / entryPrice).toFixed(3));
  const lean = 0.0026 * (confidence - 0.56);

  const bars: ChartBar[] = [];
  let close = entryPrice;
  for (let k = 1; k <= BEFORE; k += 1) {
    const open = close * (1 + 0.004 * gauss());
    bars.unshift(barOf(openedAt - k * QUARTER, open, close, draw(), draw()));
    close = open;
  }

  const initialStopPrice = entryPrice * (1 - sign * STOP);
  const fills: TradeFill[] = [
    {
      at: openedAt + 4_000,
      kind: 'entry',
      price: entryPrice,
      qty,
      realisedUsd: 0,
      commissionUsd: qty * entryPrice * FEE,
    },
  ];
  const stops: { at: number; price: number; stage: StopStage }[] = [
    { at: openedAt, price: initialStopPrice, stage: 'initial' },
  ];
  const targets = TARGETS.map(([r, share]) => ({
    price: entryPrice * (1 + sign * r * STOP),
    qty: qty * share,
    filled: false,
  }));
  const marks: MadeWithMarks['marks'][number][] = [];
  let [left, stop, stage, best, worst] = [qty, initialStopPrice, 'initial' as StopStage, 0, 0];
  let [realisedUsd, closedAt] = [-qty * entryPrice * FEE, undefined as number | undefined];
  const leave = (at: number, kind: ExitKind, price: number, amount: number) => {
    const gain = sign * (price - entryPrice) * amount;
    const commissionUsd = amount * price * FEE;
    fills.push({ at, kind, price, qty: amount, realisedUsd: gain, commissionUsd });
    realisedUsd += gain - commissionUsd;
    left = Math.max(0, left - amount);
  };
  close = entryPrice;
  for (let k = 0; k < LONGEST && openedAt + (k + 1) * QUARTER <= endsAt && left > 1e-9; k += 1) {
    const at = openedAt + k * QUARTER;
    const next = close * (1 + sign * lean + 0.0052 * gauss());
    const bar = barOf(at, close, next, draw(), draw());
    bars.push(bar);
    close = next;
    const [against, favour] = side === 'long' ? [bar[3], bar[2]] : [bar[2], bar[3]];
    worst = Math.max(worst, (-sign * (against - entryPrice)) / entryPrice / (STOP + COST));
    if (sign * (stop - against) >= 0) {
      leave(at + QUARTER - 1, STOP_KINDS[stage], stop, left);
    } else {
      best = Math.max(best, (sign * (favour - entryPrice)) / entryPrice / (STOP + COST));
      targets.forEach((target, n) => {
        if (target.filled || sign * (favour - target.price) < 0) return;
        targets[n] = { ...target, filled: true };
        const amount = n === targets.length - 1 ? left : Math.min(left, target.qty);
        leave(
          at + 600_000,
          n === targets.length - 1 ? 'take-profit' : 'partial-take-profit',
          target.price,
          amount,
        );
      });
      const reached = targets.filter(({ filled }) => filled).length;
      const better = reached >= 2 ? close * (1 - sign * STOP * 0.8) : entryPrice * (1 + sign * COST);
      if (reached > 0 && left > 0 && sign * (better - stop) > 0) {
        stop = better;
        stage = reached >= 2 ? 'trailing' : 'break-even';
        stops.push({ at: at + QUARTER, price: stop, stage });
      }
    }
    if (k === LONGEST - 1 && left > 0) leave(at + QUARTER - 1, 'time-stop', close, left);
    marks.push({ at: at + QUARTER, close, worst: against, qty: sign * left, realisedUsd });
    if (left <= 1e-9) closedAt = at + QUARTER;
  }
  for (let k = 0; closedAt !== undefined && k < AFTER; k += 1) {
    const open = close;
    close *= 1 + 0.004 * gauss();
    bars.push(barOf(closedAt + k * QUARTER, open, close, draw(), draw()));
  }
  const fundingUsd = -0.0001 * executedUsd * Math.floor(marks.length / 32) * sign;
  const netUsd = realisedUsd + fundingUsd;
  const oneRUsd = executedUsd * (STOP + COST);
  const last = fills.at(-1)?.kind;
  const trade: ReplayTrade = {
    id: `${symbol}-${i}`,
    symbol,
    side,
    source: 'ensemble',
    confidence,
    openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
    entryPrice,
    qty,
    leverage: 3,
    plannedUsd,
    intendedUsd: trace.find(({ owner }) => owner === 'RL policy')?.afterUsd ?? plannedUsd,
    executedUsd,
    trace,
    initialStopPrice,
    stops,
    targets,
    fills,
    fundingUsd,
    netUsd,
    oneRUsd,
    rMultiple: netUsd / oneRUsd,
    maeR: worst,
    mfeR: best,
    ...(closedAt === undefined || last === undefined || last === 'entry' ? {} : { lastExit: last }),
    ...(charted ? { bars } : {}),
  };
  return { trade, marks };
}

const STOP_KINDS: Readonly<Record<StopStage, ExitKind>> = {
  initial: 'stop-loss',
  'break-even': 'break-even-stop',
  trailing: 'trailing-stop',
};

const barOf = (at: number, open: number, close: number, up: number, down: number): ChartBar => [
  at,
  open,
  Math.max(open, close) * (1 + 0.0025 * up),
  Math.min(open, close) * (1 - 0.0025 * down),
  close,
];

/** The steps of a size, from the plan to the fill. */
function madeTrace(equityUsd: number, confidence: number, chance: number): readonly SizingStep[] {
  const lines: SizingStep[] = [];
  const line = (
    owner: SizingStep['owner'],
    step: string,
    of: (before: number) => number,
    because: string,
    limit?: string,
  ) => {
    const beforeUsd = lines.at(-1)?.afterUsd ?? notionalUsd(0);
    const afterUsd = notionalUsd(of(beforeUsd)) as NotionalUsd;
    const named = limit === undefined || afterUsd === beforeUsd ? {} : { limit };
    lines.push({ owner, step, beforeUsd, afterUsd, because, ...named });
  };
  const planned = notionalUsd(0.12 * equityUsd * 3);
  lines.push({
    owner: 'Math AI',
    step: 'planned',
    beforeUsd: planned,
    afterUsd: planned,
    because: '12 % of equity, x 3',
  });
  line('Math AI', 'leverage', size => size, '3x as configured');
  const sure = confidence < 0.56 ? 0.75 : confidence >= 0.7 ? 1.25 : 1;
  line(
    'Confidence',
    'confidence band',
    size => size * sure,
    `x${sure}`,
    'sizing/confidence-low-multiplier (default)',
  );
  line('RL policy', 'policy', size => size * (chance > 0.8 ? 1.1 : 1), 'as learnt');
  if (chance < 0.5)
    line(
      'Portfolio Balancer',
      'correlation',
      size => Math.min(size, planned * (0.5 + chance)),
      'moves with BTC',
      'portfolio/correlated-notional-usd-max v2',
    );
  line(
    'Risk Guard',
    'trade cap',
    size => Math.min(size, 6_000),
    'at most $6,000.00',
    'risk/trade-notional-usd-max (default)',
  );
  line(
    'Risk Guard',
    'symbol cap',
    size => Math.min(size, 5_200),
    'at most $5,200.00',
    'risk/symbol-notional-usd-max v7',
  );
  line(
    'Smart Execution',
    'depth',
    size => (chance > 0.7 ? size * chance : size),
    'the book holds less',
    'execution/slippage-bps-max (default)',
  );
  line('Instrument', 'lot', size => Math.floor(size / 10) * 10, 'in steps');
  if (chance > 0.9) line('Smart Execution', 'fill', size => size * 0.97, 'filled in part');
  return lines;
}
