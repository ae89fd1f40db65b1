/** One column: its title, how its cells stand, and whether it may go when the terminal is narrow (the highest first). */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly dropRank?: number;
}

export interface Cell {
  readonly text: string;
  /** Colours the padded cell; its width is counted without. */
  readonly paint?: (text: string) => string;
}

const GAP = 1;

/** Rows under their titles, as narrow as their content; columns that do not fit are left out by rank. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  titlePaint: (text: string) => string,
): string[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.map(row => row[i]?.text.length ?? 0)),
  );
  const shown = fitting(columns, widths, width);
  const line = (cells: readonly Cell[]) =>
    shown
      .map(i => {
        const { text = '', paint } = cells[i] ?? {};
        const room = widths[i] ?? 0;
        const padded = columns[i]?.align === 'left' ? text.padEnd(room) : text.padStart(room);
        return paint === undefined ? padded : paint(padded);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const titles = columns.map(({ title }) => ({ text: title, paint: titlePaint }));
  return [line(titles), ...rows.map(line)];
}

function fitting(columns: readonly Column[], widths: readonly number[], width: number): readonly number[] {
  let shown = columns.map((_, i) => i);
  const total = () => shown.reduce((sum, i) => sum + (widths[i] ?? 0) + GAP, -GAP);
  const droppable = shown
    .filter(i => columns[i]?.dropRank !== undefined)
    .sort((a, b) => (columns[b]?.dropRank ?? 0) - (columns[a]?.dropRank ?? 0));
  for (const i of droppable) {
    if (total() <= width) break;
    shown = shown.filter(each => each !== i);
  }
  return shown;
}

const GLUE = '\u00a0';

/**
 * Words of a text in lines of at most `width`; all but the first begin with `indent`. A longer word is cut, and a figure
 * keeps its per cent sign.
 */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(' %', `${GLUE}%`).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line.trim() === '') line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  lines.push(line);
  return lines.map(each => cut(each.replaceAll(GLUE, ' '), width));
}

export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
