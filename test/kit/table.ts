/** A row of a scenario table: column → cell, as text. */
export type Row = Readonly<Record<string, string>>;

/**
 * A table as people draw it: the first line names the columns, each further line is a row, cells are separated by
 * blanks, `-` stands for an empty cell. Throws where a row has more or fewer cells than there are columns.
 */
export function table(strings: TemplateStringsArray, ...values: readonly unknown[]): Row[] {
  const text = String.raw({ raw: strings }, ...values);
  const [header, ...lines] = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => line.split(/\s+/));
  if (header === undefined || lines.length === 0) throw new Error('the table is empty');
  return lines.map(cells => {
    if (cells.length !== header.length) {
      throw new Error(`"${cells.join(' ')}" has ${cells.length} cells, the table ${header.length} columns`);
    }
    return Object.fromEntries(
      header.flatMap((name, i) => (cells[i] === '-' ? [] : [[name, cells[i] ?? '']])),
    );
  });
}

/** A cell as a number; throws where it is none, so that a mistyped column does not pass for zero. */
export function numberIn(row: Row, column: string): number {
  const value = Number(row[column]);
  if (row[column] === undefined || Number.isNaN(value)) throw new Error(`no number in column ${column}`);
  return value;
}
