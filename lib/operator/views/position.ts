import type { Intent } from '../../desk/book.ts';
import { netOf, oneRUsd } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import { MINUTE_MS } from '../../desk/units.ts';
import { dollars, minuteText, percent, times } from '../../desk/words.ts';
import { bySign } from '../../local/terminal/paint.ts';
import { tableLines } from '../../local/terminal/table.ts';
import { priceText, qtyText, rText, signedDollars, spanText } from '../figures.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';
import { forcedMark } from '../sentences.ts';
import { sizeSentence, waterfallLines, waterfallSteps } from '../waterfall.ts';
import type { NotTakenView } from './not-taken.ts';
import { type SliceLine, sliceLines } from './slices.ts';

/** A position with what is reckoned from it. */
export interface PositionView {
  readonly kind: 'position';
  /** Planned, executed, and the step that took most. */
  readonly size: string;
  readonly ratios: {
    readonly executedOfPlanned: number;
    readonly intendedOfPlanned: number;
    readonly executedOfIntended: number;
  };
  readonly commissionUsd: number;
  readonly realisedUsd: number;
  readonly netUsd: number;
  readonly rMultiple: number;
  /** Parts of the entry that depth left to later minutes. */
  readonly slices: readonly SliceLine[];
  readonly position: Position;
}

/** `intents` are the desk's live ones, for what still waits of the position's entry. */
export function positionView(position: Position, intents: readonly Intent[] = []): PositionView {
  const {
    plannedNotionalUsd: planned,
    intendedNotionalUsd: intended,
    executedNotionalUsd: executed,
  } = position;
  const sum = (of: 'commissionUsd' | 'realisedUsd') =>
    position.fills.reduce((total, fill) => total + fill[of], 0);
  return {
    kind: 'position',
    size: sizeSentence(position.trace, planned, executed),
    ratios: {
      executedOfPlanned: executed / planned,
      intendedOfPlanned: intended / planned,
      executedOfIntended: executed / intended,
    },
    commissionUsd: sum('commissionUsd'),
    realisedUsd: sum('realisedUsd'),
    netUsd: netOf(position),
    rMultiple: netOf(position) / oneRUsd(position),
    slices: sliceLines(position, intents),
    position,
  };
}

/** The view as lines. Pure. */
export function positionLines(view: PositionView, later: NotTakenView | undefined, screen: Screen): string[] {
  const { paint, width } = screen;
  const { position } = view;
  const title = `${position.id} ${position.side}${forcedMark(position.source)}, ${position.mode}: ${position.phase}`;
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint.bold(name), ...lines];
  return [
    paint.bold(title),
    ...paragraph(`${view.size}.`, width),
    ...section('Sizes', sizeRows(view, width)),
    ...section(
      'Step by step',
      waterfallLines(waterfallSteps(position.trace, position.executedNotionalUsd), screen),
    ),
    ...section('Slices', sliceRows(view, width)),
    ...section('Plan', planRows(view, width)),
    ...section('Bracket', bracketRows(view, width)),
    ...section('Fills', fillLines(view, screen)),
    ...section('Result', resultRows(view, screen)),
    ...(later === undefined
      ? []
      : [
          '',
          ...paragraph(
            `A later signal was not taken at ${minuteText(Date.parse(later.minute))}: ${later.because}.`,
            width,
          ),
        ]),
  ];
}

function sizeRows({ ratios, position }: PositionView, width: number): string[] {
  return pairs(
    [
      [
        'executed / planned',
        `${ratios.executedOfPlanned.toFixed(3)}   ${dollars(position.executedNotionalUsd)} of ${dollars(position.plannedNotionalUsd)}`,
      ],
      [
        'intended / planned',
        `${ratios.intendedOfPlanned.toFixed(3)}   ${dollars(position.intendedNotionalUsd)} after confidence and policy`,
      ],
      ['executed / intended', `${ratios.executedOfIntended.toFixed(3)}   fidelity`],
    ],
    width,
  );
}

/** The order that opened the position is the first slice; where it was the only one there is nothing to tell. */
const sliceRows = ({ slices }: PositionView, width: number): string[] =>
  pairs(
    slices.map(({ slice, state, notionalUsd, because }) => [
      `slice ${slice}`,
      `${state}, ${dollars(notionalUsd)}: ${because}`,
    ]),
    width,
  );

function planRows({ position: { plan, confidence } }: PositionView, width: number): string[] {
  const targets = plan.targets.map(
    ({ distanceFraction, share }) => `${percent(distanceFraction)} for ${percent(share)}`,
  );
  return pairs(
    [
      ['method', `${plan.method}, equity ${dollars(plan.equityUsd)}, confidence ${confidence.toFixed(2)}`],
      [
        'margin',
        `${dollars(plan.marginUsd)} at ${times(plan.leverage)} = ${dollars(plan.marginUsd * plan.leverage)} of notional`,
      ],
      ['stop', `${percent(plan.stopFraction)}, ATR ${percent(plan.atrFraction)}`],
      ['targets', targets.join(', ')],
      [
        'loss at stop',
        `${dollars(plan.lossAtStopUsd)} with costs, ${percent(plan.lossAtStopOfEquity)} of equity`,
      ],
      [
        'break-even',
        `${percent(Number(plan.breakEvenAllLegs.toFixed(3)))} wins if every win takes every leg (optimistic)`,
      ],
    ],
    width,
  );
}

const STAGES = {
  initial: 'where it was placed',
  'break-even': 'moved to break-even',
  trailing: 'trailing',
} as const;

function bracketRows({ position }: PositionView, width: number): string[] {
  const live = position.protection.filter(order => order.state === 'live').map(order => order.leg);
  const stop = `${priceText(position.stopPrice)}, ${STAGES[position.stopStage]}`;
  const legs = position.targets.map(
    target =>
      [
        target.leg,
        `${priceText(target.triggerPrice)} for ${qtyText(target.qty)}, ${target.filled ? 'filled' : position.closedAt === undefined ? 'waiting' : 'not reached'}`,
      ] as const,
  );
  return pairs(
    [
      [
        'entry',
        `${priceText(position.entryPrice)}, ${qtyText(position.entryQty)} at ${minuteText(position.openedAt)} UTC`,
      ],
      ['first stop', priceText(position.initialStopPrice)],
      ['stop', stop],
      ...legs,
      ['at the venue', live.length === 0 ? 'nothing rests' : live.join(', ')],
    ],
    width,
  );
}

function fillLines({ position: { fills } }: PositionView, { width, paint }: Screen): string[] {
  if (fills.length === 0) return ['The venue has listed none yet.'];
  const columns = [
    { title: 'time', align: 'left' },
    { title: 'kind', align: 'left' },
    { title: 'qty', align: 'right' },
    { title: 'price', align: 'right' },
    { title: 'realised', align: 'right' },
    { title: 'fee', align: 'right' },
  ] as const;
  const rows = fills.map(fill => [
    { text: minuteText(fill.at) },
    { text: fill.kind },
    { text: qtyText(fill.qty) },
    { text: priceText(fill.price) },
    { text: signedDollars(fill.realisedUsd) },
    { text: dollars(fill.commissionUsd) },
  ]);
  return tableLines(columns, rows, width, paint.dim);
}

function resultRows(view: PositionView, { width, paint }: Screen): string[] {
  const { position, netUsd } = view;
  const ended =
    position.closedAt === undefined
      ? `open, ${qtyText(position.qty)} of ${qtyText(position.entryQty)} left`
      : `closed after ${spanText((position.closedAt - position.openedAt) / MINUTE_MS)}`;
  const lines = pairs(
    [
      [
        'realised',
        `${signedDollars(view.realisedUsd)}, fees ${dollars(view.commissionUsd)}, funding ${signedDollars(position.fundingUsd)}`,
      ],
      ['net', `${signedDollars(netUsd)} (${rText(view.rMultiple)}), ${ended}`],
    ],
    width,
  );
  return lines.map((line, i) => (i === lines.length - 1 ? bySign(paint, netUsd, line) : line));
}
