import { describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import type { StoredModel } from '../../lib/models/stored.ts';
import type { ModelStore } from '../../lib/ports.ts';
import { plantedModel } from '../kit/planted-model.ts';

type WithFiles = Extract<StoredModel, { file: string }>;

/** What every implementation of the ModelStore port must do. `make` gives a store that holds this one champion. */
export function modelStoreContract(name: string, make: (held: WithFiles) => Promise<ModelStore>): void {
  const planted = plantedModel({ market: 'synthetic', at: epochMs(Date.UTC(2026, 0, 5)) });
  const renewed = planted.manifest.replace('"xgboost-planted"', '"xgboost-renewed"');

  describe(`${name} is a model store`, () => {
    test('shows its champion with both files, promoted', async () => {
      expect(await (await make(planted)).champions()).toEqual([planted]);
    });

    test('puts a manifest in the place of the one that was read, and leaves the model as it is', async () => {
      const store = await make(planted);
      expect(await store.renew('xgboost', planted.manifest, renewed)).toBe('saved');
      expect(await store.champions()).toEqual([{ ...planted, manifest: renewed }]);
    });

    test('refuses to renew what is no longer there, or never was', async () => {
      const store = await make(planted);
      await store.renew('xgboost', planted.manifest, renewed);
      expect(await store.renew('xgboost', planted.manifest, '{}')).toBe('conflict');
      expect(await store.renew('nhits', renewed, '{}')).toBe('conflict');
      expect(await store.champions()).toEqual([{ ...planted, manifest: renewed }]);
    });
  });
}
