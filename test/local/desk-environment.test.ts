import { expect, test } from 'vitest';
import { embeddedEnvironment } from '../../lib/local/desk-environment.ts';

const servers = {
  dynamodb: 'http://127.0.0.1:1',
  parameters: 'http://127.0.0.1:2',
  exchange: 'http://127.0.0.1:3',
};

test('I41 whatever the shell says of AWS, the embedded desk reaches no account but its own', () => {
  const env = embeddedEnvironment(
    {
      AWS_PROFILE: 'production',
      AWS_SESSION_TOKEN: 'real',
      AWS_ACCESS_KEY_ID: 'real',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      PERPDESK_MODE: 'live',
      HOME: 'kept as it is',
    },
    { desk: 'main', servers, forcedSignals: undefined, models: 'm', market: 'synthetic' },
  );
  expect(env).toMatchObject({
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:2',
    PERPDESK_MODE: 'embedded',
    PERPDESK_VENUE_URL: 'http://127.0.0.1:3',
    PERPDESK_FORCED_SIGNALS: undefined,
    PERPDESK_MODELS: 'm',
    PERPDESK_MARKET: 'synthetic',
  });
  expect(env).not.toHaveProperty('HOME');
  expect(env.AWS_CONFIG_FILE).toBe(env.AWS_SHARED_CREDENTIALS_FILE);
});
