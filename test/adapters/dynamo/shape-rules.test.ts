import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { missing, refusals, schemaOf } from '../../kit/shape-rules.ts';

/** The rule that test/adapters/dynamo/releases.test.ts goes by: what does the release before refuse of a shape of today? */
const of = (shape: z.ZodMiniType, io: 'input' | 'output') => schemaOf({ shape }, io);

const BEFORE = z.looseObject({
  qty: z.number().check(z.gt(0)),
  share: z.number().check(z.gte(0), z.lte(1)),
  side: z.enum(['long', 'short']),
  because: z.optional(z.string().check(z.maxLength(200))),
  slices: z._default(z.array(z.looseObject({ n: z.int() })), []),
  stop: z.union([z.literal('all'), z.number().check(z.gt(0))]),
  reasons: z.record(z.string(), z.string()),
});
const { shape } = BEFORE;
const { because: _because, ...withoutWords } = shape;

describe('the release before reads', () => {
  test.each<[string, z.ZodMiniType]>([
    ['the shape that it knows', BEFORE],
    ['a new member that may be absent', z.looseObject({ ...shape, later: z.optional(z.string()) })],
    ['a new member that is always there', z.looseObject({ ...shape, later: z.number() })],
    [
      'a new member deep inside',
      z.looseObject({ ...shape, slices: z.array(z.looseObject({ n: z.int(), later: z.string() })) }),
    ],
    ['a tighter bound', z.looseObject({ ...shape, qty: z.number().check(z.gte(1)) })],
    ['a word less', z.looseObject({ ...shape, side: z.enum(['long']) })],
    ['a union’s one side', z.looseObject({ ...shape, stop: z.literal('all') })],
    ['a whole number where any was', z.looseObject({ ...shape, qty: z.int().check(z.gt(0)) })],
    ['a member left out that could be absent', z.looseObject(withoutWords)],
  ])('%s', (_, now) => {
    expect(refusals(of(now, 'output'), of(BEFORE, 'input'))).toEqual([]);
  });
});

describe('the release before refuses', () => {
  const { qty: _qty, ...withoutQty } = shape;
  test.each<[string, z.ZodMiniType, string]>([
    ['a member that is gone', z.looseObject(withoutQty), 'body.qty may be absent'],
    [
      'one that has another name',
      z.looseObject({ ...withoutQty, quantity: shape.qty }),
      'body.qty may be absent',
    ],
    [
      'one that may be absent now',
      z.looseObject({ ...shape, qty: z.optional(shape.qty) }),
      'body.qty may be absent',
    ],
    [
      'another type',
      z.looseObject({ ...shape, qty: z.string() }),
      'body.qty may be of type string, not number',
    ],
    [
      'a word more',
      z.looseObject({ ...shape, side: z.enum(['long', 'short', 'both']) }),
      'body.side may be both',
    ],
    [
      'any word',
      z.looseObject({ ...shape, side: z.string() }),
      'body.side may be anything, not only long, short',
    ],
    [
      'a bound that now includes its end',
      z.looseObject({ ...shape, qty: z.number().check(z.gte(0)) }),
      'body.qty may be beyond its exclusiveMinimum of 0',
    ],
    [
      'a looser bound',
      z.looseObject({ ...shape, share: z.number().check(z.gte(0)) }),
      'beyond its maximum of 1',
    ],
    [
      'a longer text',
      z.looseObject({ ...shape, because: z.optional(z.string()) }),
      'beyond its maxLength of 200',
    ],
    [
      'a list’s items of another kind',
      z.looseObject({ ...shape, slices: z.array(z.looseObject({ m: z.int() })) }),
      'body.slices[].n may be absent',
    ],
    [
      'a union’s new side',
      z.looseObject({ ...shape, stop: z.union([z.literal('none'), shape.stop]) }),
      'body.stop|0',
    ],
    [
      'a record of other values',
      z.looseObject({ ...shape, reasons: z.record(z.string(), z.number()) }),
      'body.reasons.* may be of type number, not string',
    ],
  ])('%s', (_, now, because) => {
    expect(refusals(of(now, 'output'), of(BEFORE, 'input')).join('; ')).toContain(because);
  });

  test('a member that it does not know, where it reads strictly', () => {
    const strict = z.strictObject({ n: z.int() });
    const now = z.strictObject({ n: z.int(), later: z.optional(z.int()) });
    expect(refusals(of(now, 'output'), of(strict, 'input'))).toEqual(['body.later is not known']);
  });
});

describe('of content that no shape describes is missing', () => {
  const before = { engine: { walletUsd: 5, orders: [{ id: 'a', qty: 1 }] }, applied: ['x'] };
  test.each<[string, object, string[]]>([
    ['nothing where there is more', { ...before, later: 1 }, []],
    ['nothing where a list is empty', { ...before, applied: [] }, []],
    [
      'what is gone',
      { engine: { ...before.engine, walletUsd: undefined }, applied: [] },
      ['.engine.walletUsd is undefined, and was number'],
    ],
    ['what is no list any more', { ...before, applied: {} }, ['.applied is no list any more']],
    [
      'a member of a list’s items',
      { ...before, engine: { walletUsd: 1, orders: [{ id: 'a' }] } },
      ['.engine.orders[].qty is gone'],
    ],
  ])('%s', (_, now, expected) => {
    expect(missing(before, now)).toEqual(expected);
  });
});
