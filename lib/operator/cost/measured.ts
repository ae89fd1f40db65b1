import { TICKING, type Ticking } from './deployed.ts';

/**
 * What an average minute takes, of a paper desk as `npm run bench -- month` prints it: 50 symbols, the table 10 ms away, the venue 250 ms, as
 * Tokyo is from Frankfurt. The processor was this project's own machine's; Lambda's is taken to be as fast, core for core.
 */
export const MEASURED = {
  symbols: 50,
  positions: 5,
  cpuSeconds: { Guardian: 0.034, PositionMonitor: 0.025, SignalEntry: 0.021, UniverseScan: 0.028 },
  waitSeconds: { Guardian: 0.35, PositionMonitor: 0.17, SignalEntry: 0.15, UniverseScan: 0.68 },
  reads: { base: 15, perPosition: 3.2 },
  writes: { base: 14.3, perPosition: 0.6 },
} as const;

/** Megabytes at which Lambda gives a function one whole processor. */
const ONE_CPU_MB = 1_769;

/** What a bill is reckoned from: an average minute of one desk. */
export interface Usage {
  /** Seconds that each of the functions of the minute is paid for. */
  readonly seconds: Readonly<Record<Ticking, number>>;
  /** Units of DynamoDB, read and written. */
  readonly reads: number;
  readonly writes: number;
  /** Where the seconds and the units are from, as the end of a sentence. */
  readonly secondsFrom: string;
  readonly unitsFrom: string;
}

/**
 * The usage of a desk with so many open positions, by what was measured. A function of 512 MB has a part of a processor, so that
 * what needs it takes so much longer there; and entry waits for the monitor, and is paid while it waits.
 */
export function measuredUsage(gb: number, positions: number = MEASURED.positions): Usage {
  const share = Math.min(1, (gb * 1_024) / ONE_CPU_MB);
  const own = Object.fromEntries(
    TICKING.map(name => [name, MEASURED.waitSeconds[name] + MEASURED.cpuSeconds[name] / share]),
  ) as Record<Ticking, number>;
  const of = ({ base, perPosition }: { readonly base: number; readonly perPosition: number }) =>
    base + perPosition * positions;
  return {
    seconds: { ...own, SignalEntry: own.SignalEntry + own.PositionMonitor },
    reads: of(MEASURED.reads),
    writes: of(MEASURED.writes),
    secondsFrom: 'measured by the bench',
    unitsFrom: `measured by the bench, ${positions} ${positions === 1 ? 'position' : 'positions'} open`,
  };
}
