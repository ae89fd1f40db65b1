import { afterEach, describe, expect, test } from 'vitest';
import { close } from '../../lib/close.ts';
import type { Position } from '../../lib/desk/position/position.ts';
import { MINUTE_MS, type Minute, minuteOf, usd } from '../../lib/desk/units.ts';
import type { CloseDesk, Desk } from '../../lib/minute/desk.ts';
import { learn, newPolicy } from '../../lib/models/policy/state.ts';
import { closedTrades } from '../../lib/models/policy/trades.ts';
import { PortError } from '../../lib/ports.ts';
import { aNight, at, DAY_0, EVENING, EVENING_OVER, type Night } from '../kit/nights.ts';

let open: Night | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
const night = async (options: Partial<Parameters<typeof aNight>[0]> = {}): Promise<Night> => {
  open = await aNight({ ...EVENING, ...options });
  return open;
};

const learntBy = async ({ store }: Night) => {
  const { policy } = await store.load();
  return policy?.type === 'state' ? policy.state : undefined;
};
const history = (desk: Night) => desk.store.closedBetween({ from: DAY_0 as Minute, to: desk.now() });
const said = async (desk: Night) =>
  (await desk.records('policy')).map(({ learnt, passedOver, n }) => ({ learnt, passedOver, n }));

/** The close with some of its ports replaced, in the desk's present minute. */
const closeWith = (desk: Night, change: (closing: CloseDesk) => Partial<CloseDesk>) =>
  close({ ...desk.closing, ...change(desk.closing) }, desk.now());

/** The minutes in which the two trades of the evening end, and are moved away. */
const AROUND_THE_ENDS = [
  ['23:38', '23:44'],
  ['24:08', '24:16'],
] as const;

describe('with the daily close the policy learns', () => {
  test('from each trade that is over, once, as it was told of it at the entry', async () => {
    const desk = await night();
    await desk.until('24:06');
    expect(await learntBy(desk)).toMatchObject({ n: 1, mode: 'embedded' });
    await desk.until(EVENING_OVER);
    await desk.skipTo('48:04');
    await desk.until('48:06');
    const state = await learntBy(desk);
    expect(state?.n).toBe(2);
    const positions = await history(desk);
    const { trades } = closedTrades(positions, 'embedded', { after: minuteOf(0), to: desk.now() });
    expect(trades.map(({ context }) => context)).toEqual(positions.map(({ policyContext }) => policyContext));
    expect(state?.evidence).toEqual(learn(newPolicy(0, 'embedded', minuteOf(0)), trades).state.evidence);
    expect(await said(desk)).toEqual([
      { learnt: 1, passedOver: 0, n: 1 },
      { learnt: 1, passedOver: 0, n: 2 },
    ]);
  });

  test('once from one that could not be moved away when it was over', async () => {
    const change = ({ store }: Desk): Partial<Desk> => ({
      store: {
        ...store,
        archivePosition: async () => {
          throw new PortError('unavailable', 'DynamoDB: archiving failed');
        },
      },
    });
    const desk = await night({ change });
    await desk.until('24:06');
    expect(await learntBy(desk)).toMatchObject({ n: 1 });
    await desk.skipTo('48:04');
    await desk.until('48:06');
    expect((await desk.store.load()).positions.map(({ phase }) => phase)).toEqual(['closed']);
    expect(await learntBy(desk)).toMatchObject({ n: 1 });
  });

  test.each([
    ['before the monitor of its minute', false],
    ['after it', true],
  ])(
    'each trade once, though the close ran in every minute, %s: while a position is open, over, or moved away',
    async (_when, after) => {
      const desk = await night({ closes: false });
      for (const [from, to] of AROUND_THE_ENDS) {
        await desk.until(from);
        while (desk.now() < DAY_0 + at(to) * MINUTE_MS) {
          if (after) await desk.monitor();
          await desk.closeDay();
          await desk.minute();
        }
      }
      await desk.closeDay();
      expect((await learntBy(desk))?.n).toBe(2);
      expect((await said(desk)).map(({ n }) => n)).toEqual([1, 2]);
    },
  );

  test('nothing on a day without trades, but is as new as the day', async () => {
    const desk = await night({ signals: [] });
    await desk.until('24:06');
    expect(await learntBy(desk)).toMatchObject({ n: 0, updatedAt: desk.now() - 60_000 });
    expect(await desk.records('policy')).toEqual([]);
  });

  test('later what a close that was missed would have taught it', async () => {
    const desk = await night({ closes: false });
    await desk.until(EVENING_OVER);
    await desk.closeDay();
    expect((await learntBy(desk))?.n).toBe(2);
  });

  test.each([
    ['before it is written', false],
    ['behind it', true],
  ])('each trade once, where its process dies %s', async (_when, written) => {
    const desk = await night({ closes: false });
    await desk.until(EVENING_OVER);
    await closeWith(desk, ({ store }) => ({
      store: {
        ...store,
        savePolicy: async (policy, lease) => {
          if (written) await store.savePolicy(policy, lease);
          throw new PortError('unavailable', 'the process is dead');
        },
      },
    }));
    expect((await learntBy(desk))?.n).toBe(written ? 2 : undefined);
    await desk.minute();
    await desk.closeDay();
    expect((await learntBy(desk))?.n).toBe(2);
  });
});

describe('I53 what fails is noted and counted, and nothing else is held up by it:', () => {
  const failed = async (desk: Night) => ({
    counted: desk.emitted.at(-1),
    noted: (await desk.records('trouble')).map(({ what, because }) => `${what}: ${because}`),
  });

  test('a history that cannot be read', async () => {
    const desk = await night({ closes: false });
    await desk.until('24:06');
    let reads = 0;
    await closeWith(desk, ({ history: reader }) => ({
      history: {
        ...reader,
        // The truth of the day reads it first.
        closedBetween: async span => {
          reads += 1;
          if (reads > 1) throw new PortError('throttled', 'later');
          return reader.closedBetween(span);
        },
      },
    }));
    expect(await failed(desk)).toEqual({
      counted: { TruthMismatchUsd: 0, TruthFaults: 0, ModelFaults: 1 },
      noted: ['the RL policy’s learning: later'],
    });
    expect(await desk.truth(DAY_0)).toBeDefined();
  });

  test('a state that somebody else has written meanwhile', async () => {
    const desk = await night({ closes: false });
    await desk.until('24:06');
    await closeWith(desk, ({ store }) => ({
      store: { ...store, savePolicy: async () => ({ type: 'conflict' }) },
    }));
    const { counted, noted } = await failed(desk);
    expect(counted).toMatchObject({ TruthFaults: 0, ModelFaults: 1 });
    expect(noted[0]).toMatch(/written by another tick/);
  });

  test('a bug, which is thrown on, too', async () => {
    const desk = await night({ closes: false });
    await desk.until('24:06');
    const closing = closeWith(desk, ({ store }) => ({
      store: {
        ...store,
        savePolicy: async () => {
          throw new TypeError('a bug');
        },
      },
    }));
    await expect(closing).rejects.toThrow('a bug');
    expect((await failed(desk)).counted).toMatchObject({ TruthFaults: 0, ModelFaults: 1 });
  });

  test('a trade with a number that is none: the others are learnt from, and it is not tried for ever', async () => {
    const desk = await night({ closes: false });
    await desk.until(EVENING_OVER);
    const spoilt = ([first, ...others]: readonly Position[]) =>
      first === undefined ? [] : [{ ...first, fundingUsd: usd(Number.NaN) }, ...others];
    const change = ({ history: reader }: CloseDesk): Partial<CloseDesk> => ({
      history: {
        ...reader,
        dayTruths: async () => [],
        closedBetween: async span => spoilt(await reader.closedBetween(span)),
      },
    });
    // Its truth cannot be reckoned with such a number either; here it is the learning that counts.
    const venue = {
      ...desk.closing.venue,
      income: async () => Promise.reject(new PortError('unavailable', 'x')),
    };
    await closeWith(desk, closing => ({ ...change(closing), venue }));
    expect(desk.emitted.at(-1)).toMatchObject({ ModelFaults: 1 });
    expect((await learntBy(desk))?.n).toBe(1);
    expect(await said(desk)).toEqual([{ learnt: 1, passedOver: 0, n: 1 }]);
    await desk.minute();
    await desk.closeDay();
    expect(desk.emitted.at(-1)).toMatchObject({ ModelFaults: 0 });
    expect((await learntBy(desk))?.n).toBe(1);
  });
});
