import { haltEndWords } from '../risk/halt-end.ts';
import { isFinding } from '../truth/day-truth.ts';
import { MINUTE_MS } from '../units.ts';
import { dayText, dollars, minuteText, percent } from '../words.ts';
import { fidelityWords } from './fidelity.ts';
import { type Known, newestOf, ofType } from './known.ts';
import { silentWords } from './silent.ts';

type Words = (known: Known) => readonly string[];

/** What the journal and the book know of an alarm, by the alarm's name. */
const WORDS: Readonly<Record<string, Words>> = {
  'not-safe': known => [...unprotectedWords(known), ...orderWords(known), ...lossWords(known)],
  unprotected: unprotectedWords,
  orders: orderWords,
  loss: lossWords,
  heartbeat: silentWords,
  limits: limitsWords,
  market: marketWords,
  models: modelWords,
  fidelity: fidelityWords,
  truth: truthWords,
  functions: functionWords,
};

/** The alarms that the desk can say more of. */
export const EXPLAINED: readonly string[] = Object.keys(WORDS);

/** What is known of an alarm beyond its own text: which coin, which order, which step, which edit. One line each. */
export const explained = (name: string, known: Known): readonly string[] => WORDS[name]?.(known) ?? [];

/** Which coins, by the records of both keepers and by what the book and the guardian hold of them now. */
function unprotectedWords(known: Known): readonly string[] {
  const noted = newestOf(ofType(known, 'unprotected'), ({ symbol }) => symbol).map(
    ({ symbol, minute, because }) => `${symbol} at ${minuteText(minute)}: ${because}`,
  );
  const seen = (known.guardian?.sightings ?? []).map(
    ({ symbol, side, firstAt }) => `${symbol} ${side}: bare since ${minuteText(firstAt)}, says the guardian`,
  );
  const helpless = (known.guardian?.helpless ?? []).map(
    symbol => `${symbol}: the guardian could neither place a stop nor close it`,
  );
  const bare = known.positions
    .filter(({ phase }) => phase === 'open' || phase === 'unknown')
    .map(({ symbol, phase }) => `${symbol}: ${phase === 'open' ? 'no stop was read back' : 'in doubt'}`);
  const failed = newestOf(
    ofType(known, 'protection').filter(({ action }) => action === 'failed'),
    ({ positionId, leg }) => `${positionId} ${leg}`,
  ).map(({ symbol, leg, because }) => `${symbol}: ${leg} not placed: ${because}`);
  // What could not be looked after counts as unprotected: nobody has seen that it is not.
  const unkept = newestOf(
    ofType(known, 'trouble').filter(({ what }) => what === 'position' || what === 'guardian'),
    ({ symbol, what }) => `${symbol} ${what}`,
  ).map(({ symbol, because }) => `${symbol ?? 'the account'}: could not be looked after: ${because}`);
  return [...noted, ...seen, ...helpless, ...bare, ...failed, ...unkept];
}

const UNKNOWN_MINUTES = 2;

function orderWords({ intents, guardian, minute }: Known): readonly string[] {
  const sent = intents
    .filter(each => each.state === 'submitted' && minute - each.minute >= UNKNOWN_MINUTES * MINUTE_MS)
    .map(
      each =>
        `${each.symbol}: order ${each.id} of ${dollars(each.notionalUsd)}, sent at ${minuteText(each.minute)}: nobody knows what became of it`,
    );
  const failure = guardian?.stops.failure;
  if (failure === undefined) return sent;
  const stops = `a stop in ${failure.symbol} was not taken at ${minuteText(failure.at)}: ${failure.because}`;
  return [...sent, stops];
}

function lossWords(known: Known): readonly string[] {
  const { book } = known;
  if (book === undefined) return [];
  const { day, equityUsd, highWaterUsd, haltedAt } = book;
  const lost = day.equityAtStartUsd + day.transfersUsd - equityUsd;
  const fallen = highWaterUsd > 0 ? 1 - equityUsd / highWaterUsd : 0;
  const halted = ofType(known, 'state').findLast(({ what }) => what === 'halted');
  return [
    `equity ${dollars(equityUsd)}: ${lost > 0 ? `${dollars(lost)} lost` : `${dollars(-lost)} won`} today, ${percent(fallen)} below the highest mark`,
    ...(haltedAt === undefined
      ? []
      : [
          `halted since ${minuteText(haltedAt)}${halted === undefined ? '' : `: ${halted.because}`}; ${haltEndWords(book, 'npm run desk -- resume ends it')}`,
        ]),
  ];
}

function limitsWords(known: Known): readonly string[] {
  const fault = ofType(known, 'trouble').findLast(({ what }) => what === 'limits');
  const denied = ofType(known, 'minute').findLast(({ noTrade = '' }) => noTrade.startsWith('limits-'));
  const edits = ofType(known, 'state').filter(({ what }) => what === 'limit edited');
  const why = fault?.because ?? denied?.because;
  return [
    ...(why === undefined ? [] : [why]),
    ...edits.map(({ minute, because }) => `edited at ${minuteText(minute)}: ${because}`),
  ];
}

function marketWords(known: Known): readonly string[] {
  const denied = ofType(known, 'not-taken').filter(
    ({ code }) => code === 'data-stale' || code === 'data-implausible',
  );
  const troubles = ofType(known, 'trouble').filter(({ role }) => role === 'scan');
  return [
    ...newestOf(denied, ({ symbol }) => symbol).map(({ symbol, because }) => `${symbol}: ${because}`),
    ...newestOf(troubles, ({ what }) => what).map(({ what, because }) => `${what} failed: ${because}`),
  ];
}

function modelWords(known: Known): readonly string[] {
  const silent = ofType(known, 'minute').findLast(({ noTrade }) => noTrade === 'no-licensed-model');
  const failed = ofType(known, 'trouble').filter(({ role }) => role === 'retrain' || role === 'close');
  return [
    ...(silent === undefined ? [] : [`no model may vote: ${silent.because ?? 'none has a licence'}`]),
    ...newestOf(failed, ({ what }) => what).map(({ what, because }) => `${what} failed: ${because}`),
  ];
}

function truthWords(known: Known): readonly string[] {
  const found = known.truths
    .filter(isFinding)
    .map(
      ({ day, mismatchUsd, differences: [first] }) =>
        `${dayText(day)}: ${dollars(mismatchUsd)} apart${first === undefined ? '' : `; ${first.because}`}`,
    );
  const failed = ofType(known, 'trouble').filter(({ role }) => role === 'close');
  return [
    ...found,
    ...newestOf(failed, ({ what }) => what).map(({ what, because }) => `${what} failed: ${because}`),
  ];
}

/** A function that threw has noted so, if it could still write; one that never ran is silent. */
function functionWords(known: Known): readonly string[] {
  const ticks = ofType(known, 'trouble').filter(({ what }) => what.endsWith(' tick'));
  const failed = newestOf(ticks, ({ what }) => what).map(
    ({ what, minute, because }) => `${what} failed at ${minuteText(minute)}: ${because}`,
  );
  return [...failed, ...silentWords(known)];
}
