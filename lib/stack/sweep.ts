import type { Version } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { RUNS_PREFIX, SHARED_PREFIX } from '../adapters/s3/keys.ts';
import { BundledFunction } from './bundled-function.ts';
import { leave, wildcard } from './finding.ts';
import { SweepMachine } from './sweep-machine.ts';
import { grantSweeps } from './sweep-rights.ts';

/** As much as an account may have without asking, and all the time there is. */
const SIZE = {
  memorySize: 3008,
  timeout: Duration.minutes(15),
  ephemeralStorageSize: Size.gibibytes(3),
};
/** A run is read for some days, and can be made again. */
const KEPT = Duration.days(30);

/**
 * What runs sweeps over limits: a bucket for what they read and what comes of them, a function that replays, and a state
 * machine that calls it once for each combination. It costs nothing while nobody sweeps. It reads no table and no parameter,
 * asks no venue, and is in no desk's way.
 */
export class Sweep extends Construct {
  readonly bucket: Bucket;
  readonly machineArn: string;
  /** Of the version that replays. A run is of one version: those under way keep theirs when another is deployed. */
  readonly functionArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: KEPT, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // It is never empty while it is of use, and empties itself.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const { lambda, role } = new BundledFunction(this, 'Function', {
      folder: 'sweep',
      description: 'perpdesk: replays combinations of limits',
      environment: { PERPDESK_SWEEP_BUCKET: this.bucket.bucketName },
      nets: true,
      ...SIZE,
    });
    for (const statement of grantSweeps(this.bucket)) role.addToPolicy(statement);
    this.#explain();
    const version: Version = lambda.currentVersion;
    this.functionArn = version.functionArn;
    this.machineArn = new SweepMachine(this, 'Machine', {
      name: `${Stack.of(this).stackName}-sweep`,
      bucket: this.bucket,
      lambda,
      functionArn: this.functionArn,
    }).arn;
  }

  #explain(): void {
    const { bucket } = this;
    leave(
      bucket,
      'S1',
      'A log of requests would need a second bucket, and prove nothing: a run is named by the digest of what is in it, and each file is checked when it is read.',
    );
    for (const prefix of [
      `${RUNS_PREFIX}*`,
      `${SHARED_PREFIX}*`,
      `${RUNS_PREFIX}*/result.json`,
      `${RUNS_PREFIX}*/paths/*`,
    ])
      leave(
        this,
        wildcard(this, bucket.arnForObjects(prefix)),
        'Each run has a name of its own, that of its content; the bucket holds sweeps alone.',
      );
  }
}
