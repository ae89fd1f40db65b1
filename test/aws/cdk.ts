import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** What every client of the test signs with; the emulator takes any. */
export const CREDENTIALS = { accessKeyId: 'deployer', secretAccessKey: 'deployer' };

const CDK = join(PROJECT_ROOT, 'node_modules/.bin/cdk');

/** The environment in which the real command line speaks to the emulator. */
const environment = (endpoint: string) => ({
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  // CloudFormation is told where the template lies as AWS would write it, not by the emulator's address.
  AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `https://s3.${REGION}.amazonaws.com`,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  CDK_DISABLE_VERSION_CHECK: '1',
  CI: 'true',
});

/** Runs `cdk` with these words. Gives what it said; throws that when it fails. */
export function cdk(endpoint: string, ...words: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(CDK, words, {
      cwd: PROJECT_ROOT,
      env: environment(endpoint),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => said.push(chunk));
    child.once('error', failed);
    child.once('exit', code => {
      const text = said.join('');
      if (code === 0) return done(text);
      return failed(new Error(`cdk ${words.join(' ')} ended with ${code}:\n${text}`));
    });
  });
}

/** What `cdk bootstrap` makes once in each account and region: the bucket of the bundles, and the roles of a deployment. */
export const bootstrap = (endpoint: string, app: string): Promise<string> =>
  cdk(endpoint, 'bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', app);

/** `cdk deploy` of an assembly that lies in a folder, as it was synthesised. */
export const deploy = (endpoint: string, app: string): Promise<string> =>
  cdk(endpoint, 'deploy', '--app', app, '--require-approval', 'never');

/**
 * The same over a stack that stands. Without a change set, since the emulator cannot be asked to delete the one before; and
 * without the parameters of before, since it keeps none that was left at its default.
 */
export const deployAgain = (endpoint: string, app: string): Promise<string> =>
  cdk(
    endpoint,
    'deploy',
    '--app',
    app,
    '--require-approval',
    'never',
    '--method',
    'direct',
    '--no-previous-parameters',
  );
