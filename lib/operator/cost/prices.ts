/**
 * List prices in dollars, US East, without tax. Frankfurt is up to a quarter dearer for DynamoDB and logs, and the same for Lambda.
 * Sources are named in docs/cost.md.
 */
export const PRICES = {
  /** On ARM. */
  lambdaGbSecond: 0.0000133334,
  lambdaMillionRequests: 0.2,
  dynamoMillionWrites: 0.625,
  dynamoMillionReads: 0.125,
  metric: 0.3,
  alarmMetric: 0.1,
  compositeAlarm: 0.5,
  dashboard: 3,
  logsGb: 0.5,
} as const;

/** What every account has free each month, whatever else runs in it. */
export const FREE = {
  gbSeconds: 400_000,
  requests: 1_000_000,
  metrics: 10,
  alarmMetrics: 10,
  dashboards: 3,
  logsGb: 5,
} as const;

/** Dollars a month in Frankfurt, of what a live desk adds. */
export const EGRESS = { gateway: 38, address: 3.6 } as const;

export const DAYS = 30;
export const MINUTES = DAYS * 1_440;
