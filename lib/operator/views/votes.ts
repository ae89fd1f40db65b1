import type { JournalRecord } from '../../desk/journal.ts';
import type { SymbolId } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { tableLines } from '../../local/terminal/table.ts';
import { paragraph, type Screen } from '../screen.ts';
import { coinWordSentence } from '../sentences.ts';

/** One model's word on a coin at a signal bar. */
export interface VoteLine {
  readonly kind: string;
  readonly version: string | null;
  /** Its chance that the coin goes up; null where it said nothing of it. */
  readonly pUp: number | null;
  /** Its share of the ensemble's word; null where it had none. */
  readonly weight: number | null;
  /** Why it had no vote. */
  readonly because: string | null;
}

/** What was said of a coin at the signal bar of a trade. */
export interface VotesView {
  /** Close of the bar. */
  readonly at: string;
  /** False: said in shadow, by models without a licence. */
  readonly licensed: boolean;
  readonly models: readonly VoteLine[];
  /** The ensemble's word in one sentence. */
  readonly ensemble: string;
}

/** Undefined where the models said nothing of the coin at that bar. */
export function votesView(
  votes: Extract<JournalRecord, { readonly type: 'votes' }> | undefined,
  symbol: SymbolId,
): VotesView | undefined {
  const word = votes?.coins.find(coin => coin.symbol === symbol);
  if (votes === undefined || word === undefined) return undefined;
  return {
    at: new Date(votes.at).toISOString(),
    licensed: votes.licensed,
    models: votes.models.map(({ kind, version, weight, because }, n) => ({
      kind,
      version: version ?? null,
      pUp: word.said?.[n] ?? null,
      weight: weight ?? null,
      because: because ?? null,
    })),
    ensemble: coinWordSentence(word),
  };
}

const COLUMNS = [
  { title: 'model', align: 'left' },
  { title: 'up', align: 'right' },
  { title: 'weight', align: 'right' },
  { title: '', align: 'left' },
] as const;

const share = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;

/** The view as lines. Pure. */
export function votesLines(view: VotesView, { width, paint }: Screen): readonly string[] {
  const rows = view.models.map(({ kind, version, pUp, weight }) => [
    { text: version ?? kind },
    { text: pUp === null ? '-' : share(pUp) },
    { text: weight === null ? '-' : share(weight) },
    { text: version === null ? 'no model holds this seat' : '' },
  ]);
  const without = view.models.flatMap(({ version, because }) =>
    version === null || because === null ? [] : [`${version} had no vote: ${because}.`],
  );
  const whose = view.licensed ? 'together' : 'together, in shadow';
  const bar = minuteText(Date.parse(view.at)).slice(11);
  return [
    ...tableLines(COLUMNS, rows, width, paint.dim),
    ...paragraph(`${whose}: ${view.ensemble} (bar of ${bar}).`, width),
    ...without.flatMap(line => paragraph(line, width).map(paint.dim)),
  ];
}
