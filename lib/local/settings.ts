import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultLimits, withLimits } from '../desk/limits/limits.ts';
import { PROFILES } from '../desk/limits/profiles.ts';
import { type EpochMs, epochMs, type Usd, usd } from '../desk/units.ts';
import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import type { AccountKind } from '../ports.ts';
import { Refusal } from './refusal.ts';

/** Options that make an embedded desk the one it is. They are kept with its state, as they were written. */
export const KEPT_OPTIONS = [
  'desk',
  'market',
  'seed',
  'martingale',
  'data',
  'history',
  'funding',
  'from',
  'equity',
  'account',
  'demo',
  'force-signals',
  'models',
  'learn',
  'profile',
  'set',
] as const;
export type KeptOption = (typeof KEPT_OPTIONS)[number];
/** Texts of the options that were given, or that a state was made with; paths are absolute. */
export type KeptTexts = Readonly<Partial<Record<KeptOption, string>>>;

export type MarketSettings =
  | { readonly kind: 'simple'; readonly seed: number }
  | { readonly kind: 'synthetic'; readonly seed: number; readonly martingale: boolean }
  | {
      readonly kind: 'recorded';
      readonly data: string;
      readonly history: string | undefined;
      readonly funding: string | undefined;
    };

/** The kinds of account the venue has; a desk in Credits mode is cross margin and nothing else. */
export const ACCOUNT_KINDS = ['usdt-isolated', 'credits-cross'] as const satisfies AccountKind[];

/** A list of entry signals in the place of the models. */
export type SignalSettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'demo' }
  | { readonly kind: 'file'; readonly path: string };

export interface DeskSettings {
  readonly desk: string;
  readonly market: MarketSettings;
  /** Undefined: the market's first minute. */
  readonly from: EpochMs | undefined;
  readonly equityUsd: Usd;
  readonly account: AccountKind;
  readonly signals: SignalSettings;
  /** Folder of the models; undefined where there is none. */
  readonly models: string | undefined;
  /** Kinds of model that are fitted anew each day. */
  readonly learn: readonly ModelKind[];
  /** Texts of limits that differ from the defaults: the profile's, and over them those given one by one. */
  readonly limits: Readonly<Record<string, string>>;
}

const DEFAULTS: KeptTexts = {
  desk: 'main',
  market: 'synthetic',
  seed: '1',
  equity: '10000',
  account: 'usdt-isolated',
};
/** The demo's list is made for the simple market. */
const DEMO_DEFAULTS: KeptTexts = { ...DEFAULTS, market: 'simple' };

/** The texts a desk runs with: what its state was made with, else what is given, else the defaults. */
export const keptTexts = (given: KeptTexts, stored: KeptTexts | undefined): KeptTexts =>
  stored ?? { ...(given.demo === undefined ? DEFAULTS : DEMO_DEFAULTS), ...given };

/**
 * What makes the desk that is asked for another one than the stored, in words; undefined when they agree. Options that
 * are left out agree with anything: a desk does not change its market in the middle, but it may be gone on with.
 */
export function difference(given: KeptTexts, stored: KeptTexts): string | undefined {
  // An option that came later than the desk was made has the default in it.
  const keptOf = (name: KeptOption) => stored[name] ?? DEFAULTS[name];
  const option = KEPT_OPTIONS.find(name => given[name] !== undefined && given[name] !== keptOf(name));
  if (option === undefined) return undefined;
  const kept = keptOf(option);
  return `--${option} ${given[option]} instead of ${kept === undefined ? 'none' : kept}`;
}

/** Reads the texts as settings. Throws a Refusal that names the first option at fault. */
export function settingsOf(texts: KeptTexts): DeskSettings {
  return {
    desk: texts.desk ?? '',
    market: marketOf(texts),
    from: texts.from === undefined ? undefined : epochMs(Date.parse(texts.from)),
    equityUsd: usd(Number(texts.equity)),
    account: accountOf(texts),
    signals: signalsOf(texts),
    models: modelsOf(texts),
    learn: learnOf(texts),
    limits: limitsOf(texts),
  };
}

function marketOf({ market, seed, martingale, data, history, funding }: KeptTexts): MarketSettings {
  if (martingale !== undefined && market !== 'synthetic')
    throw new Refusal(
      '--martingale is the twin of the synthetic market: add --market synthetic, or leave it out',
    );
  if (market === 'recorded') {
    if (data !== undefined) return { kind: 'recorded', data, history, funding };
    throw new Refusal(
      '--market recorded needs --data DIR, a folder of SYMBOL-1m.csv.gz, SYMBOL-15m.csv.gz or SYMBOL-1h.csv.gz files',
    );
  }
  for (const [option, value] of Object.entries({ data, history, funding })) {
    if (value !== undefined)
      throw new Refusal(`--${option} belongs to a recorded market: add --market recorded, or leave it out`);
  }
  return market === 'synthetic'
    ? { kind: 'synthetic', seed: Number(seed), martingale: martingale !== undefined }
    : { kind: 'simple', seed: Number(seed) };
}

/** Desks that were made before there was a choice are isolated. */
function accountOf({ account = 'usdt-isolated' }: KeptTexts): AccountKind {
  const kind = ACCOUNT_KINDS.find(each => each === account);
  if (kind !== undefined) return kind;
  throw new Refusal(`--account ${account}: choose ${ACCOUNT_KINDS.join(' or ')}`);
}

/** The model that comes with the project, trained on the synthetic market and good for nothing else. */
const SHIPPED_MODELS = fileURLToPath(new URL('../../models/synthetic', import.meta.url));

/** The folder of the models that come with the project for a market, where there are some. */
export const shippedModels = (market: string): string | undefined =>
  market === 'synthetic' && existsSync(SHIPPED_MODELS) ? SHIPPED_MODELS : undefined;

function modelsOf({ market, models }: KeptTexts): string | undefined {
  if (models === undefined) return market === undefined ? undefined : shippedModels(market);
  if (existsSync(join(models, 'roster.json'))) return models;
  throw new Refusal(
    `--models ${models}: there is no roster.json; give the folder that train --out has written`,
  );
}

function learnOf({ learn }: KeptTexts): readonly ModelKind[] {
  if (learn === undefined) return [];
  if (learn === 'all') return MODEL_KINDS;
  const names = learn.split(',');
  const odd = names.find(name => !MODEL_KINDS.some(kind => kind === name));
  if (odd === undefined) return MODEL_KINDS.filter(kind => names.includes(kind));
  throw new Refusal(
    `--learn ${learn}: ${odd || 'nothing'} is no kind of model; choose all or some of ${MODEL_KINDS.join(',')}`,
  );
}

function signalsOf({ demo, market, 'force-signals': path }: KeptTexts): SignalSettings {
  if (demo === undefined) return path === undefined ? { kind: 'none' } : { kind: 'file', path };
  if (path !== undefined)
    throw new Refusal('--demo makes a list of signals of its own: leave out either it or --force-signals');
  if (market !== 'simple')
    throw new Refusal('--demo plays on the simple market: give --force-signals FILE for another one');
  return { kind: 'demo' };
}

function limitsOf({ profile, set }: KeptTexts): Readonly<Record<string, string>> {
  const named = profile === undefined ? {} : PROFILES[profile];
  if (named === undefined) {
    throw new Refusal(
      `--profile ${profile}: there is no such profile; choose ${Object.keys(PROFILES).join(' or ')}`,
    );
  }
  const texts = { ...named, ...editsOf(set) };
  const read = withLimits(defaultLimits(), texts);
  if (read.type === 'limits') return texts;
  const [first] = read.problems;
  throw new Refusal(`--set ${first?.name}: ${first?.problem}`);
}

/** `name=value` lines of a text. Throws a Refusal on a line of another form. */
function editsOf(set = ''): Record<string, string> {
  const lines = set.split('\n').filter(line => line !== '');
  return Object.fromEntries(
    lines.map(line => {
      const at = line.indexOf('=');
      if (at > 0) return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      throw new Refusal(`--set ${line}: write NAME=VALUE, such as --set risk/positions-max=5`);
    }),
  );
}
