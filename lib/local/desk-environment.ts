import { devNull } from 'node:os';
import type { RunningServers } from './state-folder.ts';

export const TABLE = 'perpdesk';
export const REGION = 'eu-central-1';

export interface DeskEnvironment {
  readonly desk: string;
  readonly servers: Pick<RunningServers, 'dynamodb' | 'parameters' | 'exchange'>;
  readonly forcedSignals: string | undefined;
  /** Folder of the models, where there are any. */
  readonly models?: string | undefined;
  /** The market as models know it; see `marketName`. */
  readonly market?: string;
  /** Kinds of model that are fitted anew each day. */
  readonly learn?: readonly string[];
}

/**
 * The environment that the handlers read, as the stack would write it. Whatever the user's shell says of AWS is put
 * out of reach first, profiles and their files included: the embedded desk knows no account but its own.
 */
export function embeddedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { desk, servers, forcedSignals, models, market, learn = [] }: DeskEnvironment,
): Record<string, string | undefined> {
  const foreign = Object.keys(env).filter(name => /^(AWS_|PERPDESK_)/.test(name));
  return {
    ...Object.fromEntries(foreign.map(name => [name, undefined])),
    AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb,
    AWS_ENDPOINT_URL_SSM: servers.parameters,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_SECRET_ACCESS_KEY: 'embedded',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    PERPDESK_DESK: desk,
    PERPDESK_TABLE: TABLE,
    PERPDESK_MODE: 'embedded',
    PERPDESK_VENUE_URL: servers.exchange,
    PERPDESK_WATERMARK_WAIT_MS: '0',
    PERPDESK_SECOND_LOOK_MS: '0',
    PERPDESK_FORCED_SIGNALS: forcedSignals,
    PERPDESK_MODELS: models,
    PERPDESK_MARKET: market,
    PERPDESK_LEARN: learn.length === 0 ? undefined : learn.join(','),
  };
}

/** Makes these the process's own; undefined removes. */
export function applyEnvironment(changes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
