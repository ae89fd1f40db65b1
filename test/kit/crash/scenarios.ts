import type { Signal } from '../../../lib/desk/signal/signal.ts';
import { type Minute, minutesAfter, usd } from '../../../lib/desk/units.ts';
import type { EngineOptions } from '../../../lib/sim/engine/engine.ts';
import type { SimMarket } from '../../../lib/sim/market.ts';
import { aSignalAt, coinMarket, WARM, warmedUp } from '../desk.ts';
import { flat, type ScriptedBar, START, scriptedMarket } from '../scripted-market.ts';
import { COIN } from '../stage.ts';
import type { Steps } from './lane.ts';

/** A minute in which a process is killed, and how the desk comes to it. */
export interface Scenario {
  /** What the minute does, as a heading. */
  readonly says: string;
  readonly market: SimMarket;
  readonly engine: EngineOptions;
  readonly limits: Readonly<Record<string, string>>;
  readonly signals: readonly Signal[];
  /** Leads to the minute. */
  readonly lead: (steps: Steps) => Promise<void>;
  /** Calls that the minute has to make, or it is not the minute that was meant. */
  readonly reaches: readonly string[];
  /** The functions in which the process is killed. */
  readonly functions: readonly string[];
}

type Brief = Pick<Scenario, 'says' | 'reaches' | 'functions'> &
  Partial<Scenario> & { readonly bars?: readonly ScriptedBar[] };

/** One signal for a long at 1000: 900 dollars, a stop of 0.8 %, three targets at 1, 2 and 3 R. */
const scenario = ({ bars = flat(1_000, 20), ...rest }: Brief): Scenario => ({
  market: coinMarket([...flat(1_000, 1), ...bars], { at: 1_000 }),
  engine: { startAt: WARM, walletUsd: usd(15_000), accountKind: 'usdt-isolated' },
  limits: {},
  signals: [aSignalAt(0)],
  lead: async () => {},
  ...rest,
});

/** From here on the book holds about so many dollars within the slippage limit, every minute anew. */
const offers = (steps: Steps, dollars: number) =>
  steps.sim('/sim/book', { symbol: COIN, spreadFraction: 0, depthTimes: dollars / 11 / 50_000 });

/** The first target fills in the second minute; then the price runs on. */
const RUN: readonly ScriptedBar[] = [
  [1_000, 1_009, 1_000, 1_009],
  [1_009, 1_014, 1_009, 1_014],
  ...flat(1_014, 20),
];
const STOPPED: readonly ScriptedBar[] = [[1_000, 1_000, 990, 990], ...flat(990, 20)];

/** Two minutes before midnight of a day that swings like any other. */
const EVENING: Minute = minutesAfter(START, 24 * 60 - 2);
const usualDay = Array.from({ length: 6 }, () => warmedUp(1_000, 0.00533, []))
  .flat()
  .slice(0, 24 * 60 - 2);

export const SCENARIOS: readonly Scenario[] = [
  scenario({
    says: 'An entry: the first of three slices, its stops and targets',
    functions: ['guardian', 'monitor', 'entry', 'scan'],
    lead: async steps => offers(steps, 310),
    reaches: ['POST /fapi/v1/order (entry)', 'POST /fapi/v1/algoOrder (backstop)', 'POST /fapi/v1/leverage'],
  }),
  scenario({
    says: 'A further slice: stop and targets follow its quantity',
    functions: ['entry'],
    lead: async steps => {
      offers(steps, 310);
      await steps.minutes(1);
    },
    reaches: ['POST /fapi/v1/order (entry)', 'POST /fapi/v1/algoOrder (stop)', 'DELETE /fapi/v1/algoOrder'],
  }),
  scenario({
    says: 'A slice is given up',
    functions: ['monitor'],
    lead: async steps => {
      offers(steps, 310);
      await steps.minutes(1);
      offers(steps, 0.01);
      await steps.minutes(2);
    },
    reaches: ['UpdateItem intent', 'DeleteItem intent', 'UpdateItem position'],
  }),
  scenario({
    says: 'A target has filled: it is booked, and the stop moves to break-even',
    functions: ['monitor'],
    bars: RUN,
    lead: steps => steps.minutes(2),
    reaches: ['GET /fapi/v1/userTrades', 'POST /fapi/v1/algoOrder (stop)', 'UpdateItem position'],
  }),
  scenario({
    says: 'The stop trails',
    functions: ['monitor'],
    bars: RUN,
    lead: steps => steps.minutes(3),
    reaches: ['POST /fapi/v1/algoOrder (stop)'],
  }),
  scenario({
    says: 'The time stop: an exit at market',
    functions: ['monitor'],
    limits: { 'exits/hold-minutes-max': '5' },
    lead: steps => steps.minutes(5),
    reaches: ['POST /fapi/v1/order (exit)', 'UpdateItem position'],
  }),
  scenario({
    says: 'The venue has closed the position: its end is booked',
    functions: ['monitor'],
    bars: STOPPED,
    lead: steps => steps.minutes(2),
    reaches: ['GET /fapi/v1/userTrades', 'UpdateItem position'],
  }),
  scenario({
    says: 'A position that is over is buried: what rests of it goes, and it moves to the history',
    functions: ['monitor'],
    limits: { 'exits/hold-minutes-max': '5' },
    // Were the guardian there, it would have tidied up first.
    lead: async steps => {
      await steps.minutes(5);
      await steps.minutes(2, ['position-monitor']);
    },
    reaches: ['DELETE /fapi/v1/algoOrder', 'BatchWriteItem closed', 'DeleteItem position'],
  }),
  scenario({
    says: 'The guardian cancels what rests where nothing is held any more',
    functions: ['guardian'],
    limits: { 'exits/hold-minutes-max': '5' },
    lead: steps => steps.minutes(7),
    reaches: ['DELETE /fapi/v1/algoOrder', 'GET /fapi/v1/userTrades'],
  }),
  scenario({
    says: 'The trader is down and the stops are gone: the guardian places one',
    functions: ['guardian'],
    lead: async steps => {
      await steps.minutes(1);
      await steps.strip();
      await steps.minutes(1, ['guardian']);
    },
    reaches: ['POST /fapi/v1/algoOrder (stop)'],
  }),
  scenario({
    says: 'The trader is down, the stops are gone and the price is past them: the guardian closes',
    functions: ['guardian'],
    bars: STOPPED,
    lead: async steps => {
      await steps.minutes(1);
      await steps.strip();
      await steps.minutes(1, ['guardian']);
    },
    reaches: ['POST /fapi/v1/order (exit)'],
  }),
  scenario({
    says: 'The guardian’s canary',
    functions: ['guardian'],
    limits: { 'guardian/canary-minutes': '5' },
    lead: steps => steps.minutes(5),
    reaches: ['POST /fapi/v1/algoOrder (stop)', 'DELETE /fapi/v1/algoOrder'],
  }),
  scenario({
    says: 'The daily close',
    functions: ['close'],
    market: scriptedMarket({ [COIN]: [...usualDay, ...flat(1_000, 1), ...STOPPED] }),
    engine: { startAt: EVENING, walletUsd: usd(15_000), accountKind: 'usdt-isolated' },
    signals: [{ ...aSignalAt(0), at: EVENING }],
    lead: steps => steps.minutes(7),
    reaches: ['GET /fapi/v1/income', 'UpdateItem truth'],
  }),
];
