/** What a desk's stack deploys, as far as it is paid for. `test/docs/cost.test.ts` holds it against the stack itself. */
export interface Deployed {
  /** Gigabytes of memory of each function of the minute, and of learning. */
  readonly tickGb: number;
  readonly learnGb: number;
  readonly alarms: number;
  /** Metrics that the alarms look at, each paid for. */
  readonly alarmMetrics: number;
  readonly composites: number;
  readonly dashboards: number;
}

/** Of one paper desk. */
export const DEPLOYED: Deployed = {
  tickGb: 0.5,
  learnGb: 2.9375,
  alarms: 10,
  alarmMetrics: 17,
  composites: 1,
  dashboards: 1,
};

/** The functions of each minute. */
export const TICKING = ['PositionMonitor', 'UniverseScan', 'SignalEntry', 'Guardian'] as const;
export type Ticking = (typeof TICKING)[number];

/** Calls a month of the functions that are not called each minute: each hour, and learning three times a night. */
export const SELDOM = { DailyClose: 30 * 24, LimitsGuard: 30 * 24, Retrain: 30 * 3 } as const;

/** Metrics that the desk's functions emit, each in one dimension. */
export const METRICS = [
  'Entries',
  'EquityUsd',
  'FidelityMedian',
  'ForeignPositions',
  'Heartbeat',
  'LimitsRefused',
  'LossUsed',
  'MarketAgeMinutes',
  'ModelFaults',
  'ModelsRenewed',
  'OpenPositions',
  'OrderFaults',
  'SeatChanges',
  'TickSeconds',
  'TruthFaults',
  'TruthMismatchUsd',
  'UniverseSize',
  'UnprotectedPositions',
] as const;
