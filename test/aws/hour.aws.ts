import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { JournalRecord } from '../../lib/desk/journal.ts';
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
    expect(troublesOf(records)).toEqual([]);
  });

  test('at the end of each minute every open position is under a stop, or on its way out', () => {
    expect(hour.held.filter(({ bare }) => bare > 0)).toEqual([]);
    expect(Math.max(...hour.held.map(({ open }) => open))).toBeGreaterThan(1);
    expect(hour.held.at(-1)).toEqual({ open: 0, bare: 0 });
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

  test.each(NAMES)('what the roles of %s may do beyond what the hour asked for has its reason', desk => {
    const unused = [...hour.functions].flatMap(([id, { policies }]) => {
      if (!id.startsWith(desk)) return [];
      const own = stage.front.asked.filter(({ signer }) => signer === id);
      const used = new Set(own.map(({ service, action }) => `${service}:${action}`));
      const may = policies.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? [Action].flat() : []));
      return [...new Set(may)]
        .filter(action => !used.has(action))
        .map(action => `${id.slice(desk.length)} ${action}`);
    });
    expect(unused.filter(one => !NOT_IN_THIS_HOUR.some(reason => reason.test(one)))).toEqual([]);
    expect(unused.length).toBeGreaterThan(0);
  });
});

/** What the functions may do, and have no cause to in an hour in which all goes well. */
const NOT_IN_THIS_HOUR: readonly RegExp[] = [
  // Lambda itself writes the logs and lays failed calls aside, with the function's role.
  /^\w+ logs:(CreateLogStream|PutLogEvents)$/,
  /^\w+ sqs:SendMessage$/,
  // A record is put alone, several as a batch: which it is, the minute says.
  /^\w+ dynamodb:(BatchWriteItem|PutItem|UpdateItem|Query)$/,
  // The list tells a model that is not there from one that may not be read.
  /^(SignalEntry|Retrain) s3:ListBucket$/,
  // Nothing is learnt, and no day ends.
  /^Retrain (s3:PutObject|ssm:GetParametersByPath)$/,
  /^DailyClose sns:Publish$/,
];

/** Without those of a busy machine: an emulator that answers after three seconds is no trouble of the desk's making. */
const troublesOf = (records: readonly JournalRecord[]) =>
  records.filter(record => record.type === 'trouble' && !record.because.includes('requestTimeout'));
