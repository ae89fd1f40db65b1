import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { leave } from './finding.ts';

/** The models of all desks, each under its own prefix. Kept whatever happens to the stack: a roster names its files. */
export class ModelBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    leave(
      this,
      'S1',
      'A log of requests would need a second bucket, and prove nothing: which files count is written in the table, by digest, and each is checked when it is read.',
    );
  }
}
