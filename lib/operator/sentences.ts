import type { CoinWord, JournalRecord } from '../desk/journal.ts';
import type { ExitKind } from '../desk/position/position.ts';
import { DENIALS } from '../desk/risk/denial.ts';
import { largestCut, type SizingStep, type SizingTrace } from '../desk/sizing/trace.ts';
import { isFinding } from '../desk/truth/day-truth.ts';
import { divergenceText } from '../desk/twin/words.ts';
import { dayText, dollars, minuteText } from '../desk/words.ts';
import { priceText, qtyText, rText, signedDollars, spanText } from './figures.ts';

/** Journal records as plain sentences. Pure: the same record gives the same words, here and on the command line. */

type Of<T extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: T }>;

/** One sentence, without the time. Symbols first, so that a list of them can be scanned. */
export function sentenceOf(record: JournalRecord): string {
  switch (record.type) {
    case 'account':
      return accountSentence(record);
    case 'minute':
      return minuteSentence(record);
    case 'entry':
      return entrySentence(record);
    case 'slice':
      return sliceSentence(record);
    case 'not-taken':
      return notTakenSentence(record);
    case 'shadow':
      return shadowSentence(record);
    case 'exit':
      return exitSentence(record);
    case 'closed':
      return closedSentence(record);
    case 'protection':
      return protectionSentence(record);
    case 'unprotected':
      return `${record.symbol} UNPROTECTED: ${record.because}`;
    case 'unknown':
      return `${record.symbol} in doubt (${record.clientId}): ${record.because}`;
    case 'foreign':
      return `${record.symbol}: ${record.because}`;
    case 'trouble':
      return `${record.symbol ?? 'trouble'}: ${record.what} failed: ${record.because}`;
    case 'state':
      return `${record.what}: ${record.because}`;
    case 'universe':
      return universeSentence(record);
    case 'votes':
      return votesSentence(record);
    case 'revalidated':
      return revalidatedSentence(record);
    case 'seat':
      return `${record.version}: ${SEAT_WORDS[record.what]}: ${record.because}`;
    case 'truth':
      return truthSentence(record);
    case 'policy':
      return policySentence(record);
    case 'divergence':
      return divergenceSentence(record);
    default:
      return record satisfies never;
  }
}

/** True for what a person watching wants to see: decisions and trouble, not every resting order. */
export function isDecision(record: JournalRecord): boolean {
  switch (record.type) {
    case 'account':
    case 'minute':
    case 'votes':
    case 'shadow':
      return false;
    case 'protection':
      return record.action === 'moved' || record.action === 'failed';
    case 'entry':
    case 'slice':
    case 'not-taken':
    case 'exit':
    case 'closed':
    case 'unprotected':
    case 'unknown':
    case 'foreign':
    case 'trouble':
    case 'state':
    case 'universe':
    case 'revalidated':
    case 'seat':
    case 'truth':
    case 'policy':
    case 'divergence':
      return true;
    default:
      return record satisfies never;
  }
}

/** Why a minute opened nothing; undefined when it opened something. */
export function noTradeSentence({ noTrade, because }: Of<'minute'>): string | undefined {
  if (noTrade === undefined) return undefined;
  const known = NO_TRADE[noTrade] ?? noTrade;
  return because === undefined || because === noTrade ? known : `${known}: ${because}`;
}

const NO_TRADE: Readonly<Record<string, string>> = {
  ...DENIALS,
  'no-licensed-model': 'no model is licensed yet, so nothing opens',
  'no-signal': 'there is no signal this minute',
  'signals-not-taken': 'there were signals, and none was taken',
};

function accountSentence({ equityUsd, highWaterUsd, marks }: Of<'account'>): string {
  const best = equityUsd < highWaterUsd ? `, ${dollars(highWaterUsd - equityUsd)} below its highest` : '';
  const held = marks.map(({ symbol, markPrice }) => `${symbol} at ${priceText(markPrice)}`);
  return `equity of ${dollars(equityUsd)}${best}${held.length === 0 ? '' : `; ${held.join(', ')}`}`;
}

const minuteSentence = (record: Of<'minute'>): string => noTradeSentence(record) ?? tradeWords(record);

function tradeWords({ entries, slices = 0 }: Of<'minute'>): string {
  const opened = entries === 1 ? '1 entry' : `${entries} entries`;
  if (slices === 0) return opened;
  const further = slices === 1 ? '1 further slice' : `${slices} further slices`;
  return entries === 0 ? further : `${opened}, ${further}`;
}

/** Trades of a given list are told from the models' own wherever they are named. */
export const forcedMark = (source: 'ensemble' | 'forced'): string => (source === 'forced' ? ' FORCED' : '');

function entrySentence(record: Of<'entry'>): string {
  const { symbol, side, source, qty, price, plannedUsd, executedUsd, stopPrice, trace } = record;
  const sizes = `${dollars(plannedUsd)} planned, ${dollars(executedUsd)} executed`;
  return (
    `${symbol} opened ${side}${forcedMark(source)}: ${qtyText(qty)} at ${priceText(price)}, ` +
    `stop ${priceText(stopPrice)}; ${sizes}${cutWords(trace, plannedUsd)}`
  );
}

const SLICE_WORDS = { waiting: 'waits', filled: 'was filled', lapsed: 'is given up' } as const;

function sliceSentence(record: Of<'slice'>): string {
  const { symbol, slice, state, notionalUsd, because, executedUsd, intendedUsd } = record;
  const whole =
    executedUsd === undefined || intendedUsd === undefined
      ? ''
      : `, ${dollars(executedUsd)} of ${dollars(intendedUsd)} in all`;
  return `${symbol} slice ${slice} of ${dollars(notionalUsd)} ${SLICE_WORDS[state]}${whole}: ${because}`;
}

/** Below this share of the planned size a cut is a rounding, and not worth a word. */
const CUT_FRACTION_MIN = 0.01;

function cutWords(trace: SizingTrace, plannedUsd: number): string {
  const cut = largestCut(trace);
  if (cut === undefined || cutUsd(cut) < CUT_FRACTION_MIN * plannedUsd) return '';
  return `, cut most by ${cutName(cut)} (${dollars(-cutUsd(cut))})`;
}

const cutUsd = ({ beforeUsd, afterUsd }: SizingStep) => beforeUsd - afterUsd;

/** The step by the limit that a person can edit, else by its owner and name. */
export const cutName = ({ owner, step, limit }: SizingStep): string => limit ?? `${owner}: ${step}`;

const notTakenSentence = ({ symbol, side, source, code, because }: Of<'not-taken'>): string =>
  `${symbol} ${side}${forcedMark(source)} not taken: ${because === '' ? DENIALS[code] : because}`;

function shadowSentence(record: Of<'shadow'>): string {
  const { symbol, side, at, code, limit, plannedUsd, netUsd, netR, lastExit } = record;
  const would = `${signedDollars(netUsd)} net (${rText(netR)}) on ${dollars(plannedUsd)}: ${EXIT_WORDS[lastExit]}`;
  return `${symbol} ${side} of ${minuteText(at)}, not taken by ${limit ?? code}, would have made ${would}`;
}

const EXIT_WORDS: Readonly<Record<ExitKind, string>> = {
  'stop-loss': 'stopped out',
  'break-even-stop': 'stopped at break-even',
  'trailing-stop': 'trailing stop hit',
  'partial-take-profit': 'target reached, a part closed',
  'take-profit': 'last target reached',
  'time-stop': 'held its longest time, closed',
  reverse: 'reversed, closed',
  'halt-flatten': 'closed by the halt',
  'unprotected-flatten': 'had no stop, closed',
  delisting: 'is being delisted, closed',
  operator: 'closed by the operator',
  liquidation: 'LIQUIDATED',
  deleveraging: 'deleveraged by the venue',
  'by-hand': 'closed by another hand',
};

function exitSentence({ symbol, kind, qty, price, realisedUsd, commissionUsd }: Of<'exit'>): string {
  const net = signedDollars(realisedUsd - commissionUsd);
  return `${symbol} ${EXIT_WORDS[kind]}: ${qtyText(qty)} at ${priceText(price)}, ${net}`;
}

const closedSentence = ({ symbol, netUsd, rMultiple, minutesHeld }: Of<'closed'>): string =>
  `${symbol} is flat: ${signedDollars(netUsd)} net (${rText(rMultiple)}) after ${spanText(minutesHeld)}`;

function protectionSentence({ symbol, leg, action, triggerPrice, because }: Of<'protection'>): string {
  const order = leg === 'working' ? 'stop' : leg;
  const done = action === 'moved' ? 'moved to' : action === 'failed' ? 'NOT placed at' : `${action} at`;
  return `${symbol} ${order} ${done} ${priceText(triggerPrice)}: ${because}`;
}

function universeSentence({ joined, left, size }: Of<'universe'>): string {
  const parts = [
    joined.length > 0 ? `${joined.join(', ')} joined` : '',
    left.length > 0 ? `${left.join(', ')} left` : '',
  ].filter(part => part !== '');
  return `universe of ${size}: ${parts.join('; ')}`;
}

function votesSentence({ at, licensed, models, coins }: Of<'votes'>): string {
  const bar = minuteText(at).slice(11);
  const [best] = coins;
  const who = models.flatMap(({ version, because }) =>
    version === undefined ? [] : [because === undefined ? version : `${version} (no licence: ${because})`],
  );
  if (best === undefined)
    return `bar of ${bar}: no model spoke${who.length === 0 ? '' : `; ${who.join(', ')}`}`;
  const worth = coins.filter(({ evR }) => evR !== undefined && evR > 0).length;
  const count = coins.length === 1 ? '1 coin' : `${coins.length} coins`;
  const how = `${count} ${licensed ? 'judged' : 'predicted in shadow'}`;
  return `bar of ${bar}: ${how}, ${worth} worth a trade; ${who.join(', ')}`;
}

const SEAT_WORDS: Readonly<Record<Of<'seat'>['what'], string>> = {
  promoted: 'is the champion now',
  'rolled-back': 'is the champion again',
  entered: 'is a challenger now',
  retired: 'has left its seat',
  withdrawn: 'does not take the seat',
};

function revalidatedSentence({ version, resolved, licensed, because }: Of<'revalidated'>): string {
  if (resolved === 0) return `${version} was not revalidated: ${because}`;
  const count = resolved === 1 ? '1 prediction' : `${resolved} predictions`;
  return `${version} was revalidated on ${count}: ${licensed ? 'licensed' : 'no licence'}; ${because}`;
}

function policySentence({ learnt, passedOver, because }: Of<'policy'>): string {
  const trades = learnt === 1 ? '1 trade' : `${learnt} trades`;
  const others = passedOver === 0 ? '' : `, passed over ${passedOver}`;
  return `the RL policy has learnt from ${trades}${others}: ${because}`;
}

function truthSentence(record: Of<'truth'>): string {
  const { day, venue, mismatchUsd, differenceCount, differences } = record;
  const earned = `${dayText(day)}: ${signedDollars(venue.netUsd)} net by the venue`;
  if (!isFinding(record)) return `${earned}, and the book agrees to the cent`;
  const [first] = differences;
  const more = differenceCount > 1 ? `, and ${differenceCount - 1} more` : '';
  return `${earned}; the desk DIFFERS by ${dollars(mismatchUsd)}: ${first?.because ?? ''}${more}`;
}

const divergenceSentence = (record: Of<'divergence'>): string =>
  `${dayText(record.day)}, against ${record.original}: ${divergenceText(record)}`;

/** What the models said of one coin at a bar. */
export const coinWordSentence = ({ side, confidence, evR, because }: CoinWord): string =>
  `${side} at ${confidence.toFixed(3)}, ${evR === undefined ? (because ?? 'no expected value') : `expected value ${evR.toFixed(3)} R`}`;
