import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import { bundleInto, functionBundling, layNetsBeside } from './bundling.ts';
import { functionFolder } from './paths.ts';

/** A function's code: its folder's `index.ts` as one file, which exports `handler`; `nets`: of one that runs them. */
export const functionCode = (folder: string, { nets }: { readonly nets: boolean }): AssetCode =>
  Code.fromAsset(functionFolder(folder), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK asks for one, and runs it only where bundling without it is refused, which here it never is.
      image: DockerImage.fromRegistry('node:24-slim'),
      local: {
        tryBundle: into => {
          bundleInto(`functions/${folder}/index.ts`, `${into}/index.mjs`, functionBundling);
          if (nets) layNetsBeside(into);
          return true;
        },
      },
    },
  });
