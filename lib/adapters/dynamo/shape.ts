import * as z from 'zod/mini';
import { isInstant } from '../../desk/units.ts';

/** The kinds of member that stored items are made of, and how a type is held to have all of them described. */

/** A description for each member of a type, those that may be absent as well: a new member does not compile without one. */
export type ShapeOf<T> = { readonly [Name in keyof Required<T>]: z.ZodMiniType };

/** One of some words; a type that grows by a word does not compile until it stands here. */
export const oneOf = <Word extends string>(words: Readonly<Record<Word, true>>) =>
  z.enum(Object.keys(words) as [Word, ...Word[]]);

/** Dollars that may be gained or lost. */
export const dollars = z.number();
/** What there is of something. */
export const zeroOrMore = z.number().check(z.gte(0));
export const aboveZero = z.number().check(z.gt(0));
export const share = z.number().check(z.gte(0), z.lte(1));
/** A distance from a price that leaves a price on either side. */
export const distance = z.number().check(z.gt(0), z.lt(1));
/** Costs and ranges of a bar, as fractions of a price. */
export const smallShare = z.number().check(z.gte(0), z.lte(0.5));
export const count = z.int().check(z.gte(0));
export const instant = z.number().check(z.refine(isInstant, 'not an instant'));
/** Symbols, ids, words of the desk's own. */
export const name = z.string().check(z.minLength(1), z.maxLength(200));
export const sentence = z.string();
