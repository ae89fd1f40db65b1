/** A column of a table on a terminal. */
export interface Column {
  readonly head: string;
  readonly side: 'left' | 'right';
}

/** Rows under their heads, two spaces apart and indented by two. */
export function aligned(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map(row => row[i]?.length ?? 0)));
  return all.map(row =>
    `  ${columns
      .map(({ side }, i) => {
        const [cell, width] = [row[i] ?? '', widths[i] ?? 0];
        return side === 'left' ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')}`.trimEnd(),
  );
}
