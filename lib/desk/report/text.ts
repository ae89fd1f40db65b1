import { isFinding } from '../truth/day-truth.ts';
import { countText, dayText, dollars, minuteText, rText, signedDollars } from '../words.ts';
import type { DayReport, ReportTrade } from './day-report.ts';
import { columns, listed, wrapped } from './lines.ts';
import type { Trouble } from './tally.ts';
import { twinSection, twinSubject } from './twin.ts';

/** The subject of the report as an e-mail: what one wants to know before opening it. */
export function reportSubject(report: DayReport): string {
  const { desk, mode, day, truth, trades } = report;
  const money = truth === undefined ? 'not closed yet' : signedDollars(netOf(report));
  const attention = isUneasy(report) ? ', wants attention' : '';
  return `perpdesk ${desk} (${mode}) ${dayText(day)}: ${money}, ${countText(trades.length, 'trade')}${twinSubject(report)}${attention}`;
}

/** The report as plain text, at most 78 columns wide: an e-mail, and what the terminal shows. Pure. */
export function reportText(report: DayReport): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Troubles', report.troubles.flatMap(troubleLines)],
    twinSection(report),
    ['Money, by the venue’s own account', moneyLines(report)],
    ['Trades that ended', tradeLines(report)],
    ['Sizes', fidelityLines(report)],
    [
      'Wished for, and not taken',
      report.denials.flatMap(({ code, n, meaning }) => listed(String(n), `${meaning} (${code})`)),
    ],
    ['Models', modelLines(report)],
    ['Limits changed', report.limits.flatMap(edit => listed('', edit))],
  ];
  return [
    headline(report),
    '',
    ...wrapped(summary(report)),
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', title.toUpperCase(), ...lines])),
    '',
    ...wrapped('Ask the desk: npm run desk -- explain COIN, profit, logs --minutes 1440.'),
    '',
  ].join('\n');
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const headline = ({ desk, mode, day }: DayReport): string =>
  `Desk ${desk}, ${mode}: ${WEEKDAYS[new Date(day).getUTCDay()]} ${dayText(day)} (UTC)`;

/** What the desk did, by the venue: what another hand traded beside it is told apart. */
const netOf = ({ truth }: DayReport): number =>
  truth === undefined ? 0 : truth.venue.netUsd - truth.foreign.netUsd;

const isUneasy = ({ truth, troubles, minutes }: DayReport): boolean =>
  minutes === 0 || troubles.length > 0 || (truth !== undefined && isFinding(truth));

/** The day in a few sentences. */
function summary(report: DayReport): string {
  const { truth, trades, held } = report;
  const won = trades.filter(({ netUsd }) => netUsd > 0).length;
  const sumR = trades.reduce((sum, { rMultiple }) => sum + rMultiple, 0);
  const ended =
    trades.length === 0
      ? 'No trade ended.'
      : `${countText(trades.length, 'trade')} ended, ${won} won, ${trades.length - won} lost: ${rText(sumR)} in all.`;
  const money =
    truth === undefined
      ? 'The venue’s account of the day is not closed yet.'
      : `${signedDollars(netOf(report))} net of fees and funding.`;
  const open = held.length === 0 ? 'Nothing was held overnight.' : `Held overnight: ${held.join(', ')}.`;
  const ease = isUneasy(report) ? 'Something wants your attention.' : 'Nothing went wrong.';
  return [money, ended, quietSentence(report), open, ease].filter(each => each !== '').join(' ');
}

const DAY_MINUTES = 1_440;
/** Up to an hour that is missing may be a deployment; the alarms have told of it then. */
const MISSING_MINUTES = 60;

/** Whether the desk was there all day, and why a day without entries had none. */
function quietSentence({ fidelity, quiet, minutes }: DayReport): string {
  if (minutes === 0) return 'Entry did not run at all.';
  const ran =
    minutes < DAY_MINUTES - MISSING_MINUTES ? `Entry ran in ${minutes} of ${DAY_MINUTES} minutes. ` : '';
  const [most] = quiet;
  if (fidelity !== undefined || most === undefined) return ran.trim();
  return `${ran}Nothing was opened: ${most.meaning} (${most.n} of ${minutes} minutes).`;
}

function moneyLines({ truth }: DayReport): readonly string[] {
  if (truth === undefined) return [];
  const { venue, foreign, transfersUsd, otherUsd, equityOpenUsd, equityCloseUsd, markedUsd } = truth;
  const own = (part: 'realisedUsd' | 'feesUsd' | 'fundingUsd' | 'netUsd') => venue[part] - foreign[part];
  const lines: (readonly [string, number | undefined])[] = [
    ['realised', own('realisedUsd')],
    ['fees', 0 - own('feesUsd')],
    ['funding', own('fundingUsd')],
    ['net', own('netUsd')],
    ['by another hand', nonZero(foreign.netUsd)],
    ['deposits less withdrawals', nonZero(transfersUsd)],
    ['other income', nonZero(otherUsd)],
    ['open positions, at the mark', nonZero(markedUsd ?? 0)],
  ];
  const rows = lines.flatMap(([name, amount]) =>
    amount === undefined ? [] : [[name, signedDollars(amount)]],
  );
  const equity =
    equityOpenUsd === undefined || equityCloseUsd === undefined
      ? []
      : listed('', `equity ${dollars(equityOpenUsd)} at 00:00, ${dollars(equityCloseUsd)} a day later`);
  const differs = isFinding(truth)
    ? listed(
        '!',
        `the desk's book and the venue differ by ${dollars(truth.mismatchUsd)} in ${countText(truth.differenceCount, 'place')}; npm run desk -- profit names them`,
      )
    : [];
  return [...columns(rows, ['left', 'right']), ...equity, ...differs];
}

const nonZero = (amount: number): number | undefined => (Math.abs(amount) < 0.005 ? undefined : amount);

function tradeLines({ trades }: DayReport): readonly string[] {
  if (trades.length === 0) return [];
  const head = ['coin', '', 'planned', 'executed', 'net', 'R', 'ended by'];
  return columns(
    [head, ...trades.map(tradeCells)],
    ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
  );
}

const tradeCells = (trade: ReportTrade): readonly string[] => [
  `${trade.symbol.replace(/USDT$/, '')}${trade.source === 'forced' ? ' FORCED' : ''}`,
  trade.side,
  dollars(trade.plannedUsd),
  dollars(trade.executedUsd),
  signedDollars(trade.netUsd),
  rText(trade.rMultiple),
  trade.ended ?? '',
];

function fidelityLines({ fidelity }: DayReport): readonly string[] {
  if (fidelity === undefined) return [];
  const { entries, median, plannedUsd, executedUsd, cut } = fidelity;
  const executed = `${countText(entries, 'entry', 'entries')}: ${dollars(plannedUsd)} planned, ${dollars(executedUsd)} executed. Executed over intended, the median: ${median.toFixed(2)}.`;
  const taken =
    cut === undefined
      ? 'Nothing but rounding took from them.'
      : `Cut most by ${cut.by}: ${dollars(cut.usd)} of ${countText(cut.entries, 'entry', 'entries')}.`;
  return wrapped(`${executed} ${taken}`, '  ');
}

function modelLines({ licences, seats }: DayReport): readonly string[] {
  return [
    ...licences.flatMap(({ at, version, licensed, because }) =>
      listed(
        minuteText(at).slice(11),
        `${version} ${licensed ? 'has a vote now' : 'lost its vote'}${because === undefined ? '' : `: ${because}`}`,
      ),
    ),
    ...seats.flatMap(({ version, what, because }) =>
      listed('', `${version} ${what.replace('-', ' ')}: ${because}`),
    ),
  ];
}

const troubleLines = ({ what, n, first, last, because }: Trouble): readonly string[] => {
  const when = n === 1 ? '' : `, ${n} times until ${minuteText(last).slice(11)}`;
  return listed(minuteText(first).slice(11), `${what}${when}: ${because}`);
};
