import { afterEach, describe, expect, test } from 'vitest';
import { close } from '../../lib/close.ts';
import type { CloseDesk } from '../../lib/minute/desk.ts';
import { type Mail, type Message, PortError } from '../../lib/ports.ts';
import { aNight, DAY_0, EVENING, type Night } from '../kit/nights.ts';

let open: Night | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A night just past midnight, before its first close. */
async function pastMidnight(): Promise<Night> {
  open = await aNight({ ...EVENING, closes: false });
  await open.until('24:05');
  await open.monitor();
  return open;
}

/** A mailbox; each letter first meets the next of these failures. */
function mailbox(...failures: readonly (PortError | undefined)[]) {
  const letters: Message[] = [];
  let tried = 0;
  const mail: Mail = {
    send: async letter => {
      const failure = failures[tried];
      tried += 1;
      if (failure !== undefined) throw failure;
      letters.push(letter);
    },
  };
  return { mail, letters, tried: () => tried };
}

/** The close at 00:05, and so many of the calls that follow an hour apart; here a minute is as good. */
async function calls(desk: Night, mail: Mail, n: number, change: Partial<CloseDesk> = {}): Promise<void> {
  for (let i = 0; i < n; i += 1) {
    await close({ ...desk.closing, mail, ...change }, desk.now());
    await desk.minute();
  }
}
const troubles = async (desk: Night) =>
  (await desk.records('trouble'))
    .filter(({ what }) => what.startsWith('the report'))
    .map(({ because }) => because);

describe('the report of the day', () => {
  test('goes once, after the close, however often it is called', async () => {
    const desk = await pastMidnight();
    const box = mailbox();
    await calls(desk, box.mail, 3);
    expect(box.letters).toHaveLength(1);
    const [letter] = box.letters;
    expect(letter?.subject).toMatch(/^perpdesk test \(embedded\) 2026-01-05: -\$\d+\.\d\d, 1 trade$/);
    expect(letter?.text.replaceAll('\n', ' ')).toContain(
      '1 trade ended, 0 won, 1 lost: -1.0R in all. Entry ran in 32 of 1440 minutes. Held overnight: COINUSDT.',
    );
    expect((await desk.truth(DAY_0))?.report).toBe('sent');
    expect(await troubles(desk)).toEqual([]);
  });

  test('goes to nobody where no topic is given, and the day is closed all the same', async () => {
    const desk = await pastMidnight();
    await desk.closeDay();
    expect(await desk.truth(DAY_0)).toMatchObject({ mismatchUsd: 0 });
    expect((await desk.truth(DAY_0))?.report).toBeUndefined();
  });

  test.each(['throttled', 'unauthorised', 'malformed'] as const)(
    'that was surely refused (%s) is trouble, and is tried again by the next call',
    async kind => {
      const desk = await pastMidnight();
      const box = mailbox(new PortError(kind, 'SNS said no'));
      await calls(desk, box.mail, 3);
      expect([box.letters.length, box.tried()]).toEqual([1, 2]);
      expect(await troubles(desk)).toEqual(['SNS said no']);
      expect((await desk.truth(DAY_0))?.report).toBe('sent');
    },
  );

  test('of which nobody knows whether it went is trouble, and goes no second time', async () => {
    const desk = await pastMidnight();
    const box = mailbox(new PortError('unavailable', 'SNS gave no answer'));
    await calls(desk, box.mail, 3);
    expect([box.letters.length, box.tried()]).toEqual([0, 1]);
    expect(await troubles(desk)).toEqual(['SNS gave no answer']);
  });

  test('goes no second time after a process that died between sending and writing it down', async () => {
    const desk = await pastMidnight();
    const box = mailbox();
    const { store } = desk.closing;
    let saves = 0;
    const dying = {
      ...store,
      // The truth, the word that the report goes, and the word that it went.
      saveDayTruth: async (...given: Parameters<typeof store.saveDayTruth>) => {
        saves += 1;
        if (saves === 3) throw new PortError('unavailable', 'the process died here');
        return store.saveDayTruth(...given);
      },
    };
    await calls(desk, box.mail, 1, { store: dying });
    await calls(desk, box.mail, 2);
    expect(box.letters).toHaveLength(1);
    expect((await desk.truth(DAY_0))?.report).toBe('sending');
  });

  test('waits for the venue: while the day cannot be closed there is none, and it goes with the close', async () => {
    const desk = await pastMidnight();
    const box = mailbox();
    const down = {
      ...desk.closing.venue,
      income: () => Promise.reject(new PortError('unavailable', 'down')),
    };
    await calls(desk, box.mail, 1, { venue: down });
    expect(box.letters).toEqual([]);
    await calls(desk, box.mail, 1);
    expect(box.letters).toHaveLength(1);
  });

  test('that fails does not hide that the close lives', async () => {
    const desk = await pastMidnight();
    await calls(desk, mailbox(new PortError('unauthorised', 'no right to publish')).mail, 1);
    expect(desk.emitted).toContainEqual(expect.objectContaining({ TruthFaults: 0 }));
  });
});
