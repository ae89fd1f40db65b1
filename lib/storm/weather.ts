import { formatFlatten } from '../desk/limits/flatten.ts';
import { epochMs, MINUTE_MS, symbolId } from '../desk/units.ts';
import { ACTORS } from './actors.ts';
import { type Draws, drawsOf, hashOfText, logBetween, mixed, oneOf, wholeBetween } from './chance.ts';
import { FAULT_NAMES, type FaultName } from './faults.ts';
import { STORM_COINS, STORY_STARTS_AT } from './market.ts';
import type {
  EditEvent,
  HandEvent,
  MarketEvent,
  OutageEvent,
  SignalEvent,
  Story,
  StoryEvent,
  StoryMinute,
  TickEvent,
} from './story.ts';

const MINUTES_A_DAY = 1_440;
/** A signal bar. */
const QUARTER = 15;
/** The last minutes of a story are calm, so that everything must come to rest. */
const CALM_AT_END = 20;

/** What a seed draws for the requests: how often one goes wrong, which ways there are, and when it storms at all. */
export interface Weather {
  readonly rate: number;
  readonly faults: ReadonlySet<FaultName>;
  /** Begin and end of each stormy spell, in order. */
  readonly spells: readonly (readonly [StoryMinute, StoryMinute])[];
}

/** A story and its weather. Equal seeds give equal ones. */
export interface Forecast {
  readonly story: Story;
  readonly weather: Weather;
}

/**
 * Draws a story. Each seed has some kinds of trouble and not others, at rates of its own: what happens rarely under a
 * mixture of everything happens often where little else does.
 */
export function forecast(seed: number, days: number): Forecast {
  const minutes = days * MINUTES_A_DAY;
  const of = (stream: string): Draws => drawsOf(mixed(hashOfText(stream), seed));
  const spells = spellsOf(of('spells'), minutes);
  const stormy = (at: StoryMinute) => spells.some(([from, to]) => at >= from && at < to);
  const setting = of('setting');
  const some = of('kinds');
  const has = (share: number) => some.next() < share;
  const trouble: StoryEvent[] = [
    ...(has(0.8) ? ticks(of('ticks'), minutes) : []),
    ...(has(0.5) ? outages(of('outages'), minutes) : []),
    ...(has(0.6) ? edits(of('edits'), minutes) : []),
    ...(has(0.4) ? hands(of('hands'), minutes) : []),
    ...(has(0.7) ? turns(of('market'), minutes) : []),
    ...(has(0.4) ? flattens(of('flattens'), minutes) : []),
  ];
  return {
    weather: { rate: rateOf(of('rate')), faults: someFaults(of('faults')), spells },
    story: {
      seed,
      minutes,
      accountKind: oneOf(setting, ['usdt-isolated', 'credits-cross']),
      walletUsd: oneOf(setting, [15_000, 15_000, 10_000, 3_000]),
      limits: limitsOf(setting),
      events: [
        ...signals(of('signals'), minutes),
        ...trouble.filter(event => event.type === 'market' || stormy(event.at)),
      ].toSorted((a, b) => a.at - b.at),
    },
  };
}

/** One call in a hundred, give or take a lot; one seed in twelve meets no trouble with its requests. */
const rateOf = (draws: Draws): number => (draws.next() < 1 / 12 ? 0 : logBetween(draws, 0.001, 0.04));

const someFaults = (draws: Draws): ReadonlySet<FaultName> => {
  const share = oneOf(draws, [0.15, 0.4, 1]);
  return new Set(FAULT_NAMES.filter(() => draws.next() < share));
};

/** Storms of half an hour to two hours, and calms of a quarter of an hour in which the desk must find its feet. */
function spellsOf(draws: Draws, minutes: number): [number, number][] {
  const spells: [number, number][] = [];
  let at = wholeBetween(draws, 5, 30);
  while (at < minutes - CALM_AT_END) {
    const to = Math.min(at + wholeBetween(draws, 30, 150), minutes - CALM_AT_END);
    spells.push([at, to]);
    at = to + wholeBetween(draws, 12, 25);
  }
  return spells;
}

function limitsOf(draws: Draws): Record<string, string> {
  const pick = (...texts: string[]) => oneOf(draws, texts);
  return {
    'control/state': 'active',
    'control/halt-flatten': pick('no', 'yes'),
    'control/foreign': pick('protect', 'protect', 'ignore', 'flatten'),
    'control/resume': 'never',
    'guardian/canary-minutes': pick('60', '60', '5'),
    'guardian/heartbeat-minutes-max': pick('3', '3', '10'),
    'guardian/quiet-minutes': pick('1440', '60'),
    'exits/hold-minutes-max': pick('240', '120', '45'),
    'exits/ladder': pick('by-leverage', '1R:0.3 2R:0.3 3R:0.4', '2R:1', '1R:0.5 2R:0.5'),
    'exits/on-reverse': pick('ignore', 'close'),
    'plan/leverage-max': pick('3', '3', '5', '10'),
    'risk/daily-loss-usd-max': pick('300', '100', '1000', '3000'),
    'risk/drawdown-fraction-max': pick('0.15', '0.15', '0.03'),
    'risk/gross-notional-usd-max': pick('25000', '4000', '2500'),
    'risk/positions-max': pick('15', '5', '3', '2'),
    'risk/stop-cooldown-minutes': pick('60', '0', '15'),
    'risk/stops-max': pick('4', '1000'),
    'risk/symbol-notional-usd-max': pick('2000', '1200'),
    'risk/trade-notional-usd-max': pick('5000', '1000'),
    'sizing/method': pick('margin-fraction', 'margin-fraction', 'risk-at-stop', 'fixed-margin'),
    'sizing/base-margin-usd': '300',
    'sizing/risk-fraction': pick('0.02', '0.01'),
  };
}

function signals(draws: Draws, minutes: number): SignalEvent[] {
  const eagerness = logBetween(draws, 0.06, 0.4);
  const found: SignalEvent[] = [];
  for (let at = 0; at < minutes; at += QUARTER) {
    for (const { symbol } of STORM_COINS) {
      const [wants, side, sure, source] = [draws.next(), draws.next(), draws.next(), draws.next()];
      if (wants > eagerness) continue;
      found.push({
        type: 'signal',
        at,
        symbol,
        side: side < 0.5 ? 'long' : 'short',
        confidence: Number((0.66 + 0.3 * sure).toFixed(2)),
        source: source < 0.6 ? 'ensemble' : 'forced',
      });
    }
  }
  return found;
}

/** Instants spread over the story at about `everyMinutes`. */
function* instants(draws: Draws, minutes: number, everyMinutes: number): Generator<StoryMinute> {
  for (let at = 0; ; ) {
    at += -Math.log(1 - draws.next()) * everyMinutes;
    if (at >= minutes) return;
    yield Number(at.toFixed(3));
  }
}

const NAMES = ACTORS.map(({ name }) => name);

const TICK_TROUBLES = [
  'missed',
  'delayed',
  'reordered',
  'duplicated',
  'at once',
  'killed',
] as const satisfies readonly TickEvent['what'][];

function ticks(draws: Draws, minutes: number): TickEvent[] {
  const every = logBetween(draws, 3, 60);
  return [...instants(draws, minutes, every)].map(at => {
    const what = oneOf(draws, TICK_TROUBLES);
    const seconds = {
      missed: 0,
      delayed: 5 + 50 * draws.next(),
      reordered: 60 + 45 * draws.next(),
      duplicated: 2 + 70 * draws.next(),
      'at once': 0,
      killed: logBetween(draws, 0.02, 4),
    }[what];
    return {
      type: 'tick',
      at: Math.floor(at),
      actor: oneOf(draws, NAMES),
      what,
      seconds: Number(seconds.toFixed(3)),
    };
  });
}

function outages(draws: Draws, minutes: number): OutageEvent[] {
  return [...instants(draws, minutes, logBetween(draws, 100, 700))].map(at => {
    const what = oneOf(draws, ['venue down', 'venue ban', 'DynamoDB down', 'Parameter Store down'] as const);
    const lasts = logBetween(draws, 0.3, what === 'Parameter Store down' ? 60 : 12);
    return { type: 'outage', at, until: Number((at + lasts).toFixed(3)), what };
  });
}

/** What a person writes, right and wrong; the old text is put back later. */
const EDITS: readonly (readonly [name: string, ...texts: string[]])[] = [
  ['control/state', 'halted', 'reducing', 'halted'],
  ['control/halt-flatten', 'yes', 'no'],
  ['control/foreign', 'flatten', 'ignore', 'protect'],
  ['exits/hold-minutes-max', '5', '20', '600'],
  ['exits/ladder', '1R:0.3 2R:0.3', '1R:1', '3R:1'],
  ['exits/on-reverse', 'close', 'ignore'],
  ['plan/leverage-max', '1', '20', 'many'],
  ['risk/daily-loss-usd-max', '1', '50', '5000'],
  ['risk/drawdown-fraction-max', '0.01', '0.5'],
  ['risk/gross-notional-usd-max', '1000', '0', '50000'],
  ['risk/positions-max', '1', '0', '40'],
  ['risk/symbol-notional-usd-max', '500', '0'],
  ['risk/trade-notional-usd-max', '200', '0'],
  ['sizing/risk-fraction', '0.05', '2.0', '0.005'],
  ['no/such-limit', '1'],
];

function edits(draws: Draws, minutes: number): EditEvent[] {
  return [...instants(draws, minutes, logBetween(draws, 40, 400))].map(at => {
    const [name, ...texts] = oneOf(draws, EDITS);
    const lasts = logBetween(draws, 0.4, 60);
    return { type: 'edit', at, until: Number((at + lasts).toFixed(3)), name, text: oneOf(draws, texts) };
  });
}

/** A person closes a coin, or all of them, by its instant; the word stays for a while, and is taken back. */
function flattens(draws: Draws, minutes: number): EditEvent[] {
  return [...instants(draws, minutes, logBetween(draws, 40, 400))].map(at => {
    const named = oneOf(draws, ['all' as const, ...STORM_COINS.map(coin => coin.symbol)]);
    const symbol = named === 'all' ? named : symbolId(named);
    const word = { symbol, before: epochMs(STORY_STARTS_AT + Math.floor(at) * MINUTE_MS) };
    const until = Number((at + logBetween(draws, 2, 60)).toFixed(3));
    return { type: 'edit', at, until, name: 'control/flatten', text: formatFlatten([word]) };
  });
}

const HANDS: readonly HandEvent['what'][] = [
  'opens a position',
  'adds to a position',
  'closes a part',
  'closes a position',
  'cancels the stops',
  'rests a reduce-only limit',
  'sets another leverage',
  'sets another margin mode',
  'deposits',
  'withdraws',
];

function hands(draws: Draws, minutes: number): HandEvent[] {
  return [...instants(draws, minutes, logBetween(draws, 60, 500))].map(at => ({
    type: 'hand',
    at,
    what: oneOf(draws, HANDS),
    pick: Math.floor(draws.next() * 1_000),
    share: Number((0.1 + 0.8 * draws.next()).toFixed(2)),
  }));
}

/** Turns of the market; its settlements are at 16:00, 00:00 and 08:00, so 240, 720 and 1200 minutes after noon. */
function turns(draws: Draws, minutes: number): MarketEvent[] {
  const found: MarketEvent[] = [];
  const add = (at: number, what: MarketEvent['what'], size: number) =>
    found.push({ type: 'market', at: Math.floor(at), symbol: oneOf(draws, STORM_COINS).symbol, what, size });
  const signed = (size: number) => Number((draws.next() < 0.5 ? size : -size).toFixed(4));
  for (const at of instants(draws, minutes, logBetween(draws, 60, 600))) {
    const what = oneOf(draws, ['gap', 'gap', 'crash bar', 'missing bars', 'thin book'] as const);
    if (what === 'gap') add(at, what, signed(logBetween(draws, 0.004, 0.3)));
    else if (what === 'crash bar') add(at, what, signed(logBetween(draws, 0.02, 0.7)));
    else add(at, what, wholeBetween(draws, 1, what === 'thin book' ? 15 : 6));
  }
  for (let at = 240; at < minutes; at += 480) {
    if (draws.next() < 0.5) add(at, 'funding spike', signed(logBetween(draws, 0.002, 0.02)));
  }
  if (draws.next() < 0.3) add(wholeBetween(draws, 200, minutes - 1), 'delisting', 0);
  return found;
}
