import { expect, test } from 'vitest';
import { Simulation } from '../../lib/storm/simulation.ts';

const never = () => false;

test('what is planned happens in the order of its instants, and of planning where these are equal', async () => {
  const sim = new Simulation(1_000);
  const seen: string[] = [];
  const plan = (at: number, name: string) => sim.at(at, () => void seen.push(`${sim.now} ${name}`));
  for (const [at, name] of [
    [1_500, 'c'],
    [1_200, 'a'],
    [1_500, 'd'],
    [1_200, 'b'],
    [900, 'past'],
  ] as const)
    plan(at, name);
  await sim.play(2_000, never);
  expect(seen).toEqual(['1000 past', '1200 a', '1200 b', '1500 c', '1500 d']);
});

test('between two happenings every promise that can go on has gone on', async () => {
  const sim = new Simulation(0);
  const seen: string[] = [];
  const waits = (ms: number) => new Promise<void>(resolve => sim.after(ms, resolve));
  const walk = async (name: string, steps: number) => {
    await waits(10);
    for (let i = 0; i < steps; i++) await Promise.resolve();
    seen.push(name);
  };
  void walk('long', 50);
  void waits(11).then(() => seen.push('later'));
  await sim.play(100, never);
  expect(seen).toEqual(['long', 'later']);
});

test('it ends before its end, and when it is told to', async () => {
  const sim = new Simulation(0);
  let n = 0;
  const again = () => {
    n += 1;
    sim.after(10, again);
  };
  again();
  await sim.play(35, never);
  expect(n).toBe(4);
  await sim.play(1_000, () => n === 7);
  expect(n).toBe(7);
});

test('a thousand things come out sorted', async () => {
  const sim = new Simulation(0);
  const seen: number[] = [];
  for (let i = 0; i < 1_000; i++) sim.at((i * 7_919) % 1_009, () => void seen.push(sim.now));
  await sim.play(2_000, never);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen).toHaveLength(1_000);
});
