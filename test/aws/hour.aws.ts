import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { deployment, type Stage } from './deployment.ts';
import { EACH_MINUTE, type Hour, MINUTES, NAMES, ONCE, playedHour } from './hour.ts';
import { judged, wantedBy } from './policy.ts';

const prepared = inject('prepared');

/** The bundles as deployed, each with its own role's rights and no more, against the emulated services. */
describe.skipIf(prepared.type === 'missing')('an hour of the deployed desks', () => {
  let stage: Stage;
  let hour: Hour;
  beforeAll(async () => {
    stage = await deployment(prepared);
    hour = await playedHour(stage);
  }, 1_200_000);
  afterAll(async () => {
    await stage?.close();
    await hour?.exchange.close();
  });

  test('every call ends well', () => {
    expect(hour.ends.filter(end => end !== 'done')).toEqual([]);
    expect(hour.ends).toHaveLength(NAMES.length * (MINUTES * EACH_MINUTE.length + Object.keys(ONCE).length));
  });

  test.each(NAMES)('%s opens positions on its model’s word, protects and closes each of them', async desk => {
    const records = await hour.journal(desk);
    const entries = records.flatMap(record => (record.type === 'entry' ? [record] : []));
    const closed = records.filter(({ type }) => type === 'closed');
    expect(entries.length).toBeGreaterThan(5);
    expect(new Set(entries.map(({ source }) => source))).toEqual(new Set(['ensemble']));
    expect(closed).toHaveLength(entries.length);
    expect(records.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  test('at the end of each minute every open position is under a stop', () => {
    expect(hour.held.filter(minute => minute.open !== minute.protected)).toEqual([]);
    expect(Math.max(...hour.held.map(({ open }) => open))).toBeGreaterThan(1);
    expect(hour.held.at(-1)).toEqual({ open: 0, protected: 0 });
  });

  test('no position was left without a stop and no order was sent twice, by the exchange’s own log', () => {
    const { engine } = hour.exchange.exchange;
    expect(engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
    expect(engine.positions()).toEqual([]);
  });

  test.each(NAMES)('%s tells people of its alarms', async desk => {
    const Message = JSON.stringify({
      AlarmName: `perpdesk-${desk}-unprotected`,
      NewStateValue: 'ALARM',
      NewStateReason: 'one position',
      StateChangeTime: '2026-01-05T01:00:00Z',
    });
    const answer = await hour.functions.get(`${desk}Notifier`)?.invoke({ Records: [{ Sns: { Message } }] });
    expect(answer).toEqual({ type: 'returned', value: undefined });
    expect(stage.front.asked).toContainEqual(
      expect.objectContaining({ signer: `${desk}Notifier`, service: 'sns', action: 'Publish' }),
    );
  });

  test('no function asks for what its role does not allow', () => {
    expect(stage.front.refused).toEqual([]);
  });

  test.each(NAMES)('nothing that %s asked for would the other desk be allowed', desk => {
    const others = [...hour.functions].filter(([id]) => !id.startsWith(desk)).map(([, one]) => one);
    const own = stage.front.asked.filter(({ signer }) => signer.startsWith(desk));
    expect(own.length).toBeGreaterThan(1_000);
    // The same people are told of all desks.
    const asked = own.filter(({ service }) => service !== 'sns').map(wantedBy);
    const allowed = asked.filter(wanted => others.some(({ policies }) => judged(policies, wanted).allowed));
    expect(allowed).toEqual([]);
  });

  test('what a role may do and its function has not done in the hour', () => {
    const unused = [...hour.functions].map(([id, { policies }]) => {
      const used = new Set(
        stage.front.asked
          .filter(({ signer }) => signer === id)
          .map(({ service, action }) => `${service}:${action}`),
      );
      const may = policies.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? [Action].flat() : []));
      return `${id}: ${[...new Set(may)]
        .filter(action => !used.has(action))
        .toSorted()
        .join(', ')}`;
    });
    console.log(unused.join('\n'));
  });
});
