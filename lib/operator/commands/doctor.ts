import { type Examination, examineRead, hasErrors } from '../../desk/doctor/examine.ts';
import { TYPICAL_ATR } from '../../desk/doctor/example.ts';
import { defaultLimits, type LimitsRead, readLimits, withLimits } from '../../desk/limits/limits.ts';
import { PROFILES } from '../../desk/limits/profiles.ts';
import { type Fraction, fraction, type Usd, usd } from '../../desk/units.ts';
import { dollars, percent } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { deskEvidence, recordIn } from '../doctor-evidence.ts';
import { storedLimits } from '../limit-texts.ts';
import { examinationLines } from '../views/examination.ts';
import { whatIfsOf } from '../what-ifs.ts';

export interface DoctorOptions {
  readonly profile: string | undefined;
  readonly equityUsd: number | undefined;
  /** ATR(14) over price, where the typical one is not meant. */
  readonly atrFraction: number | undefined;
  readonly cyclesPerDay: number | undefined;
  /** Folder of the model whose record is held against the limits. */
  readonly models: string | undefined;
  /** `name=value` each. */
  readonly set: readonly string[];
}

/** Equity reckoned with where neither the user nor a desk says another; it stands in for nothing but the arithmetic. */
const ASSUMED_EQUITY: Usd = usd(10_000);

/**
 * Examines limits: a profile's, or the desk's, or the defaults, with what-ifs on top, against what the desk and a model
 * have shown. `connection` is the desk's, where there is one. Throws a Refusal for a profile, a limit or a model that
 * there is not, and for a value that no limit takes.
 */
export async function doctor(connection: Connection | undefined, options: DoctorOptions): Promise<Answer> {
  const { subject, examination, asked } = await examined(connection, options);
  return {
    json: { ...asked, ...examination },
    lines: screen => examinationLines(subject, examination, screen),
    exitCode: hasErrors(examination) ? 1 : 0,
  };
}

export interface Examined {
  /** What was examined, in words. */
  readonly subject: string;
  readonly asked: {
    readonly limits: string;
    readonly equityUsd: Usd;
    readonly equitySource: string;
    readonly atrFraction: Fraction;
  };
  readonly examination: Examination;
}

/** The examination that both `doctor` and `projection` tell of. */
export async function examined(
  connection: Connection | undefined,
  options: DoctorOptions,
): Promise<Examined> {
  const { profile, models, cyclesPerDay } = options;
  const atrFraction = fraction(options.atrFraction ?? TYPICAL_ATR);
  const { read, what } = await limitsAsked(connection, profile, whatIfsOf(options.set));
  const { equityUsd, equitySource, real } = await equityAsked(connection, options.equityUsd);
  const examination: Examination = examineRead(read, {
    ...(connection === undefined ? {} : await deskEvidence(connection)),
    ...(models === undefined || read.type === 'invalid' ? {} : { record: recordIn(models, read.limits) }),
    equityUsd,
    equitySource,
    atrFraction,
    ...(cyclesPerDay === undefined ? {} : { assumedCyclesPerDay: cyclesPerDay }),
    ...(real === undefined ? {} : { realEquityUsd: real }),
  });
  const typical = options.atrFraction === undefined ? 'typical' : 'given';
  const said = equitySource === 'venue' ? "the venue's" : equitySource;
  const subject = `${what}; equity ${dollars(equityUsd)} (${said}), ATR ${percent(atrFraction)} (${typical})`;
  return { subject, asked: { limits: what, equityUsd, equitySource, atrFraction }, examination };
}

/** The venue's equity, unless another is given: that one is a what-if, and the venue's is told beside it. */
async function equityAsked(connection: Connection | undefined, given: number | undefined) {
  const real = (await connection?.reader.load())?.book?.equityUsd;
  if (given !== undefined) return { equityUsd: usd(given), equitySource: 'given', real } as const;
  return real === undefined
    ? ({ equityUsd: ASSUMED_EQUITY, equitySource: 'assumed', real } as const)
    : ({ equityUsd: real, equitySource: 'venue', real } as const);
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
