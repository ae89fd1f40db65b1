import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test, vi } from 'vitest';
import { sweepHandler, wireSweep } from '../../lib/wiring/sweep.ts';

const CONTEXT = { invokedFunctionArn: 'the function:3' };

describe('the function of sweeps', () => {
  const said = (event: unknown) =>
    sweepHandler(
      () => 'desk',
      async (_desk, call) => call,
    )(event, CONTEXT);

  test.each([[{ type: 'path', run: 'a', n: 3 }], [{ type: 'conclude', run: 'a' }]])(
    'takes %j',
    async event => {
      expect(await said(event)).toEqual(event);
    },
  );

  test.each([
    [{}],
    [{ type: 'path', run: 'a' }],
    [{ type: 'path', run: 'a', n: 1.5 }],
    [{ type: 'path', run: 'a', n: -1 }],
    [{ type: 'conclude' }],
    [{ type: 'delete', run: 'a' }],
    ['path'],
    [null],
  ])('refuses %j in one line', async event => {
    await expect(said(event)).rejects.toThrow(
      /^the state machine sends \{"type": "path" or "conclude"[^\n]*$/,
    );
  });

  test('is wired once, and again where it could not be', async () => {
    const wire = vi.fn<() => string>().mockImplementationOnce(() => {
      throw new Error('not yet');
    });
    wire.mockReturnValue('desk');
    const handler = sweepHandler(wire, async desk => desk);
    const event = { type: 'conclude', run: 'a' };
    await expect(handler(event, CONTEXT)).rejects.toThrow('not yet');
    expect([await handler(event, CONTEXT), await handler(event, CONTEXT)]).toEqual(['desk', 'desk']);
    expect(wire).toHaveBeenCalledTimes(2);
  });

  test('is the code that it was called by', async () => {
    const handler = sweepHandler(
      () => 'desk',
      async (_desk, _call, code) => code,
    );
    expect(await handler({ type: 'conclude', run: 'a' }, CONTEXT)).toBe('the function:3');
  });

  test('makes no folder by being wired, so that one that begins anew leaves nothing behind', () => {
    const folders = () => readdirSync(tmpdir()).filter(name => name.startsWith('perpdesk-sweep-'));
    const before = folders();
    wireSweep({ PERPDESK_SWEEP_BUCKET: 'sweeps', AWS_REGION: 'eu-central-1' });
    expect(folders()).toEqual(before);
  });

  test.each([[{}], [{ PERPDESK_SWEEP_BUCKET: '' }]])('does nothing without a bucket: %j', env => {
    expect(() => wireSweep(env)).toThrow('PERPDESK_SWEEP_BUCKET names no bucket');
  });
});
