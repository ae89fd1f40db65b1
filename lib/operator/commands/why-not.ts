import type { UniverseReasons } from '../../desk/book.ts';
import type { JournalRecord } from '../../desk/journal.ts';
import { type LimitsRead, readLimits } from '../../desk/limits/limits.ts';
import { isOpen } from '../../desk/risk/exposure.ts';
import { deskDenial, protectionFor } from '../../desk/risk/permission.ts';
import type { SymbolId } from '../../desk/units.ts';
import { dollars, minuteText } from '../../desk/words.ts';
import type { DeskState } from '../../ports.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { lastMinuteRecord, newestNotTaken, newestVotes } from '../journal-search.ts';
import { storedLimits } from '../limit-texts.ts';
import { paragraph, type Screen } from '../screen.ts';
import { coinWordSentence, noTradeSentence } from '../sentences.ts';
import { knownSymbols, symbolNamed } from '../symbols.ts';
import { type NotTakenView, notTakenLines, notTakenView } from '../views/not-taken.ts';
import { type SliceLine, sliceLines, waitingSentence } from '../views/slices.ts';

type Votes = Extract<JournalRecord, { readonly type: 'votes' }>;

/** One thing that could keep a coin from being traded now, and whether it does. */
export interface Check {
  readonly what: string;
  readonly blocks: boolean;
  readonly because: string;
}

export interface WhyNotView {
  readonly desk: string;
  readonly symbol: string;
  readonly minute: string | null;
  /** The first reason that holds now, or that none does. */
  readonly verdict: string;
  readonly checks: readonly Check[];
  readonly lastNotTaken: NotTakenView | null;
}

/** Why a coin is not traded: every reason that holds now, and the newest trade in it that was refused. */
export async function whyNot({ desk, reader, limits }: Connection, typed: string): Promise<Answer> {
  const state = await reader.load();
  const reasons = await reader.universeReasons();
  const listed = await limits.list();
  const symbol = symbolNamed(typed, knownSymbols(state, reasons));
  const now = state.book?.monitoredMinute;
  const last = now && (await lastMinuteRecord(reader, now));
  const refused = now && (await newestNotTaken(reader, symbol, now));
  const votes = now && (await newestVotes(reader, now));
  const spoken = last === undefined ? undefined : noTradeSentence(last);
  const unlicensed = last?.noTrade === 'no-licensed-model';
  const checks: readonly Check[] = [
    ...deskChecks(state, readLimits(storedLimits(listed))),
    ...symbolChecks(state, reasons, symbol),
    ...voteChecks(votes, symbol),
    {
      what: 'models',
      blocks: unlicensed,
      because:
        spoken === undefined
          ? 'the last minute followed a signal'
          : `${spoken} (${minuteText(last?.minute ?? 0).slice(11)})`,
    },
  ];
  const blocking = checks.find(({ blocks }) => blocks);
  const view: WhyNotView = {
    desk,
    symbol,
    minute: now === undefined ? null : new Date(now).toISOString(),
    verdict:
      blocking === undefined
        ? `nothing keeps ${symbol} from being traded: it waits for a signal`
        : `${blocking.what}: ${blocking.because}`,
    checks,
    lastNotTaken: refused === undefined ? null : notTakenView(refused),
  };
  return { json: view, lines: screen => whyNotLines(view, screen) };
}

/** What the models said of the coin at the last signal bar, where they said anything. */
function voteChecks(votes: Votes | undefined, symbol: SymbolId): readonly Check[] {
  const word = votes?.coins.find(coin => coin.symbol === symbol);
  if (votes === undefined || word === undefined) return [];
  const worth = votes.licensed && word.evR !== undefined && word.evR > 0;
  const how = votes.licensed ? '' : ', in shadow';
  const because = `${coinWordSentence(word)}${how} (bar of ${minuteText(votes.at).slice(11)})`;
  return [{ what: 'vote', blocks: !worth, because }];
}

/** What keeps the desk as a whole from opening anything. */
function deskChecks({ book }: DeskState, read: LimitsRead): readonly Check[] {
  const limits: Check =
    read.type === 'limits'
      ? { what: 'limits', blocks: false, because: 'valid' }
      : {
          what: 'limits',
          blocks: true,
          because: read.problems.map(({ name, problem }) => `${name}: ${problem}`).join('; '),
        };
  if (book === undefined) {
    return [limits, { what: 'desk', blocks: true, because: 'the monitor has not opened the book yet' }];
  }
  const denial = read.type === 'limits' ? deskDenial(book, read.limits) : undefined;
  const desk: Check = { what: 'desk', blocks: denial !== undefined, because: denial?.because ?? 'active' };
  return [limits, desk];
}

/** What keeps this one coin out. */
function symbolChecks(
  { book, positions, intents, universe }: DeskState,
  reasons: UniverseReasons | undefined,
  symbol: SymbolId,
): readonly Check[] {
  const open = positions.find(position => position.symbol === symbol && isOpen(position));
  const underWay = intents.find(intent => intent.symbol === symbol);
  const isMember = universe?.symbols.includes(symbol) === true;
  const foreign = book?.foreign.some(held => held.symbol === symbol) === true;
  const protection =
    book?.monitoredMinute === undefined
      ? undefined
      : protectionFor(book.protections, symbol, book.monitoredMinute);
  const inUse = open?.id ?? underWay?.id;
  const waiting = waitingSentence(intents, symbol);
  const slices = open === undefined ? [] : sliceLines(open, intents);
  return [
    {
      what: 'position',
      blocks: inUse !== undefined,
      because:
        inUse === undefined
          ? 'none in this coin'
          : `${inUse} is ${open === undefined ? 'under way' : 'open already'}`,
    },
    ...(waiting === undefined && slices.length === 0
      ? []
      : [{ what: 'slices', blocks: false, because: waiting ?? sliceWords(slices) }]),
    {
      what: 'universe',
      blocks: !isMember,
      because: (reasons?.reasons[symbol] ?? (isMember ? 'a member' : 'not judged yet')).replace(/^out: /, ''),
    },
    {
      what: 'another hand',
      blocks: foreign,
      because: foreign
        ? 'the account holds a position here that the desk did not open'
        : 'holds nothing here',
    },
    {
      what: 'protections',
      blocks: protection !== undefined,
      because:
        protection === undefined
          ? 'none'
          : `${protection.because}, until ${minuteText(protection.until)} UTC`,
    },
  ];
}

const sliceWords = (slices: readonly SliceLine[]): string =>
  slices
    .map(({ slice, state, notionalUsd }) => `slice ${slice} ${state}, ${dollars(notionalUsd)}`)
    .join('; ');

/** The view as lines. Pure. */
export function whyNotLines(view: WhyNotView, screen: Screen): string[] {
  const { paint, width } = screen;
  const room = Math.max(...view.checks.map(({ what }) => what.length)) + 2;
  const checks = view.checks.flatMap(({ what, blocks, because }) => {
    const lines = paragraph(because, width - 6 - room);
    return lines.map((line, i) => {
      const mark = blocks ? paint.bad('no  ') : paint.good('ok  ');
      return `  ${i === 0 ? mark : '    '}${(i === 0 ? what : '').padEnd(room)}${line}`;
    });
  });
  const at = view.minute === null ? '' : ` at ${minuteText(Date.parse(view.minute))} UTC`;
  return [
    paint.bold(`${view.symbol} on desk ${view.desk}${at}`),
    ...paragraph(`${view.verdict}.`, width),
    '',
    ...checks,
    '',
    ...(view.lastNotTaken === null
      ? ['No trade in it was refused in the last 30 days.']
      : [paint.bold('The newest trade not taken'), ...notTakenLines(view.lastNotTaken, screen)]),
  ];
}
