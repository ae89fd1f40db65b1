/** Plain text of at most so many columns: an e-mail is read where nobody knows how wide the window is. */
export const WIDTH = 78;

/** A text in lines, each after `indent`; a word that is too long for a line is cut. */
export function wrapped(text: string, indent = '', width = WIDTH): readonly string[] {
  const room = width - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const whole of text.split(/\s+/).filter(word => word !== '')) {
    for (const word of pieces(whole, room)) {
      if (line !== '' && line.length + 1 + word.length > room) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, ...(line === '' ? [] : [line])].map(each => `${indent}${each}`);
}

const pieces = (word: string, room: number): readonly string[] =>
  Array.from({ length: Math.ceil(word.length / room) }, (_, i) => word.slice(i * room, (i + 1) * room));

/** Cells that a short mark before a text has: `138`, `14:20`. */
const MARK = 7;

/** A text behind a mark, its further lines under its first. */
export function listed(mark: string, text: string): readonly string[] {
  const indent = ' '.repeat(mark === '' ? 2 : MARK + 2);
  const [first = '', ...more] = wrapped(text, indent);
  return [mark === '' ? first : `${mark.padStart(MARK)}  ${first.trimStart()}`, ...more];
}

/** Rows in columns, two spaces apart and indented by two; the last column is cut where the line would be too long. */
export function columns(
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
): readonly string[] {
  const room = align.map((_, i) => Math.max(...rows.map(row => row[i]?.length ?? 0)));
  return rows.map(row =>
    `  ${align
      .map((side, i) =>
        side === 'left' ? (row[i] ?? '').padEnd(room[i] ?? 0) : (row[i] ?? '').padStart(room[i] ?? 0),
      )
      .join('  ')}`
      .slice(0, WIDTH)
      .trimEnd(),
  );
}
