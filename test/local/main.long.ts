import { expect, test, vi } from 'vitest';
import type { ExchangeStatus } from '../../lib/local/exchange-control.ts';
import type { RunningServers } from '../../lib/local/state-folder.ts';
import { run, scratch, serversOf, start, until } from './start.ts';

/** The whole program in processes of its own, as a person starts it: slow where other work shares the machine. */
vi.setConfig({ testTimeout: 120_000 });

const statusOf = async ({ exchange }: RunningServers) =>
  (await (await fetch(`${exchange}/sim/status`)).json()) as ExchangeStatus & {
    positions: number;
    openAlgos: number;
  };
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('equal options give equal journals, to the byte, whatever the speed', async () => {
  const [one, two] = [scratch(), scratch()];
  const options = ['--demo', '--minutes', '12'];
  const [first, second] = await Promise.all([run(one, ...options), run(two, ...options, '--speed', '60')]);
  expect(first.entries).toBe(1);
  expect({ ...second, wallSeconds: 0 }).toEqual({ ...first, wallSeconds: 0 });
  expect(Object.keys(first).join(' ')).toBe(
    'minutes universeSize entries closedTrades exits stopMoves fills equityUsd realisedUsd feesUsd fundingUsd ' +
      'fidelityMedian unprotectedMinutes duplicateOrders daysClosed truthMismatchUsd revalidations noTrade ' +
      'journalHash wallSeconds',
  );
  expect(first).toMatchObject({ minutes: 12, unprotectedMinutes: 0, duplicateOrders: 0 });
});

test('without a licensed model and without a list nothing opens, and the reason is counted', async () => {
  const summary = await run(scratch(), '--martingale', '--minutes', '3');
  expect(summary).toMatchObject({
    minutes: 3,
    entries: 0,
    fidelityMedian: null,
    noTrade: { 'no-licensed-model': 3 },
  });
});

test('kill -9 in the middle of a position: started again, it is still there, protected, and kept to its end', async () => {
  const folder = scratch();
  const desk = start(folder, '--demo', '--speed', '20');
  const servers = await until('the servers', () => serversOf(folder));
  // A minute after its stops rest: a kill in the midst of an entry leaves recovery to do, which is another story.
  const opened = await until('a protected position', async () => {
    const { openAlgos, time } = await statusOf(servers);
    return openAlgos >= 2 ? time : undefined;
  });
  await until('its next minute', async () => (await statusOf(servers)).time > opened || undefined);
  desk.child.kill('SIGKILL');
  await desk.ended;
  // No orphan: the servers notice that they are alone, and take their addresses with them.
  await until('the end of the servers', () => (isAlive(servers.pid) ? undefined : true));
  expect(serversOf(folder)).toBeUndefined();

  const again = start(folder, '--speed', '20');
  const urls = await until('the servers again', () => serversOf(folder));
  const there = await statusOf(urls);
  expect(there.positions).toBeGreaterThan(0);
  expect(there.openAlgos).toBeGreaterThanOrEqual(2);
  const from = there.time;
  await until('five more minutes', async () => (await statusOf(urls)).time >= from + 5 * 60_000 || undefined);
  again.child.kill('SIGINT');
  const { code, stdout } = await again.ended;
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/goes on at[\s\S]*Stopped after the running minute/),
  ]);
  expect(serversOf(folder)).toBeUndefined();

  const summary = await run(folder, '--minutes', '75');
  expect(summary).toMatchObject({ minutes: 75, unprotectedMinutes: 0, duplicateOrders: 0 });
  expect(summary.entries).toBe(4);
  expect(summary.closedTrades).toBeGreaterThan(0);
});
