import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { RUNS_PREFIX, SHARED_PREFIX } from '../adapters/s3/keys.ts';

/** Reading what a command has uploaded, and keeping what came of it. Listing, so that what is missing is told from what may not be read. */
export const grantSweeps = (bucket: Bucket): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects(`${RUNS_PREFIX}*`), bucket.arnForObjects(`${SHARED_PREFIX}*`)],
  }),
  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
  new PolicyStatement({
    actions: ['s3:PutObject'],
    resources: [
      bucket.arnForObjects(`${RUNS_PREFIX}*/paths/*`),
      bucket.arnForObjects(`${RUNS_PREFIX}*/result.json`),
    ],
  }),
];
