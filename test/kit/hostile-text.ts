import fc from 'fast-check';

/** Cells that no number or name in a text file looks like, or that look like one and are none. */
const CELLS: readonly string[] = [
  ...`- . -0 0 -1 +1 1e5 1e999 -1e999 1e308 1e-300 5e-324 1e e5 NaN Infinity -Infinity null undefined true 0x10 1_000 1,5
    １２ ١٢ 1.2.3 --1 constructor __proto__ tostring "1" '1' =1+1 # 9007199254740993 8640000000000001 99999999999999
    253402300800000 2025-02-30T00:00:00Z 2025-05-27T24:00:00Z 2025-05-27 1 币安人生USDT`.split(/\s+/),
  '',
  ' ',
  '\uFEFF',
  '\r',
  '\t',
  '\u0000',
  '\u2028',
  'SOLUSDT 5',
  'May 27 2025',
  `${'9'.repeat(3_000)}x`,
];

interface Mutation {
  readonly change: number;
  readonly line: number;
  readonly cell: number;
  readonly n: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  change: fc.nat(6),
  line: fc.nat(50),
  cell: fc.nat(8),
  n: fc.nat(10_000),
});

function changed(text: string, { change, line, cell, n }: Mutation): string {
  const lines = text.split('\n');
  const at = line % lines.length;
  const cells = (lines[at] ?? '').split(',');
  const strange = CELLS[n % CELLS.length] ?? '';
  if (change === 0) return text.slice(0, n % (text.length + 1));
  if (change === 1) lines.splice(at, 1);
  if (change === 2) lines.splice(at, 0, lines[n % lines.length] ?? '');
  if (change === 3) lines[at] = [...cells, strange].join(',');
  if (change >= 4) {
    cells[cell % cells.length] = strange;
    lines[at] = cells.join(',');
  }
  return lines.join('\n');
}

/** Texts of lines and cells: one of the samples with none to three things in it changed. */
export const hostileCells = (...samples: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...samples), fc.array(mutation, { maxLength: 3, size: 'max' }))
    .map(([sample, mutations]) => mutations.reduce(changed, sample));

/** A text that ends too early. */
export const cutText = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(texts, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([text, share]) => text.slice(0, share * text.length));
