import { dayText, minuteText } from '../../desk/words.ts';
import { type Cell, tableLines } from '../../local/terminal/table.ts';
import { MODEL_KINDS } from '../../models/ensemble.ts';
import type { DeskModelsView, PolicySeat } from '../commands/desk-models.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';
import type { ModelView } from '../seats.ts';
import type { DayWeight, DayWeights } from '../weights.ts';
import { ensembleText, seatLines, shareText, stateText, trainedLossText, voteText } from './models.ts';
import { factor, policyLine } from './policy.ts';

/** The models of a desk: all seats at a glance, why each votes or not, the policy, the weights by day, what changed. Pure. */
export function deskModelsLines(view: DeskModelsView, screen: Screen): readonly string[] {
  const { desk, market, at, models, policy } = view;
  const { paint, width } = screen;
  const when = at === null ? '' : ` at ${minuteText(Date.parse(at))} UTC`;
  const head = paint.bold(`desk ${desk}: models for the market ${market}${when}`);
  const none = models.every(({ state }) => state === 'untrained');
  return [
    head,
    ...(none
      ? paragraph('It has no models, so nothing votes: none of the four kinds has been trained.', width)
      : ['', ...seatLines(models, screen), ...models.flatMap(each => seatText(each, screen))]),
    '',
    ...pairs(
      [
        ...(none ? [] : [['ensemble', ensembleText(view.ensemble)] as const]),
        ['RL policy', policy === null ? 'the desk has not finished a minute yet' : policyText(policy)],
      ],
      width,
    ),
    ...(none ? [] : weightLines(view.weights, screen)),
    ...changeLines(view, screen),
  ];
}

/** Why a model votes or not, and when one will know. */
function seatText(view: ModelView, { width, paint }: Screen): readonly string[] {
  if (view.state === 'untrained') return [];
  const title = view.state === 'unusable' ? `${view.version}: ${stateText(view)}` : stateText(view);
  if (view.state === 'unusable') return ['', ...paragraph(title, width).map(paint.bad)];
  const share = view.because === null ? `, ${shareText(view.weight)} of the vote` : '';
  return [
    '',
    paint.bold(title),
    ...pairs(
      [
        ['vote', `${voteText(view)}${share}`],
        ['log loss', trainedLossText(view)],
        ['when we know', view.licence.standing.whenWeWillKnow.sentence],
      ],
      width,
    ),
  ];
}

/** `version 1, licensed, has learnt from 140 trades; x0.9 to x1.1 over the last 20 entries, last x1.02; allowed x0.75 to x1.25`. */
function policyText(policy: PolicySeat): string {
  const { version, multiplierMin, multiplierMax, applied } = policy;
  const last = applied === null ? '' : `, the last ${factor(applied.last)}`;
  const allowed = `${factor(multiplierMin)} to ${factor(multiplierMax)}`;
  return `version ${version}, ${policyLine(policy)}${last}; allowed ${allowed}`;
}

function weightLines(days: readonly DayWeights[], { width, paint }: Screen): readonly string[] {
  // Days before the first votes that are kept say nothing.
  const kept = days.slice(0, days.findLastIndex(({ at }) => at !== null) + 1);
  if (kept.length === 0) return [];
  const columns = [
    { title: 'weight at the last votes of', align: 'left' } as const,
    ...MODEL_KINDS.map(kind => ({ title: kind, align: 'right' }) as const),
  ];
  const rows = kept.map(({ day, at, weights }): readonly Cell[] => [
    { text: at === null ? `${dayText(day)}, none kept` : minuteText(at) },
    ...MODEL_KINDS.map((kind): Cell => ({ text: at === null ? '' : weightText(weights[kind]) })),
  ]);
  return ['', ...tableLines(columns, rows, width, paint.dim)];
}

/** `57 %`, `no vote`, `-` for a kind that was not trained, `licensed` where no share was kept. */
function weightText({ version, licensed, weight }: DayWeight): string {
  if (version === null) return '-';
  if (!licensed) return 'no vote';
  return weight === null ? 'licensed' : shareText(weight);
}

function changeLines({ changes, weights }: DeskModelsView, { width, paint }: Screen): readonly string[] {
  if (changes.length === 0) return [];
  return [
    '',
    paint.bold(`What changed in ${weights.length === 1 ? 'this day' : `these ${weights.length} days`}`),
    ...changes.flatMap(({ at, version, what, because }) =>
      pairs([[minuteText(at), `${version} ${WHAT[what]}: ${because}`]], width),
    ),
  ];
}

const WHAT: Readonly<Record<DeskModelsView['changes'][number]['what'], string>> = {
  promoted: 'promoted',
  'rolled-back': 'came back',
  entered: 'entered as a challenger',
  retired: 'retired',
  withdrawn: 'did not take the seat',
};
