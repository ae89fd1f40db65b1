import type { ListedLimit } from '../../adapters/ssm/limit-editor.ts';
import { limitsDenial } from '../../desk/doctor/errors.ts';
import { readLimits } from '../../desk/limits/limits.ts';
import { isLimitName } from '../../desk/limits/schema.ts';
import type { Usd } from '../../desk/units.ts';
import { dollars } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { changeLimits } from './limit-changes.ts';

/** The limits of the desk that they are taken from. */
export interface Promoted {
  readonly desk: string;
  readonly limits: readonly ListedLimit[];
}

/** What a person says to one desk is no word to another: a halt stays where it was said. */
const staysBehind = (name: string): boolean => name.startsWith('control/');

/** Reads what would be taken over. @throws Refusal where a limit of that desk is not valid: nothing of it is tried and tested */
export async function promoted({ desk, limits }: Connection): Promise<Promoted> {
  const listed = await limits.list();
  const wrong = listed.find(({ problem }) => problem !== undefined);
  if (wrong !== undefined)
    throw new Refusal(`limits promote: the desk ${desk} has ${wrong.name}: ${wrong.problem}`);
  return { desk, limits: listed };
}

/**
 * Takes the limits of one desk over to another, such as those that have proved themselves on paper to the live one; all but
 * `control/…`. Shows the difference alone without `yes`. @throws Refusal
 */
export async function promoteLimits(connection: Connection, from: Promoted, yes: boolean): Promise<Answer> {
  const { desk, reader } = connection;
  const wanted = Object.fromEntries(
    from.limits
      .filter(({ name }) => isLimitName(name) && !staysBehind(name))
      .map(({ name, text }) => [name, text]),
  );
  const equityUsd = (await reader.load()).book?.equityUsd;
  return changeLimits(connection, {
    wanted,
    yes,
    notes: [
      `From ${from.desk} to ${desk}; control/… stays as it is there.`,
      ...fitting(desk, equityUsd, wanted),
      `Back it up first: npm run desk -- limits backup FILE. Both desks are held side by side by doctor and profit.`,
    ],
  });
}

/** Whether limits that fit one account let anything be opened by another one's equity. */
function fitting(
  desk: string,
  equityUsd: Usd | undefined,
  wanted: Readonly<Record<string, string>>,
): readonly string[] {
  if (equityUsd === undefined)
    return [`${desk} has not read its account yet: whether they fit it, doctor will say.`];
  const read = readLimits(Object.entries(wanted).map(([name, text]) => ({ name, text, version: 0 })));
  if (read.type === 'invalid') return [];
  const denial = limitsDenial(read.limits, equityUsd);
  return denial === undefined
    ? []
    : [`At the equity of ${desk}, ${dollars(equityUsd)}, they would close entries: ${denial.because}.`];
}
