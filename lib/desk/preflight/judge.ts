import type { AccountAccess } from '../admission.ts';
import type { Limits } from '../limits/limits.ts';
import { minuteText } from '../words.ts';
import {
  type AccountModeSeen,
  type AccountNumbers,
  accountCheck,
  accountModeCheck,
  type DeskWord,
  egressCheck,
  keysCheck,
  rightsCheck,
  type StoredKey,
} from './account.ts';
import { bracketsCheck, type CoinTiers } from './brackets.ts';
import { type Check, check, type Fact } from './check.ts';
import {
  bootstrapCheck,
  type Caller,
  credentialsCheck,
  type DeployedStack,
  desksKeptCheck,
  type PlacedDesk,
  type Regions,
  regionCheck,
  stackCheck,
} from './cloud.ts';
import { type LimitsSeen, limitsCheck } from './limits.ts';
import { alarmMailCheck, type Subscription, subscriptionsCheck } from './mail.ts';
import { type ModelSeen, modelChecks } from './models.ts';
import { onDesk, type Subject } from './target.ts';
import { type ClockReading, clockCheck, marketTimeCheck, venueCheck } from './venue.ts';

/** The venue, as this machine sees it. */
export interface VenueFacts {
  /** The host that is asked. */
  readonly endpoint: string;
  readonly clock: Fact<ClockReading>;
}

/** What is known before anything is deployed. */
export interface BeforeFacts {
  /** How the context of cdk.json reads. */
  readonly context: Check;
  readonly caller: Fact<Caller>;
  readonly regions: Regions;
  readonly region: string;
  readonly bootstrap: Fact<number>;
  /** Desks that the stacks of the context have by now, and those that it names. */
  readonly deployed: Fact<readonly PlacedDesk[]>;
  readonly planned: readonly PlacedDesk[];
  readonly venue: VenueFacts;
  readonly limits: Fact<LimitsSeen>;
  /** How the doctor is asked of the same limits. */
  readonly doctorFlags: string;
  readonly alarmEmail: string | undefined;
}

/** Everything that `npx cdk deploy` and the first minutes after it need. */
export const beforeChecks = (facts: BeforeFacts, subject: Subject): readonly Check[] => [
  facts.context,
  credentialsCheck(facts.caller),
  regionCheck(facts.regions),
  bootstrapCheck(facts.bootstrap, {
    account: facts.caller.type === 'known' ? facts.caller.value.account : undefined,
    region: facts.region,
    cdkFlags: subject.cdkFlags ?? '',
  }),
  desksKeptCheck(facts.deployed, facts.planned),
  clockCheck(facts.venue.clock),
  venueCheck(facts.venue.clock, facts.venue.endpoint),
  limitsCheck(facts.limits, { flags: facts.doctorFlags }),
  alarmMailCheck(facts.alarmEmail, subject.mode),
];

/** What a key tells of its account. Of a paper desk there is none. */
export interface KeyFacts {
  readonly stored: Fact<readonly StoredKey[]>;
  readonly accountMode: Fact<AccountModeSeen>;
  readonly tiers: Fact<readonly CoinTiers[]>;
}

/** What a live desk needs beside that. */
export interface LiveFacts {
  readonly numbers: AccountNumbers;
  readonly access: Fact<AccountAccess>;
  readonly word: Fact<DeskWord>;
  readonly egress: Fact<string>;
}

/** What a desk itself shows, wherever it runs. */
export interface DeskFacts {
  readonly venue: VenueFacts;
  readonly limits: Fact<LimitsSeen>;
  /** The limits in force; the defaults where those stored are not valid. */
  readonly inForce: Limits;
  readonly models: Fact<readonly ModelSeen[]>;
  readonly key: KeyFacts | undefined;
}

export interface DeployedFacts extends DeskFacts {
  readonly caller: Fact<Caller>;
  readonly regions: Regions;
  readonly stack: Fact<DeployedStack>;
  /** That the desk finishes its minutes; known as a sentence where it does not, and as undefined where it does. */
  readonly running: Fact<string | undefined>;
  /** What the guardian holds against entries; undefined where it keeps watch and has no objection. */
  readonly guardian: Fact<string | undefined>;
  readonly live: LiveFacts | undefined;
  readonly subscriptions: Fact<readonly Subscription[]>;
}

/** A desk that is deployed: what it still lacks for its mode. */
export const deployedChecks = (facts: DeployedFacts, subject: Subject): readonly Check[] => [
  credentialsCheck(facts.caller),
  regionCheck(facts.regions),
  stackCheck(facts.stack, subject),
  wordCheck('minutes', facts.running, { good: 'each is finished in time', subject }),
  wordCheck('guardian', facts.guardian, { good: 'it keeps watch, and has no objection', subject }),
  clockCheck(facts.venue.clock),
  venueCheck(facts.venue.clock, facts.venue.endpoint),
  ...keyChecks(facts, facts.live, subject),
  limitsCheck(facts.limits, subject),
  ...modelChecks(facts.models, subject),
  subscriptionsCheck(facts.subscriptions, subject.mode),
];

/** An embedded desk: its venue is simulated, and its clock is that market's own. */
export const embeddedChecks = (facts: DeskFacts, subject: Subject): readonly Check[] => [
  marketTimeCheck(facts.venue.clock),
  facts.venue.clock.type === 'known'
    ? venueCheck(facts.venue.clock, facts.venue.endpoint)
    : check('venue', 'not-checked', facts.venue.clock.because),
  ...keyChecks(facts, undefined, subject),
  limitsCheck(facts.limits, subject),
  ...modelChecks(facts.models, subject),
];

function keyChecks(
  { key, inForce }: DeskFacts,
  live: LiveFacts | undefined,
  subject: Subject,
): readonly Check[] {
  if (key === undefined) return [];
  const [mode, brackets] = [accountModeCheck(key.accountMode), bracketsCheck(key.tiers, inForce)];
  if (live === undefined) return [keysCheck(key.stored, subject), mode, brackets];
  return [
    keysCheck(key.stored, subject),
    accountCheck(live.numbers, subject),
    egressCheck(live, subject),
    rightsCheck(live, subject),
    ...foundByDesk(live.word, mode, brackets),
  ];
}

/**
 * A live key is refused here where it is bound to the desk's address, as it has to be. Then what the desk finds counts: it
 * looks at the position mode before it opens anything, and reads the bracket of each coin that it trades.
 */
function foundByDesk(word: Fact<DeskWord>, mode: Check, brackets: Check): readonly Check[] {
  if (word.type !== 'known' || word.value.refusal !== undefined) return [mode, brackets];
  const when = `${minuteText(word.value.at)} UTC`;
  return [
    mode.state === 'not-checked' ? check(mode.name, 'ok', `found good by the desk itself, at ${when}`) : mode,
    brackets.state === 'not-checked'
      ? check(
          brackets.name,
          'warning',
          'not readable from here; the desk reads each coin’s before it trades it',
        )
      : brackets,
  ];
}

/** A check of something that says what is wrong with it, and nothing where all is well. */
function wordCheck(
  name: string,
  word: Fact<string | undefined>,
  { good, subject }: { readonly good: string; readonly subject: Subject },
): Check {
  const next = onDesk(subject, 'status');
  if (word.type !== 'known')
    return check(name, word.type === 'absent' ? 'missing' : 'not-checked', word.because, next);
  return word.value === undefined ? check(name, 'ok', good) : check(name, 'refused', word.value, next);
}
