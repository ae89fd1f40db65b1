import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { bundledAsset } from '../bundles/assembly.ts';
import { type LambdaProcess, lambdaProcess } from '../bundles/lambda-process.ts';
import { REGION } from './cdk.ts';
import type { Front } from './front.ts';
import { policiesOf, type Services } from './places.ts';
import { judged, type PolicyStatement, wantedBy } from './policy.ts';

export interface Deployment {
  readonly services: Services;
  readonly assembly: string;
  /** By the template's names, those that the account gave. */
  readonly names: ReadonlyMap<string, string>;
  readonly node: string;
  readonly front: Front;
}

export interface DeployedFunction extends LambdaProcess {
  readonly name: string;
  /** What its role may do, as deployed. */
  readonly policies: readonly PolicyStatement[];
}

/**
 * A function as it was deployed, in a process like Lambda's: its bundle from the assembly, its environment, memory and
 * time from the account, and of the account's services what its own role allows. `id` is how its name in the template
 * begins.
 */
export async function deployedFunction(
  { services, assembly, names, node, front }: Deployment,
  id: string,
  env: Readonly<Record<string, string>> = {},
): Promise<DeployedFunction> {
  const asset = bundledAsset(assembly, id);
  const FunctionName = names.get(asset.logicalId);
  const configuration = await services.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const policies = await policiesOf(services, configuration.Role?.split('/').at(-1) ?? '');
  // A signer is named by its key's id, which the request carries in the open.
  front.bind(id, asked => judged(policies, wantedBy(asked)));
  const started = await lambdaProcess({
    node,
    assetFolder: asset.folder,
    functionName: id,
    memoryMb: configuration.MemorySize ?? 0,
    timeoutMs: (configuration.Timeout ?? 0) * 1000,
    env: {
      ...configuration.Environment?.Variables,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_ENDPOINT_URL: front.url,
      ...env,
    },
  });
  return { ...started, name: id, policies };
}
