import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { liveAccountParameter } from '../../lib/adapters/ssm/names.ts';
import { storeSecret } from '../../lib/adapters/ssm/secrets.ts';
import { close } from '../../lib/close.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { HOUR_MS } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { monitor } from '../../lib/minute.ts';
import { WARM } from '../kit/desk.ts';
import { type LiveOptions, live } from '../kit/live.ts';

const noTrades = (records: readonly JournalRecord[]) =>
  records.filter(record => record.type === 'minute').map(({ noTrade, because }) => [noTrade, because]);

describe('a live desk', () => {
  test('I41 trades the account that deployment, person and venue agree on, and every record says so', async () => {
    const desk = await live();
    await desk.minute(await desk.wire());
    const { positions, book } = await desk.reader.load();
    expect(positions).toMatchObject([{ symbol: 'COINUSDT', phase: 'protected', mode: 'live' }]);
    expect(book?.mode).toBe('live');
    expect(new Set((await desk.records()).map(({ mode }) => mode))).toEqual(new Set(['live']));
  });

  test.each<[string, LiveOptions, RegExp]>([
    ['without a confirmation', { confirmed: null }, /the live account is not confirmed/],
    ['confirmed for another account', { confirmed: '999999' }, /confirms account 999999/],
    [
      'whose keys are another account’s',
      { confirmed: '999999', deployed: '999999' },
      /keys belong to account 314159265/,
    ],
    ['deployed for another account', { deployed: '999999' }, /deployed for account 999999/],
  ])('I41 %s touches nothing', async (_what, options, sentence) => {
    const desk = await live(options);
    await expect(desk.wire()).rejects.toThrow(sentence);
    await expect(desk.wireClose()).rejects.toThrow(sentence);
    await expect(desk.wireGuard()).rejects.toThrow(sentence);
    expect(desk.exchange.engine.state.accepted).toEqual([]);
  });

  test('asks whose key it is once: later a venue that is silent about it keeps no monitor away', async () => {
    const desk = await live();
    await desk.wire();
    desk.faults({ match: 'GET /api/v3/account', times: 99, status: 503 });
    await expect(desk.wire()).resolves.toBeDefined();
    // A confirmation that is taken back counts all the same.
    await desk.store.client.send(
      new PutParameterCommand({
        Name: liveAccountParameter('main'),
        Value: '999999',
        Type: 'String',
        Overwrite: true,
      }),
    );
    await expect(desk.wire()).rejects.toThrow(/confirms account 999999/);
  });

  test('I41 has a guardian that starts without the table too: whose key it is, it then asks the venue', async () => {
    const desk = await live();
    await desk.tableFault({ times: 9, error: 'InternalServerError' });
    await expect(desk.wireGuard()).resolves.toMatchObject({ mode: 'live' });
    desk.faults({ match: 'GET /api/v3/account', times: 99, status: 503 });
    await desk.tableFault({ times: 9, error: 'InternalServerError' });
    await expect(desk.wireGuard()).rejects.toThrow();
  });

  test('of a new key is asked about anew', async () => {
    const desk = await live();
    await desk.wire();
    await storeSecret(desk.parameters, 'live-key', 'another-key-0123456789');
    await expect(desk.wire()).rejects.toThrow(/-2015/);
  });

  test('is not wired with a private key that somebody has written into the store by hand', async () => {
    const desk = await live();
    await storeSecret(
      desk.parameters,
      'live-secret',
      '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----',
    );
    await expect(desk.wire()).rejects.toThrow(/live-secret is a private key, and the desk signs with HMAC/);
    await expect(desk.wireGuard()).rejects.toThrow(/live-secret is a private key/);
  });

  test.each<[string, LiveOptions, RegExp]>([
    ['a key that may withdraw', { keyRights: { withdrawals: true } }, /the API key may withdraw/],
    ['a key that may not trade futures', { keyRights: { futures: false } }, /may not trade futures/],
    ['portfolio margin', { keyRights: { portfolioMargin: true } }, /portfolio margin/],
  ])('opens nothing with %s, and says why each minute', async (_what, options, sentence) => {
    const desk = await live(options);
    const wired = await desk.wire();
    await desk.minute(wired);
    await desk.minute(wired);
    const said = ['account-refused', expect.stringMatching(sentence)];
    expect(noTrades(await desk.records())).toEqual([said, said]);
    expect(desk.exchange.engine.state.accepted).toEqual([]);
  });

  test('I16 opens nothing in hedge mode', async () => {
    const desk = await live();
    desk.exchange.engine.setHedgeMode(true);
    await desk.minute(await desk.wire());
    expect(noTrades(await desk.records())).toEqual([['account-refused', expect.stringMatching(/one-way/)]]);
  });

  test('I36 goes on looking after what is open when its key gets a right too many', async () => {
    const rights = { ipRestricted: true, withdrawals: false };
    const desk = await live({ keyRights: rights });
    const wired = await desk.wire();
    await desk.minute(wired);
    for (const algo of desk.exchange.engine.openAlgos()) desk.exchange.engine.cancelAlgo({ id: algo.algoId });
    const barred: Desk = {
      ...wired,
      admission: async () => ({ refusals: ['the API key may withdraw'], warnings: [], isNew: true }),
    };
    await desk.minute(barred);
    expect(noTrades(await desk.records()).at(-1)?.[0]).toBe('account-refused');
    expect((await desk.reader.load()).positions).toMatchObject([{ phase: 'protected' }]);
    expect(desk.exchange.engine.openAlgos().length).toBeGreaterThanOrEqual(2);
  });

  test('warns of a key without an address, when it reads the rights, and not each minute', async () => {
    const ends = Date.UTC(2026, 3, 5);
    const desk = await live({ keyRights: { ipRestricted: false, tradingEndsAt: ends } });
    const wired = await desk.wire();
    await desk.minute(wired);
    await desk.minute(wired);
    const warned = (await desk.records()).filter(record => record.type === 'state');
    expect(warned.map(({ because }) => because)).toEqual([
      expect.stringMatching(/ends its right .* on 2026-04-05/),
    ]);
    expect((await desk.reader.load()).positions).toHaveLength(1);
  });

  test('reads the rights again after an hour, and opens nothing while they cannot be read', async () => {
    const desk = await live();
    const wired = await desk.wire();
    await desk.minute(wired);
    desk.exchange.engine.advance(WARM + HOUR_MS);
    desk.faults({ match: 'GET /sapi/v1/account/apiRestrictions', times: 1, status: 503 });
    await desk.minute(wired);
    await desk.minute(wired);
    const last = noTrades(await desk.records()).slice(-2);
    expect(last[0]).toEqual(['venue-unreadable', expect.stringMatching(/rights of the key/)]);
    expect(last[1]?.[0]).not.toBe('venue-unreadable');
  });

  test('I56 knows an account in Credits mode by its multi-assets margin', async () => {
    const desk = await live({ accountKind: 'credits-cross' });
    const { venue } = await desk.wire();
    expect(await venue.mode()).toEqual({ kind: 'credits-cross', hedgeMode: false });
  });

  test('I41 that finds the book of a demo desk under its name does nothing', async () => {
    const desk = await live();
    const wired = await desk.wire();
    await monitor({ ...wired, mode: 'demo' }, desk.now());
    desk.exchange.engine.advance(desk.now() + 60_000);
    await desk.minute(wired);
    const records = (await desk.records()).filter(({ mode }) => mode === 'live');
    expect(records).toMatchObject([
      { type: 'trouble', because: expect.stringContaining('wrote in mode demo') },
      { type: 'minute', noTrade: 'monitor-late' },
      { type: 'trouble', role: 'guardian', because: expect.stringContaining('wrote in mode demo') },
    ]);
    expect(desk.exchange.engine.state.accepted).toEqual([]);
    const closing = await desk.wireClose();
    await close(closing, desk.now());
    expect((await desk.reader.load()).book?.mode).toBe('demo');
  });
});
