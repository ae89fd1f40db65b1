/** `npm run bench:policy [seeds] [trades]`: the RL policy's rule, as the desk has it, against other ways to size. */
import { type Sizer, sizersOf } from './sizers.ts';
import { tradesOf, utility, WORLDS, type World } from './trades.ts';

const SEEDS = Number(process.argv[2] ?? 200);
/** Five trades a day, 250 days. */
const TRADES = Number(process.argv[3] ?? 1_250);

/** Sums over the trades of one seed. */
interface Outcome {
  worth: number;
  profit: number;
  size: number;
}

function runSeed(world: World, seed: number): Readonly<Record<string, Outcome>> {
  const sizers = Object.entries(sizersOf(seed)).map(([name, sizer]): [string, Sizer, Outcome] => [
    name,
    sizer,
    { worth: 0, profit: 0, size: 0 },
  ]);
  for (const trade of tradesOf(world, seed, TRADES)) {
    for (const [, sizer, sum] of sizers) {
      const size = sizer.size(trade);
      sum.worth += utility(size, trade.resultR) / TRADES;
      sum.profit += (size * trade.resultR) / TRADES;
      sum.size += size / TRADES;
      sizer.learn(trade);
    }
  }
  return Object.fromEntries(sizers.map(([name, , sum]) => [name, sum]));
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const standardError = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map(v => (v - middle) ** 2)) / values.length);
};
const figure = (value: number, digits = 4): string => value.toFixed(digits).padStart(8);

function printWorld(world: World): void {
  const seeds = Array.from({ length: SEEDS }, (_, i) => runSeed(world, i + 1));
  console.log(`\n${world.name}`);
  console.log(`${'sizing'.padEnd(42)}  utility   less fixed 1.0   better in  R a trade  mean size  R a unit`);
  for (const name of Object.keys(seeds[0] ?? {})) {
    const own = seeds.map(seed => seed[name] as Outcome);
    const gains = seeds.map(seed => (seed[name] as Outcome).worth - (seed['fixed 1.0'] as Outcome).worth);
    const better = (100 * gains.filter(gain => gain > 0).length) / SEEDS;
    const unit = mean(own.map(({ profit, size }) => (size > 0 ? profit / size : 0)));
    console.log(
      `${name.padEnd(42)} ${figure(mean(own.map(({ worth }) => worth)))}  ${figure(mean(gains))} ±${figure(standardError(gains)).trim()}   ` +
        `${better.toFixed(0).padStart(5)} %   ${figure(mean(own.map(({ profit }) => profit)))}  ${figure(mean(own.map(({ size }) => size)), 3)}  ${figure(unit)}`,
    );
  }
}

console.log(
  `${SEEDS} seeds of ${TRADES} trades; utility = size x R - 0.25 x (size x R)²; ± is one standard error`,
);
for (const world of WORLDS) printWorld(world);
