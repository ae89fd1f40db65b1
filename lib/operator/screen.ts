import { type Paint, paintFor } from '../local/terminal/paint.ts';
import { cut, wrapped } from '../local/terminal/table.ts';

/** Paint whose colours can be handed on as functions. */
export type Colours = { readonly [colour in keyof Paint]: (text: string) => string };

/** What a command writes to: how wide it is, and whether it shows colours. */
export interface Screen {
  readonly width: number;
  readonly paint: Colours;
}

const [NARROWEST, WIDEST] = [80, 120];

/** The screen of an output: 80 columns where nobody knows, and never wider than is good to read. */
export const screenFor = (
  env: Readonly<Record<string, string | undefined>>,
  out: { readonly isTTY?: boolean; readonly columns?: number },
): Screen => ({
  width: Math.min(WIDEST, Math.max(NARROWEST, out.columns ?? NARROWEST)),
  paint: paintFor(env, out.isTTY === true),
});

/** A paragraph, all of it indented. */
export function paragraph(text: string, width: number, indent = ''): string[] {
  return wrapped(`${indent}${text}`.trimStart(), width - indent.length, '').map(line => `${indent}${line}`);
}

/** Names and figures, aligned; a figure that does not fit goes on under its own beginning. */
export function pairs(rows: readonly (readonly [name: string, figure: string])[], width: number): string[] {
  const room = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  return rows.flatMap(([name, figure]) =>
    wrapped(figure, width - room, '').map((line, i) => `${(i === 0 ? name : '').padEnd(room)}${line}`),
  );
}

export { cut };
