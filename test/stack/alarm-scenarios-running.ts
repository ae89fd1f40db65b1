import { mended, type Scenario, troubled } from './alarm-scenarios.ts';

/** The functions by the roles of their ticks. */
const SILENT = {
  monitor: 'position-monitor',
  entry: 'signal-entry',
  scan: 'universe-scan',
  guardian: 'guardian',
} as const;

/** What goes wrong with the functions themselves. */
export const RUNNING: readonly Scenario[] = [
  {
    cause: 'I42 a daily close that is not called',
    alarm: 'truth',
    also: ['heartbeat'],
    metric: 'TruthFaults',
    goesWrong: async stage => {
      await stage.hours(3);
      await stage.hours(5, false);
    },
    isMended: stage => stage.hours(2),
  },
  {
    cause: 'a function that throws',
    alarm: 'functions',
    metric: 'ApproximateNumberOfMessagesVisible',
    tells: /- scan tick failed at .*: x is not a function/,
    options: {
      change: ({ market }, trouble) => ({
        market: {
          ...market,
          bestQuotes: () =>
            trouble.now ? Promise.reject(new TypeError('x is not a function')) : market.bestQuotes(),
        },
      }),
    },
    goesWrong: troubled(1),
    isMended: async stage => {
      stage.purge();
      await mended(16)(stage);
    },
  },
  {
    cause: 'a tick that takes nearly all of its time',
    alarm: 'functions',
    metric: 'TickSeconds',
    goesWrong: async stage => {
      stage.slow(45);
      await stage.minutes(1);
    },
    isMended: async stage => {
      stage.slow(0);
      await stage.minutes(8);
    },
  },
  ...(['monitor', 'entry', 'scan', 'guardian'] as const).map(
    (role): Scenario => ({
      cause: `I42 a ${role} that is silent`,
      alarm: 'heartbeat',
      metric: 'Heartbeat',
      tells: new RegExp(`^- ${SILENT[role]} is silent: it completed its last tick at`, 'm'),
      options: { signals: [] },
      goesWrong: stage => stage.minutes(4, { silent: [role] }),
      isMended: stage => stage.minutes(2),
    }),
  ),
  {
    cause: 'I42 a desk that is silent altogether',
    alarm: 'heartbeat',
    metric: 'Heartbeat',
    options: { signals: [] },
    goesWrong: stage => stage.minutes(6, { silent: ['monitor', 'entry', 'scan', 'guardian'] }),
    isMended: stage => stage.minutes(4),
  },
];
