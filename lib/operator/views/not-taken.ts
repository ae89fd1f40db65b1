import type { JournalRecord } from '../../desk/journal.ts';
import type { DenialCode } from '../../desk/risk/denial.ts';
import { notionalUsd } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { paragraph, type Screen } from '../screen.ts';
import { forcedMark } from '../sentences.ts';
import { sizeSentence, type WaterfallStep, waterfallLines } from '../waterfall.ts';

/** A trade that was not taken, and how far its size had come. */
export interface NotTakenView {
  readonly kind: 'not-taken';
  readonly symbol: string;
  readonly side: string;
  readonly minute: string;
  readonly mode: string;
  readonly source: 'ensemble' | 'forced';
  readonly code: DenialCode;
  readonly because: string;
  /** The sizes in one sentence; null where the refusal came before the plan. */
  readonly size: string | null;
  readonly plannedUsd: number | null;
  readonly trace: readonly WaterfallStep[];
}

export function notTakenView(record: Extract<JournalRecord, { readonly type: 'not-taken' }>): NotTakenView {
  const { symbol, side, minute, mode, source, code, because, plannedUsd, trace } = record;
  return {
    kind: 'not-taken',
    symbol,
    side,
    minute: new Date(minute).toISOString(),
    mode,
    source,
    code,
    because,
    size:
      plannedUsd === undefined || trace === undefined
        ? null
        : sizeSentence(trace, plannedUsd, notionalUsd(0)),
    plannedUsd: plannedUsd ?? null,
    trace: trace ?? [],
  };
}

/** The view as lines. Pure. */
export function notTakenLines(view: NotTakenView, screen: Screen): string[] {
  const { paint, width } = screen;
  const title = `${view.symbol} ${view.side}${forcedMark(view.source)}, ${view.mode}: not taken at ${minuteText(Date.parse(view.minute))} UTC`;
  return [
    paint.bold(title),
    ...(view.size === null ? [] : paragraph(`${view.size}.`, width)),
    ...paragraph(`Refused by ${view.code}: ${view.because}.`, width).map(paint.warn),
    ...(view.trace.length === 0
      ? ['It was refused before a size was planned.']
      : ['', ...waterfallLines(view.trace, screen)]),
  ];
}
