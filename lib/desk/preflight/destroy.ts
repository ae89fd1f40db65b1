import type { Intent } from '../book.ts';
import type { Position } from '../position/position.ts';
import { minuteText } from '../words.ts';
import { type Check, check, type Fact, isKeyRefusedHere, judged, known, unknown } from './check.ts';
import type { DeployedStack } from './cloud.ts';
import { onCdk, onDesk, type Subject } from './target.ts';

/** What an account holds, as the venue or the store of a paper account says it. */
export interface HeldAtVenue {
  readonly positions: readonly { readonly symbol: string; readonly qty: number }[];
  /** Ordinary and conditional ones, as they rest. */
  readonly orders: readonly { readonly symbol: string; readonly what: string }[];
}

export interface BookSeen {
  readonly positions: readonly Pick<Position, 'id' | 'side' | 'phase'>[];
  readonly intents: readonly Pick<Intent, 'id' | 'symbol' | 'state' | 'minute'>[];
  /** False for a desk that has never finished a minute: it has opened nothing. */
  readonly hasRun: boolean;
}

export interface DeskToLeave {
  readonly subject: Subject;
  readonly book: Fact<BookSeen>;
  /** Absent where the desk never had a key, so that it cannot have opened anything. */
  readonly venue: Fact<HeldAtVenue>;
  /** `control/state`, by which the next minute may open something. */
  readonly state: Fact<StateSeen>;
}

export interface StateSeen {
  readonly value: string;
  /** How long ago it was last edited, in milliseconds; absent where no minute is at work while it is asked. */
  readonly editedAgoMs?: number;
}

/** Entry reads its limits once, works for most of a minute, and may be called again: whatever is edited holds after this. */
export const STATE_HOLDS_MS = 120_000;

const OPENS_NOTHING = new Set(['halted', 'reducing']);
const CLOSE = 'halt --flatten';
const SHOWN = 6;

/**
 * Whether a desk may be taken away. Without it nobody closes what is open, moves a stop, or knows why either is there: a
 * position, an order or an order without an answer refuses, and so does whatever could not be looked at.
 */
export function leavingChecks(desk: DeskToLeave): readonly Check[] {
  const { subject } = desk;
  const named = (what: string) => `${subject.desk} ${what}`;
  return [
    haltedCheck(named('halted'), desk),
    openCheck(named('book'), desk.book, openInBook, subject),
    openCheck(named('venue'), venueOf(desk), openAtVenue, subject),
  ];
}

/** A desk that never ran and never had a key holds nothing; one that ran, and has lost its key, may. */
function venueOf({ venue, book }: DeskToLeave): Fact<HeldAtVenue> {
  if (venue.type !== 'absent') return venue;
  return book.type === 'known' && !book.value.hasRun
    ? known({ positions: [], orders: [] })
    : unknown(venue.because);
}

const haltedCheck = (name: string, { state, subject }: DeskToLeave): Check => {
  if (state.type !== 'known') return check(name, 'not-checked', state.because);
  const { value, editedAgoMs = STATE_HOLDS_MS } = state.value;
  if (!OPENS_NOTHING.has(value))
    return check(
      name,
      'refused',
      `control/state is ${value}: it may open something at any minute`,
      onDesk(subject, CLOSE),
    );
  // A clock that is behind the store's makes the edit lie in the future: it is as young as can be.
  const leftMs = STATE_HOLDS_MS - Math.max(0, editedAgoMs);
  return leftMs <= 0
    ? check(name, 'ok', 'it opens nothing any more')
    : check(
        name,
        'not-checked',
        `control/state is ${value} since a moment ago: a minute that began before may still open something`,
        `ask again in ${Math.ceil(leftMs / 1_000)} seconds`,
      );
};

function openCheck<T>(
  name: string,
  fact: Fact<T>,
  openOf: (value: T) => readonly string[],
  subject: Subject,
): Check {
  if (fact.type !== 'known') return check(name, 'not-checked', fact.because, mending(fact.because));
  const open = openOf(fact.value);
  if (open.length === 0) return check(name, 'ok', 'no position, no order');
  const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : '';
  return check(name, 'refused', `${open.slice(0, SHOWN).join('; ')}${more}`, onDesk(subject, CLOSE));
}

/** A key that is bound to the desk's address is refused on this machine; then nobody here can look. */
const mending = (because: string): string =>
  isKeyRefusedHere(because)
    ? 'at the venue, let the key be used from this machine’s address, too, until this is done'
    : 'what nobody could look at may be open: mend that, and ask again';

const openInBook = ({ positions, intents }: BookSeen): readonly string[] => [
  ...positions
    .filter(({ phase }) => phase !== 'closed')
    .map(({ id, side, phase }) => `${id} ${side}, ${phase}`),
  ...intents
    .filter(({ state }) => state !== 'settled' && state !== 'void')
    .map(({ symbol, state, minute, id }) => `${symbol} order of ${minuteText(minute)}, ${state} (${id})`),
];

/** Positions one by one; orders by coin and kind, since each position has five of them. */
const openAtVenue = ({ positions, orders }: HeldAtVenue): readonly string[] => {
  const alike = new Map<string, number>();
  for (const { symbol, what } of orders) {
    const kind = `${symbol} ${what}`;
    alike.set(kind, (alike.get(kind) ?? 0) + 1);
  }
  return [
    ...positions.map(({ symbol, qty }) => `${symbol} ${qty > 0 ? 'long' : 'short'} ${Math.abs(qty)}`),
    ...[...alike].map(([kind, n]) => (n === 1 ? kind : `${kind} x ${n}`)),
  ];
};

/** The stack itself. One in which no desk is found is one that this version cannot read: it may have some all the same. */
export const stackToLeaveCheck = (stack: Fact<Pick<DeployedStack, 'status' | 'desks'>>): Check =>
  judged(stack, {
    name: 'stack',
    judge: ({ status, desks }) =>
      desks.length === 0
        ? { state: 'not-checked', seen: `${status}; no function in its template names a desk` }
        : {
            state: 'ok',
            seen: `${status}, desks ${desks.map(({ name, mode }) => `${name} (${mode})`).join(', ')}`,
          },
  });

/** What `cdk destroy` leaves in the account, and how that is removed by whoever wants to. */
export interface Leftover {
  readonly what: string;
  /** The type of a resource that the stack retains; absent for what never belonged to it. */
  readonly type?: string;
  readonly where: string;
}

/** A test holds these against the template: what it retains is told, and nothing else. */
export const LEFTOVERS: readonly Leftover[] = [
  {
    what: 'the table',
    type: 'AWS::DynamoDB::Table',
    where: 'books, journal and history, protected from deletion',
  },
  { what: 'the bucket of models', type: 'AWS::S3::Bucket', where: 'every version of every model' },
  { what: 'the log groups', type: 'AWS::Logs::LogGroup', where: 'kept for their month, then empty' },
  { what: 'the parameters', where: '/perpdesk/…: limits with their history, keys, the confirmation' },
];

/** Where the stack is that was looked at: what takes it away has to reach the same one. Each is written as a shell takes it. */
export interface Reached {
  readonly stack: string;
  readonly region: string;
  /** The profile of AWS that was named; undefined where none was. */
  readonly profile: string | undefined;
  /** The options of `cdk`, the profile among them. */
  readonly cdkFlags: string;
}

/** Takes the stack away, in this order. */
export const destroyCommands = ({ stack, region, profile, cdkFlags }: Reached): readonly string[] => [
  `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stack} --region ${region}${profile === undefined ? '' : ` --profile ${profile}`}`,
  onCdk({ cdkFlags }, `destroy ${stack}`),
];
