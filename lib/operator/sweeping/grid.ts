import { definitionOf, isLimitName } from '../../desk/limits/schema.ts';
import { Refusal } from '../../local/refusal.ts';
import { combinationCount, type GridLine } from '../../replay/sweep/grid.ts';
import { unknownLimit } from '../commands/limits.ts';

/** More would be chosen among by chance alone. */
export const COMBINATIONS_MAX = 200;

/**
 * Lines of a grid as they are typed, `NAME=V1,V2` each; where a value has commas of its own, `NAME=V1;V2`.
 *
 * @throws Refusal
 */
export function gridOf(typed: readonly string[]): readonly GridLine[] {
  if (typed.length === 0)
    throw new Refusal('sweep: say what to try, as in --grid plan/leverage-max=1,2,3; it may be given again');
  const grid = typed.map(lineOf);
  const twice = grid.find(({ name }, i) => grid.findIndex(line => line.name === name) < i);
  if (twice !== undefined) throw new Refusal(`--grid ${twice.name}: is there twice; give its values at once`);
  const count = combinationCount(grid);
  if (count > COMBINATIONS_MAX)
    throw new Refusal(
      `--grid: ${count} combinations are too many, the most is ${COMBINATIONS_MAX}: the best of so many is best by chance`,
    );
  return grid;
}

function lineOf(typed: string): GridLine {
  const at = typed.indexOf('=');
  if (at < 1) throw new Refusal(`--grid ${typed}: write it as NAME=V1,V2`);
  const name = typed.slice(0, at);
  if (!isLimitName(name)) throw new Refusal(`--grid ${unknownLimit(name).message}`);
  const list = typed.slice(at + 1);
  const texts = list.split(list.includes(';') ? ';' : ',').map(text => text.trim());
  const seen = new Set<string>();
  const definition = definitionOf(name);
  for (const text of texts) {
    const read = definition.parse(text);
    if ('problem' in read) throw new Refusal(`--grid ${name}: ${read.problem}`);
    const value = definition.format(read.value as never);
    if (seen.has(value)) throw new Refusal(`--grid ${name}: ${text} is there twice`);
    seen.add(value);
  }
  return { name, texts };
}
