import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskModels } from '../../lib/operator/commands/desk-models.ts';
import { doctor } from '../../lib/operator/commands/doctor.ts';
import { explain } from '../../lib/operator/commands/explain.ts';
import { verifyLimits } from '../../lib/operator/commands/limit-verify.ts';
import { logs } from '../../lib/operator/commands/logs.ts';
import { positions } from '../../lib/operator/commands/positions.ts';
import { profit } from '../../lib/operator/commands/profit.ts';
import { listStoredSecrets } from '../../lib/operator/commands/secrets.ts';
import { status } from '../../lib/operator/commands/status.ts';
import { universe } from '../../lib/operator/commands/universe.ts';
import { whyNot } from '../../lib/operator/commands/why-not.ts';
import { askDesk } from '../../lib/operator/connect.ts';
import type { Connection } from '../../lib/operator/connection.ts';
import { aStateFolder, removeFolder } from './fixture.ts';

let state: string;
beforeAll(async () => {
  state = await aStateFolder();
});
afterAll(() => removeFolder(state));

/** Counts the calls that are under way at once. */
function counting() {
  let underWay = 0;
  let most = 0;
  const over = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const call: unknown = Reflect.get(target, name);
        // A journal is read as it is walked through; the others end with their answer.
        if (typeof call !== 'function' || name === 'journal') return call;
        return async (...args: unknown[]) => {
          underWay += 1;
          most = Math.max(most, underWay);
          try {
            return await Reflect.apply(call, target, args);
          } finally {
            underWay -= 1;
          }
        };
      },
    });
  return { over, most: () => most };
}

const NOTHING = { profile: undefined, equityUsd: undefined, atrFraction: undefined, cyclesPerDay: undefined };

test.each<[string, (desk: Connection) => Promise<unknown>]>([
  ['status', status],
  ['positions', desk => positions(desk, 10)],
  ['explain', desk => explain(desk, 'hold')],
  ['why-not', desk => whyNot(desk, 'hold')],
  ['universe', universe],
  ['logs', desk => logs(desk, { minutes: 60, symbol: undefined, all: true })],
  ['profit', desk => profit(desk, { from: undefined, to: undefined })],
  ['limits verify', verifyLimits],
  ['doctor', desk => doctor(desk, { ...NOTHING, models: undefined, set: [] })],
  ['models', desk => deskModels(desk, 1)],
  ['secrets list', listStoredSecrets],
])(
  '%s asks the stores one thing after the other, so that none is closed while it is asked',
  async (_name, ask) => {
    const calls = counting();
    await askDesk(
      {
        state,
        desk: undefined,
        aws: false,
        region: undefined,
        profile: undefined,
        table: undefined,
        bucket: undefined,
      },
      ({ reader, limits, ...desk }) =>
        ask({ ...desk, reader: calls.over(reader), limits: calls.over(limits) }),
    );
    expect(calls.most()).toBeLessThanOrEqual(1);
  },
);
