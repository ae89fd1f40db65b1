import { minuteText, oneLine } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Cut, type LookAhead, lookAhead } from '../../replay/checks/look-ahead.ts';
import { type StartUp, startUp } from '../../replay/checks/start-up.ts';
import type { Attendance, ReplayInput } from '../../replay/replay.ts';
import type { Answer } from '../answer.ts';

const CHECKS = ['look-ahead', 'start-up'] as const;
export type Check = (typeof CHECKS)[number];
const CUTS = 6;
/** What a run that begins later may take to be of one mind with an earlier one. */
const AGREES_WITHIN_MINUTES = 24 * 60;

/** @throws Refusal for a check that there is not */
export function checkNamed(typed: string): Check {
  const check = CHECKS.find(name => name === typed);
  if (check !== undefined) return check;
  throw new Refusal(`--check ${typed}: there is no such check; choose ${CHECKS.join(' or ')}`);
}

/** Runs one of the checks on a replay's bias. */
export const checked = async (check: Check, input: ReplayInput, attendance: Attendance): Promise<Answer> =>
  check === 'look-ahead'
    ? lookAheadAnswer(await lookAhead(input, CUTS, attendance))
    : startUpAnswer(await startUp(input, attendance));

function lookAheadAnswer({ opened, cuts }: LookAhead): Answer {
  const wrong = cuts.filter(({ same }) => !same);
  return {
    json: { check: 'look-ahead', opened, cuts },
    exitCode: wrong.length === 0 && opened > 0 ? 0 : 1,
    lines: () => [
      'The span was replayed whole, and again up to each of these minutes on a market that ends there.',
      ...cuts.flatMap(cutLines),
      wrong.length === 0 && opened === 0
        ? NOTHING_SHOWN
        : wrong.length === 0
          ? 'Nothing was decided by what was still to come.'
          : `${wrong.length} of ${cuts.length} differ: something was decided by what was still to come.`,
    ],
  };
}

const NOTHING_SHOWN =
  'Nothing was opened, so nothing is shown: give it models that may vote, --as-if-licensed, or --force-signals.';

const cutLines = ({ at, same, first }: Cut): readonly string[] => [
  `  ${minuteText(at)}  ${same ? 'the same journal' : 'another journal'}`,
  ...(first === undefined
    ? []
    : [
        `    at ${minuteText(first.minute)} with what came: ${oneLine(first.withFuture, 200)}`,
        `    and without: ${oneLine(first.without, 200)}`,
      ]),
];

function startUpAnswer(found: StartUp): Answer {
  const { lateFrom, universeMinutes, votesMinutes, openedInBoth, openedInOne } = found;
  const isLate = (minutes: number | undefined) => minutes === undefined || minutes > AGREES_WITHIN_MINUTES;
  const isWrong = isLate(universeMinutes) || isLate(votesMinutes);
  const { barsJudged } = found;
  const isShown = barsJudged + openedInBoth + openedInOne > 0;
  const when = (minutes: number | undefined) =>
    minutes === undefined ? 'never' : minutes === 0 ? 'from its first bar on' : `after ${minutes} minutes`;
  const all = openedInBoth + openedInOne;
  return {
    json: { check: 'start-up', ...found, agreesWithinMinutes: AGREES_WITHIN_MINUTES },
    exitCode: isWrong || !isShown ? 1 : 0,
    lines: () => [
      `A second run began at ${minuteText(lateFrom)} UTC. It is of one mind with the first about`,
      `  the coins that may be traded  ${when(universeMinutes)}`,
      barsJudged === 0
        ? '  what the models say of them   nothing: none was heard'
        : `  what the models say of them   ${when(votesMinutes)}, at ${barsJudged} bars`,
      `Of ${all} positions that were opened from then on ${openedInBoth} are in both; an account's past decides what it has room for.`,
      isWrong
        ? 'They should be of one mind within a day: something depends on when a run begins.'
        : isShown
          ? 'Nothing depends on when a run begins.'
          : NOTHING_SHOWN,
    ],
  };
}
