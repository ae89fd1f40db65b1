import { describe } from 'vitest';
import { archives } from './book-archives.ts';
import { journals } from './book-journals.ts';
import type { Make } from './book-kit.ts';
import { leases } from './book-leases.ts';
import { reading } from './book-reading.ts';
import { writes } from './book-writes.ts';

/** What every store of the desk's state must do. `make` gives an empty one each time. */
export function bookContract(name: string, make: Make): void {
  describe(`${name}: leases`, () => leases(make));
  describe(`${name}: conditional writes`, () => writes(make));
  describe(`${name}: moving into the history`, () => archives(make));
  describe(`${name}: reading`, () => reading(make));
  describe(`${name}: the journal`, () => journals(make));
}
