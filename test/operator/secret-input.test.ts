import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readHidden, type SecretSource } from '../../lib/operator/secret-input.ts';

/** A terminal on which a person types, and what was done to it. */
function terminal(...typed: readonly string[]) {
  const emitter = new EventEmitter();
  const modes: boolean[] = [];
  const source = Object.assign(emitter, {
    isTTY: true,
    setRawMode: (raw: boolean) => void modes.push(raw),
    pause: () => {},
  }) as unknown as SecretSource;
  const shown: string[] = [];
  const read = readHidden(source, text => void shown.push(text));
  for (const keys of typed) emitter.emit('data', Buffer.from(keys));
  return { read, modes, shown, emitter };
}

const piped = (text: string) => readHidden(Readable.from([text]) as SecretSource, () => {});

describe('at a terminal', () => {
  test.each<[string, string[], string]>([
    ['what is pasted, up to Enter', ['secret\r'], 'secret'],
    ['what is typed sign by sign', ['s', 'e', 'c', '\n'], 'sec'],
    ['without what was taken back', ['sexx\u007f\bcret\r'], 'secret'],
    ['anew after the line was cleared', ['wrong\u0015right\r'], 'right'],
    ['the first of two lines', ['key\rsecret\r'], 'key'],
  ])('it reads %s', async (_what, typed, secret) => {
    const { read, modes, shown } = terminal(...typed);
    expect(await read).toBe(secret);
    // Nothing of it is shown, and the terminal is as it was.
    expect(shown.join('')).toBe('Paste it and press Enter; it is not shown: \n');
    expect(modes).toEqual([true, false]);
  });

  test.each([
    ['Ctrl-C', 'half\u0003'],
    ['Ctrl-D', 'half\u0004'],
  ])('%s gives up, and the terminal echoes again', async (_key, typed) => {
    const { read, modes, emitter } = terminal(typed);
    await expect(read).rejects.toThrow('nothing was stored');
    expect(modes).toEqual([true, false]);
    expect(emitter.listenerCount('data')).toBe(0);
  });

  test('a terminal that goes away ends the line', async () => {
    const { read, emitter } = terminal('abc');
    emitter.emit('end');
    expect(await read).toBe('abc');
  });
});

describe('from a pipe', () => {
  test.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['secret', 'secret'],
    ['', ''],
    // Two lines are no key; whoever reads it says so.
    ['a\nb\n', 'a\nb'],
  ])('%j is %j', async (text, secret) => {
    expect(await piped(text)).toBe(secret);
  });

  test('a real stream is read to its end', async () => {
    const source = new Readable({ read: () => {} });
    const read = readHidden(source as SecretSource, () => {});
    source.push('sec');
    source.push('ret\n');
    source.push(null);
    expect(await read).toBe('secret');
    if (!source.destroyed) await once(source, 'close');
  });
});

test('without any input it says so', async () => {
  await expect(readHidden(undefined, () => {})).rejects.toThrow('no input to read a secret from');
});
