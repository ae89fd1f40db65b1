import * as z from 'zod/mini';
import { type Usd, usd } from '../desk/units.ts';
import { oneLine } from '../desk/words.ts';
import type { AccountKind } from '../ports.ts';

/** How a function is told what it is. The stack writes these; the embedded runtime writes the same ones. */
const environment = z.object({
  PERPDESK_DESK: z
    .string()
    .check(z.regex(/^[a-z][a-z0-9-]{0,23}$/, 'a desk is named by small letters, digits and dashes')),
  PERPDESK_TABLE: z.string().check(z.minLength(1)),
  PERPDESK_MODE: z.enum(['embedded', 'paper', 'demo', 'live']),
  PERPDESK_LIVE_ACCOUNT: z.optional(
    z.string().check(z.regex(/^[0-9]{4,20}$/, 'an account is named by its number')),
  ),
  PERPDESK_VENUE_URL: z.optional(z.url()),
  PERPDESK_FORCED_SIGNALS: z.optional(z.string()),
  PERPDESK_MODELS: z.optional(z.string().check(z.minLength(1))),
  PERPDESK_MARKET: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(simple|recorded|synthetic|martingale)$/,
          'a market is simple, recorded, synthetic or martingale',
        ),
      ),
  ),
  PERPDESK_PAPER_BALANCE_USD: z.optional(
    z.string().check(z.regex(/^[1-9][0-9]{0,8}$/, 'a balance is a whole number of dollars')),
  ),
  PERPDESK_PAPER_ACCOUNT: z.optional(z.enum(['usdt-isolated', 'credits-cross'])),
  PERPDESK_TWIN_OF: z.optional(
    z
      .string()
      .check(z.regex(/^[a-z][a-z0-9-]{0,23}$/, 'a desk is named by small letters, digits and dashes')),
  ),
  PERPDESK_LEARN: z.optional(z.string()),
  PERPDESK_MODEL_BUCKET: z.optional(z.string()),
  PERPDESK_REPORT_TOPIC: z.optional(
    z.string().check(z.regex(/^arn:aws[a-z-]*:sns:/, 'a topic is named by its ARN')),
  ),
  PERPDESK_WATERMARK_WAIT_MS: z.optional(z.string().check(z.regex(/^[0-9]{1,5}$/))),
  PERPDESK_SECOND_LOOK_MS: z.optional(z.string().check(z.regex(/^[0-9]{1,5}$/))),
});

/** What an account begins with that is kept here and not at the venue. */
export interface PaperSettings {
  readonly balanceUsd: Usd;
  readonly accountKind: AccountKind;
}

export type ModelPlace = { readonly folder: string } | { readonly bucket: string };

export interface DeskEnvironment {
  readonly desk: string;
  readonly table: string;
  readonly mode: 'embedded' | 'paper' | 'demo' | 'live';
  /** The account that a live desk was deployed for; undefined in every other mode. */
  readonly liveAccount: string | undefined;
  readonly venueUrl: string | undefined;
  readonly forcedSignals: string | undefined;
  /** Where the models are: a folder, or a bucket with the roster in the table; undefined where none may speak. */
  readonly models: ModelPlace | undefined;
  /** Where the desk trades, as a model's manifest names it. */
  readonly market: string;
  /** Kinds of model that are fitted anew each day, after commas; read where something is fitted. */
  readonly learn: string | undefined;
  /** Where the daily close sends its report; undefined where nobody gets one. */
  readonly reportTopic: string | undefined;
  readonly watermarkWaitMs: number;
  /** How long the guardian waits for its second look; 0 leaves that to its next minute. */
  readonly secondLookMs: number;
  /** Of a paper desk, and of no other. */
  readonly paper: PaperSettings | undefined;
  /** The desk that a paper desk shadows: its limits and its models are that one's. */
  readonly twinOf: string | undefined;
}

export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const WATERMARK_WAIT_MS = 20_000;
/** A little more than its two looks have to be apart. */
const SECOND_LOOK_MS = 21_000;

/** Reads and checks the environment of a function. Throws one line that names every variable at fault. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): DeskEnvironment {
  const read = z.safeParse(environment, env);
  if (!read.success) {
    const faults = read.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`);
    throw new EnvironmentError(`the function's environment is wrong: ${faults.join('; ')}`);
  }
  const { data } = read;
  const settings: DeskEnvironment = {
    desk: data.PERPDESK_DESK,
    table: data.PERPDESK_TABLE,
    mode: data.PERPDESK_MODE,
    liveAccount: data.PERPDESK_LIVE_ACCOUNT,
    venueUrl: data.PERPDESK_VENUE_URL,
    forcedSignals: data.PERPDESK_FORCED_SIGNALS,
    models: modelsOf(data),
    market: marketOf(data.PERPDESK_MARKET),
    learn: data.PERPDESK_LEARN,
    reportTopic: data.PERPDESK_REPORT_TOPIC,
    watermarkWaitMs: Number(data.PERPDESK_WATERMARK_WAIT_MS ?? WATERMARK_WAIT_MS),
    secondLookMs: Number(data.PERPDESK_SECOND_LOOK_MS ?? SECOND_LOOK_MS),
    paper: paperOf(data),
    twinOf: twinOf(data),
  };
  refuseMixtures(settings, env);
  return settings;
}

function modelsOf(data: z.infer<typeof environment>): ModelPlace | undefined {
  const { PERPDESK_MODELS: folder, PERPDESK_MODEL_BUCKET: bucket } = data;
  if (bucket !== undefined) return { bucket };
  return folder === undefined ? undefined : { folder };
}

/** No default stands in for the balance: the stack writes the one that was asked for (I04). */
function paperOf(data: z.infer<typeof environment>): PaperSettings | undefined {
  const { PERPDESK_MODE: mode, PERPDESK_PAPER_BALANCE_USD: balance, PERPDESK_PAPER_ACCOUNT: kind } = data;
  if (mode === 'paper') {
    if (balance !== undefined)
      return { balanceUsd: usd(Number(balance)), accountKind: kind ?? 'usdt-isolated' };
    throw new EnvironmentError(
      'PERPDESK_PAPER_BALANCE_USD is missing: a paper desk has to be told what it begins with',
    );
  }
  const misplaced = balance === undefined ? kind && 'PERPDESK_PAPER_ACCOUNT' : 'PERPDESK_PAPER_BALANCE_USD';
  if (misplaced === undefined) return undefined;
  throw new EnvironmentError(`${misplaced} is for a paper desk alone; this desk is ${mode}`);
}

function twinOf({
  PERPDESK_TWIN_OF: original,
  PERPDESK_MODE: mode,
  PERPDESK_DESK: desk,
}: z.infer<typeof environment>): string | undefined {
  if (original === undefined) return undefined;
  if (mode !== 'paper')
    throw new EnvironmentError(`PERPDESK_TWIN_OF is for a paper desk alone; this desk is ${mode}`);
  if (original === desk) throw new EnvironmentError(`PERPDESK_TWIN_OF: ${desk} cannot be its own twin`);
  return original;
}

const EMBEDDED_ALONE = [
  'PERPDESK_FORCED_SIGNALS',
  'PERPDESK_VENUE_URL',
  'PERPDESK_MODELS',
  'PERPDESK_MARKET',
] as const;
const REAL_MARKET = 'binance-usdm';

/** Recorded minutes are the real market's own: a model of that market is judged by its record there. */
const marketOf = (named: string = REAL_MARKET): string => (named === 'recorded' ? REAL_MARKET : named);

/** What belongs to the embedded desk stays there: another venue address or market, and signals or models from a disk. */
function refuseMixtures(settings: DeskEnvironment, env: Readonly<Record<string, string | undefined>>): void {
  const { mode, venueUrl, liveAccount } = settings;
  if ((mode === 'live') !== (liveAccount !== undefined)) {
    throw new EnvironmentError(
      mode === 'live'
        ? 'PERPDESK_LIVE_ACCOUNT of a live desk must be the number of the account that it was deployed for'
        : `PERPDESK_LIVE_ACCOUNT is for a live desk alone; this desk is ${mode}`,
    );
  }
  if (mode !== 'embedded') {
    const misplaced = EMBEDDED_ALONE.find(name => env[name] !== undefined);
    if (misplaced === undefined) return;
    throw new EnvironmentError(`${misplaced} is for the embedded desk alone; this desk is ${mode}`);
  }
  const addresses = {
    PERPDESK_VENUE_URL: venueUrl,
    AWS_ENDPOINT_URL_DYNAMODB: env.AWS_ENDPOINT_URL_DYNAMODB,
    AWS_ENDPOINT_URL_SSM: env.AWS_ENDPOINT_URL_SSM,
  };
  for (const [name, address] of Object.entries(addresses)) {
    if (address === undefined || !isLoopback(address)) {
      throw new EnvironmentError(
        `${name} of an embedded desk must be an address of this machine, not ${address === undefined ? 'missing' : oneLine(address)}`,
      );
    }
  }
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** An address that is none is no address of this machine either. */
function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (protocol === 'http:' || protocol === 'https:') && LOOPBACK.includes(hostname);
}
