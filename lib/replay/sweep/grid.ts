import type { LimitName } from '../../desk/limits/schema.ts';

/** A limit, and the values of it that are tried, as texts. */
export interface GridLine {
  readonly name: LimitName;
  readonly texts: readonly string[];
}

/** What a combination changes of the limits: texts by name. Nothing is changed by the first of a sweep. */
export type Changes = Readonly<Record<string, string>>;

/** Every value of each line with every value of the others; the last line's changes fastest. Of no line there is none. */
export const combinationsOf = (grid: readonly GridLine[]): readonly Changes[] =>
  grid.length === 0
    ? []
    : grid.reduce<readonly Changes[]>(
        (sofar, { name, texts }) =>
          sofar.flatMap(changes => texts.map(text => ({ ...changes, [name]: text }))),
        [{}],
      );

/** How many there would be, without making them. */
export const combinationCount = (grid: readonly GridLine[]): number =>
  grid.reduce((product, { texts }) => product * texts.length, grid.length === 0 ? 0 : 1);

/** `risk/positions-max=4, plan/leverage-max=2`; of nothing that the limits stay as they are. */
export const changesText = (changes: Changes): string => {
  const said = Object.entries(changes).map(([name, text]) => `${name}=${text}`);
  return said.length === 0 ? 'as they are' : said.join(', ');
};
