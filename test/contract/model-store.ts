import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../lib/models/digest.ts';
import type { ModelStore } from '../../lib/ports.ts';

/** What every implementation of the ModelStore port must do. `make` gives an empty store. */
export function modelStoreContract(name: string, make: () => Promise<ModelStore>): void {
  describe(`${name} is a model store`, () => {
    test('gives a file back byte by byte, and nothing for one that it never took', async () => {
      const { files } = await make();
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256);
      await files.write('nhits/nhits-1/model.onnx', bytes);
      await files.write('nhits/nhits-1/manifest-0123.json', bytesOf('{}'));
      expect(new Uint8Array((await files.read('nhits/nhits-1/model.onnx')) ?? [])).toEqual(bytes);
      expect(await files.read('nhits/nhits-1/model')).toBeUndefined();
      expect(await files.read('xgboost/other/model.json')).toBeUndefined();
    });

    test('takes the same file twice', async () => {
      const { files } = await make();
      for (let n = 0; n < 2; n += 1) await files.write('a/b/c.json', bytesOf('same'));
      expect(new TextDecoder().decode(await files.read('a/b/c.json'))).toBe('same');
    });

    test('has no roster at first, and then the one that was written over the one that was read', async () => {
      const { roster } = await make();
      expect(await roster.read()).toBeUndefined();
      expect(await roster.write('first', undefined)).toBe('saved');
      expect(await roster.read()).toBe('first');
      expect(await roster.write('second', 'first')).toBe('saved');
      expect(await roster.read()).toBe('second');
    });

    test('refuses a roster whose writer has read another one', async () => {
      const { roster } = await make();
      expect(await roster.write('mine', 'theirs')).toBe('conflict');
      expect(await roster.read()).toBeUndefined();
      await roster.write('theirs', undefined);
      expect(await roster.write('mine', undefined)).toBe('conflict');
      expect(await roster.write('mine', 'older')).toBe('conflict');
      expect(await roster.read()).toBe('theirs');
    });
  });
}
