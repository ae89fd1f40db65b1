import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { AssetHashType, AssetStaging, DockerImage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { taskImageFolder } from './paths.ts';
import { bundleTask } from './task-bundle.ts';

/**
 * The image of a function's task. A synth lays its folder together without Docker; `cdk deploy` has Docker build it, and
 * puts it into the registry that `cdk bootstrap` made.
 */
export class TaskImage extends Construct {
  readonly image: ContainerImage;

  /** `folder`: under `functions/`; its `task.ts` is what the image runs. */
  constructor(scope: Construct, id: string, folder: string) {
    super(scope, id);
    const staged = new AssetStaging(this, 'Bundle', {
      sourcePath: taskImageFolder(folder),
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // CDK asks for one, and runs it only where bundling without it is refused, which here it never is.
        image: DockerImage.fromRegistry('node:24-slim'),
        local: {
          tryBundle: into => {
            bundleTask(folder, into);
            return true;
          },
        },
      },
    });
    this.image = ContainerImage.fromAsset(staged.absoluteStagedPath, { platform: Platform.LINUX_ARM64 });
  }
}
