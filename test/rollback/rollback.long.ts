import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, type Minute, minuteOf, usd } from '../../lib/desk/units.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { applyEnvironment, embeddedEnvironment } from '../../lib/local/desk-environment.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import { EXCHANGE_KEYS } from '../../lib/local/run-servers.ts';
import { setUp } from '../../lib/local/set-up.ts';
import { simpleMarket } from '../../lib/sim/markets/simple.ts';
import type { Reading } from './read.ts';
import { previousRelease, ROOT, runOn, type Tree, treeOf } from './releases.ts';
import type { Worked } from './work.ts';

/**
 * A night in which a desk is taken back to the release before and brought forward again, over the same stores and the same
 * exchange: each release works on what the other has left. `npm run test:rollback`; PERPDESK_ROLLBACK_TO names another
 * commit to go back to. Both releases run with the packages of this tree.
 */
const previous = previousRelease();
const title =
  previous.type === 'none'
    ? `no desk is taken back: ${previous.because}`
    : `a desk taken back to ${previous.says} (${previous.commit.slice(0, 12)})`;

const DESK = 'test';
const market = simpleMarket({ seed: 11, days: 2 });
const FROM = minuteOf(market.startsAt + 21 * HOUR_MS);
/** Ours, theirs over midnight and its close, ours again. */
const PHASES = [75, 120, 75] as const;
const begins = (phase: number): Minute =>
  (FROM + PHASES.slice(0, phase).reduce((sum, n) => sum + n, 0) * MINUTE_MS) as Minute;
const phaseOf = (minute: number): number => (minute < begins(1) ? 0 : minute < begins(2) ? 1 : 2);

describe.skipIf(previous.type === 'none')(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-rollback-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  let tree: Tree | undefined;
  const read: Record<'ours' | 'theirs', Reading | undefined> = { ours: undefined, theirs: undefined };
  const worked: Worked[] = [];
  let safety: unknown;

  beforeAll(async () => {
    if (previous.type === 'none') return;
    tree = treeOf(previous.commit);
    closing.push(() => tree?.remove());
    const [server, dynamo, parameters] = await Promise.all([
      startExchange({
        ...EXCHANGE_KEYS,
        market,
        engine: { startAt: FROM, walletUsd: usd(50_000), accountKind: 'usdt-isolated' },
      }),
      startDynamo(),
      startParameterStore(),
    ]);
    closing.push(...[server, dynamo, parameters].map(each => () => each.close()));
    const servers = { dynamodb: dynamo.url, parameters: parameters.url, exchange: server.url };
    const forcedSignals = join(folder, 'signals.csv');
    writeFileSync(forcedSignals, signals());
    const before = { ...process.env };
    const env = embeddedEnvironment(process.env, { desk: DESK, servers, forcedSignals });
    applyEnvironment(env);
    await setUp({ desk: DESK, limits: { 'exits/hold-minutes-max': '45' } });
    applyEnvironment({ ...Object.fromEntries(Object.keys(env).map(name => [name, undefined])), ...before });

    for (const [phase, minutes] of PHASES.entries()) {
      const on = phase === 1 ? tree.path : ROOT;
      const given = { servers, desk: DESK, forcedSignals, from: begins(phase), minutes };
      worked.push(await runOn<Worked>('work.ts', on, given));
    }
    const span = { servers, desk: DESK, from: FROM, to: begins(3) };
    read.ours = await runOn<Reading>('read.ts', ROOT, span);
    read.theirs = await runOn<Reading>('read.ts', tree.path, span);
    safety = server.exchange.engine.state.safety;
  });
  afterAll(async () => {
    for (const end of closing.toReversed()) await end();
  });

  const ours = (): Reading => read.ours ?? expect.fail('nothing was read');
  const minutesOf = (type: string) =>
    ours()
      .journal.filter(each => each.type === type)
      .map(({ minute }) => minute);

  test('no tick of either release fails', () => {
    expect(worked.flatMap(({ failures }) => failures)).toEqual([]);
    expect(ours().journal.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  test('I11 I24 no position is ever without a stop, and nothing is ordered twice', () => {
    expect(safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('each release opens positions, and each closes what the other has opened', () => {
    expect(new Set(minutesOf('entry').map(phaseOf))).toEqual(new Set([0, 1, 2]));
    const ways = new Set(ours().closed.map(each => `${phaseOf(each.openedAt)} to ${phaseOf(each.closedAt)}`));
    expect(ways).toContain('0 to 1');
    expect(ways).toContain('1 to 2');
  });

  test('the day that the release before has closed is closed', () => {
    expect(ours().truths).toHaveLength(1);
    expect(minutesOf('truth').map(phaseOf)).toEqual([1]);
  });

  test('all that is stored reads the same by both, but for what this release has added', () => {
    const { journal, ...rest } = read.theirs ?? expect.fail('nothing was read');
    expect(ours()).toMatchObject(rest);
    expect(ours().journal).toHaveLength(journal.length);
    expect(ours().journal).toMatchObject(journal);
    expect(journal.length).toBeGreaterThan(500);
  });
});

/** A long and a short by turns, one coin after the other, every six minutes. */
function signals(): string {
  const symbols = market.instruments().map(({ symbol }) => symbol);
  const count = Math.floor((begins(3) - FROM) / MINUTE_MS / 6);
  const lines = Array.from({ length: count }, (_, i) => {
    const at = new Date(FROM + i * 6 * MINUTE_MS).toISOString();
    return `${at},${symbols[i % symbols.length]},${i % 2 === 0 ? 'long' : 'short'},0.75`;
  });
  return `${lines.join('\n')}\n`;
}
