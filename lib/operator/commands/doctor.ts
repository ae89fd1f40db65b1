import { type Examination, examineRead, hasErrors } from '../../desk/doctor/examine.ts';
import { defaultLimits, type LimitsRead, readLimits, withLimits } from '../../desk/limits/limits.ts';
import { PROFILES } from '../../desk/limits/profiles.ts';
import { definitionOf, isLimitName } from '../../desk/limits/schema.ts';
import { type Usd, usd } from '../../desk/units.ts';
import { dollars } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { storedLimits } from '../limit-texts.ts';
import { examinationLines } from '../views/examination.ts';
import { unknownLimit } from './limits.ts';

export interface DoctorOptions {
  readonly profile: string | undefined;
  readonly equityUsd: number | undefined;
  readonly cyclesPerDay: number | undefined;
  /** `name=value` each. */
  readonly set: readonly string[];
}

/** Equity reckoned with where neither the user nor a desk says another; it stands in for nothing but the arithmetic. */
const ASSUMED_EQUITY: Usd = usd(10_000);

/**
 * Examines limits: a profile's, or the desk's, or the defaults, with what-ifs on top. `connection` is the desk's, where
 * there is one. Throws a Refusal for a profile or a limit that there is not, and for a value that no limit takes.
 */
export async function doctor(connection: Connection | undefined, options: DoctorOptions): Promise<Answer> {
  const edits = editsOf(options.set);
  const real = (await connection?.reader.load())?.book?.equityUsd;
  const { read, what } = await limitsAsked(connection, options.profile, edits);
  const equityUsd = options.equityUsd === undefined ? (real ?? ASSUMED_EQUITY) : usd(options.equityUsd);
  const said = options.equityUsd !== undefined ? 'given' : real === undefined ? 'assumed' : "the venue's";
  const examination: Examination = examineRead(read, {
    equityUsd,
    ...(options.cyclesPerDay === undefined ? {} : { cyclesPerDay: options.cyclesPerDay }),
    ...(real === undefined ? {} : { realEquityUsd: real }),
  });
  const subject = `${what}, equity ${dollars(equityUsd)} (${said})`;
  return {
    json: { limits: what, equityUsd, equitySource: said, ...examination },
    lines: screen => examinationLines(subject, examination, screen),
    exitCode: hasErrors(examination) ? 1 : 0,
  };
}

interface Asked {
  readonly read: LimitsRead;
  /** What was examined, in words. */
  readonly what: string;
}

async function limitsAsked(
  connection: Connection | undefined,
  profile: string | undefined,
  edits: Readonly<Record<string, string>>,
): Promise<Asked> {
  const names = Object.keys(edits);
  const changed = names.length === 0 ? '' : ` with ${names.length} changed`;
  if (profile !== undefined) {
    const texts = PROFILES[profile];
    if (texts === undefined) {
      throw new Refusal(
        `--profile ${profile}: there is no such profile; choose ${Object.keys(PROFILES).join(' or ')}`,
      );
    }
    return {
      read: withLimits(defaultLimits(), { ...texts, ...edits }),
      what: `profile ${profile}${changed}`,
    };
  }
  if (connection === undefined) {
    return { read: withLimits(defaultLimits(), edits), what: `the default limits${changed}` };
  }
  const stored = storedLimits(await connection.limits.list()).filter(({ name }) => !(name in edits));
  const over = Object.entries(edits).map(([name, text]) => ({ name, text, version: 0 }));
  return { read: readLimits([...stored, ...over]), what: `limits of desk ${connection.desk}${changed}` };
}

/** What-ifs, each checked alone: a mistyped one is refused and not examined. */
function editsOf(set: readonly string[]): Readonly<Record<string, string>> {
  const edits: Record<string, string> = {};
  for (const given of set) {
    const at = given.indexOf('=');
    const [name, text] = [given.slice(0, at), given.slice(at + 1)];
    if (at < 1) throw new Refusal(`--set ${given}: write it as name=value`);
    if (!isLimitName(name)) throw new Refusal(`--set ${unknownLimit(name).message}`);
    const read = definitionOf(name).parse(text);
    if ('problem' in read) throw new Refusal(`--set ${name}: ${read.problem}`);
    edits[name] = text;
  }
  return edits;
}
