import type { Side } from '../desk/units.ts';
import type { AccountKind } from '../ports.ts';
import type { FaultName, PortName } from './faults.ts';

/** Minutes since the story begins; what happens between two of them has decimals. */
export type StoryMinute = number;

/** A wish to trade, of the models or of a forced list. */
export interface SignalEvent {
  readonly type: 'signal';
  readonly at: StoryMinute;
  readonly symbol: string;
  readonly side: Side;
  readonly confidence: number;
  readonly source: 'ensemble' | 'forced';
}

/** A request that goes wrong: the `nth` call of a method by one delivery of an actor's minute. */
export interface CallEvent {
  readonly type: 'call';
  readonly at: StoryMinute;
  readonly actor: string;
  readonly delivery: number;
  readonly port: PortName;
  readonly method: string;
  readonly nth: number;
  readonly fault: FaultName;
}

/** How the scheduler, or the machine, treats a tick. `seconds` from the minute, or for `killed` from its start. */
export interface TickEvent {
  readonly type: 'tick';
  readonly at: StoryMinute;
  readonly actor: string;
  readonly what: 'missed' | 'delayed' | 'reordered' | 'duplicated' | 'at once' | 'killed';
  readonly seconds: number;
}

/** A service that answers nothing, or no, for a while. */
export interface OutageEvent {
  readonly type: 'outage';
  readonly at: StoryMinute;
  readonly until: StoryMinute;
  readonly what: 'venue down' | 'venue ban' | 'DynamoDB down' | 'Parameter Store down';
}

/** A person edits a limit, and later puts the old text back. */
export interface EditEvent {
  readonly type: 'edit';
  readonly at: StoryMinute;
  readonly until: StoryMinute;
  readonly name: string;
  readonly text: string;
}

/** A person at the venue's own page, on the same account. `pick` chooses among what there is to choose from. */
export interface HandEvent {
  readonly type: 'hand';
  readonly at: StoryMinute;
  readonly what:
    | 'opens a position'
    | 'adds to a position'
    | 'closes a part'
    | 'closes a position'
    | 'cancels the stops'
    | 'rests a reduce-only limit'
    | 'sets another leverage'
    | 'sets another margin mode'
    | 'deposits'
    | 'withdraws';
  readonly pick: number;
  readonly share: number;
}

/** Something the market does. `size`: a fraction of price, or a funding rate, or minutes. */
export interface MarketEvent {
  readonly type: 'market';
  readonly at: StoryMinute;
  readonly symbol: string;
  readonly what: 'gap' | 'crash bar' | 'delisting' | 'funding spike' | 'missing bars' | 'thin book';
  readonly size: number;
}

export type StoryEvent =
  | SignalEvent
  | CallEvent
  | TickEvent
  | OutageEvent
  | EditEvent
  | HandEvent
  | MarketEvent;

/** Everything that happens to one desk from the outside, but for the ordinary course of the prices, which the seed gives. */
export interface Story {
  readonly seed: number;
  readonly minutes: number;
  /** The minute in which the desk is started; the first one where left out. */
  readonly from?: number;
  readonly accountKind: AccountKind;
  readonly walletUsd: number;
  /** Limits as a person would have set them before the story begins. */
  readonly limits: Readonly<Record<string, string>>;
  readonly events: readonly StoryEvent[];
}

/** The name by which a request is found again when the story is told once more. */
export const callKey = (event: Omit<CallEvent, 'type' | 'fault'>): string =>
  `${event.actor} ${event.at} ${event.delivery} ${event.port}.${event.method} ${event.nth}`;
