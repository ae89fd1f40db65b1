import fc from 'fast-check';

/** Mutations of JSON that keep it JSON: what a venue, a table or a file edited by hand may really hold. */

type Node =
  | { readonly type: 'object'; readonly members: readonly Member[] }
  | { readonly type: 'list'; readonly items: readonly Node[] }
  | { readonly type: 'text'; readonly text: string };
interface Member {
  readonly key: string;
  readonly value: Node;
}

const text = (given: string): Node => ({ type: 'text', text: given });

function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return { type: 'list', items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null) return text(JSON.stringify(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return { type: 'object', members: members.map(([key, member]) => ({ key, value: nodeOf(member) })) };
}

function textOf(node: Node): string {
  if (node.type === 'text') return node.text;
  if (node.type === 'list') return `[${node.items.map(textOf).join(',')}]`;
  return `{${node.members.map(({ key, value }) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
}

/** Deeper than a recursive printer can follow. */
const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** JSON values that no field expects, or that look like one that it does. */
const STRANGE: readonly string[] = [
  ...String.raw`null true false 0 -0 -1 0.5 1e999 -1e999 1e308 -1e308 5e-324 1e-9 9007199254740993 8640000000000001
    4611686018427387904 1e20 [] {} [[]] [null] "" "NaN" "Infinity" "-Infinity" "1e999" "-0" "-1" "0" "0x10" "1_000"
    "1,5" "１２" "٣" "+1" "1e-400" "true" "null" "__proto__" "constructor" "toString" "\u0000" "\ud800" "a\nb"
    "a\u2028b" "\u001b[31m" "币安人生USDT" {"__proto__":{"polluted":1}} {"toString":1,"valueOf":1}`.split(
    /\s+/,
  ),
  '" "',
  `"${'9'.repeat(5_000)}"`,
  DEEP,
];
const KEYS = ['__proto__', 'constructor', 'toString', 'length', 'rev', 'a\nb', 'x'.repeat(3_000)];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** What stands in the place of a node: nothing, something else, or the same more than once. */
type Change = (node: Node, n: number) => readonly Node[];

/** A number as text, a text as what it says. */
const retyped = (given: string): Node =>
  text(given.startsWith('"') ? given.slice(1, -1) || '0' : JSON.stringify(given));

const negated = (given: string): Node =>
  text(given.startsWith('"') ? `"-${given.slice(1)}` : given.startsWith('-') ? given.slice(1) : `-${given}`);

const NUMBER = /^"?-?\d+(\.\d+)?"?$/;
const isNumber = (node: Node): node is Extract<Node, { type: 'text' }> =>
  node.type === 'text' && NUMBER.test(node.text);

const CHANGES: readonly Change[] = [
  () => [],
  node => [node, node],
  (_, n) => [text(pick(STRANGE, n))],
  (_, n) => [text(pick(STRANGE, n))],
  node => [isNumber(node) ? retyped(node.text) : { type: 'list', items: [node] }],
  node => [
    isNumber(node) ? negated(node.text) : { type: 'object', members: [{ key: 'value', value: node }] },
  ],
  (node, n) => [
    isNumber(node) ? text(node.text.replace(/\d(?="?$)/, `$&e${pick([-300, -30, 30, 300], n)}`)) : node,
  ],
  (node, n) => [
    node.type === 'object'
      ? { ...node, members: [...node.members, { key: pick(KEYS, n), value: text(pick(STRANGE, n >>> 3)) }] }
      : node.type === 'list'
        ? { ...node, items: node.items.toReversed() }
        : text(`"${'x'.repeat(n % 2_000)}"`),
  ],
];

interface Mutation {
  /** Which child to go to, level by level. */
  readonly walk: readonly number[];
  readonly change: number;
  readonly n: number;
}

function changed(
  node: Node,
  walk: readonly number[],
  change: (node: Node) => readonly Node[],
): readonly Node[] {
  const [step, ...rest] = walk;
  if (step === undefined || node.type === 'text') return change(node);
  const size = node.type === 'list' ? node.items.length : node.members.length;
  if (size === 0) return change(node);
  if (node.type === 'list') {
    const items = node.items.flatMap((item, i) => (i === step % size ? changed(item, rest, change) : [item]));
    return [{ ...node, items }];
  }
  const members = node.members.flatMap((member, i) =>
    i === step % size ? changed(member.value, rest, change).map(value => ({ ...member, value })) : [member],
  );
  return [{ ...node, members }];
}

const mutated = (sample: unknown, mutations: readonly Mutation[]): string =>
  textOf(
    mutations.reduce(
      (node, { walk, change, n }) =>
        changed(node, walk, each => pick(CHANGES, change)(each, n))[0] ?? text('null'),
      nodeOf(sample),
    ),
  );

const mutation: fc.Arbitrary<Mutation> = fc.record({
  walk: fc.array(fc.nat(1_000), { maxLength: 8, size: 'max' }),
  change: fc.nat(CHANGES.length - 1),
  n: fc.nat(100_000),
});

/** JSON texts: one of the samples with none to three things in it changed. */
export const hostileJson = (...samples: readonly unknown[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(samples.length - 1), fc.array(mutation, { maxLength: 3, size: 'max' }))
    .map(([which, mutations]) => mutated(samples[which], mutations));
