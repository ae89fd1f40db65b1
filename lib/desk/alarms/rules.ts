/**
 * The alarms of a desk that hang on metrics of its own, as data: the stack makes CloudWatch's alarms of them, and the page of
 * an embedded desk goes by the same rules. Each is a threshold on one series that somebody who is alive emits each minute
 * or each hour.
 */
export interface AlarmRule {
  /** Of the alarm after the desk's, and of its section in the runbook. */
  readonly name: string;
  /** What has happened, in a sentence or two. */
  readonly says: string;
  readonly metric: string;
  readonly statistic: 'Maximum' | 'Minimum' | 'Sum';
  readonly periodMinutes: number;
  readonly goesOff: 'above' | 'at-least' | 'below';
  readonly threshold: number;
  /** How many periods in a row. */
  readonly periods: number;
  /** What silence means: that all is well, the very thing that is feared, or that nothing has changed. */
  readonly silence: 'good' | 'bad' | 'same';
}

/**
 * A position has no stop that covers it (I21). The monitor and the guardian say how many under one metric name, each by
 * its own look: the maximum hears either. That one of them is silent is the heartbeat's alarm.
 */
const unprotected: AlarmRule = {
  name: 'unprotected',
  says: 'A position is on the account that no live stop covers in full: so the monitor at the end of its minute, or the guardian by its own look.',
  metric: 'UnprotectedPositions',
  statistic: 'Maximum',
  periodMinutes: 1,
  goesOff: 'above',
  threshold: 0,
  periods: 1,
  silence: 'good',
};

/**
 * The venue does not do with orders what it should: the outcome of an entry is unknown for two minutes (I10), says the
 * monitor, or a stop was not taken (I21), says the guardian. Of the two the second keeps the first from coming about.
 */
const orders: AlarmRule = {
  name: 'orders',
  says: 'For two minutes nobody has known what became of an order, or the venue did not take the last stop that was placed or tried. Without proved stops nothing is opened.',
  metric: 'OrderFaults',
  statistic: 'Maximum',
  periodMinutes: 1,
  goesOff: 'above',
  threshold: 0,
  periods: 1,
  silence: 'good',
};

/** The desk has lost what it may lose: in the day, or since its highest mark, when it halts until a person resumes it. */
const loss: AlarmRule = {
  name: 'loss',
  says: "The day's loss has reached risk/daily-loss-usd-max, or equity has fallen by risk/drawdown-fraction-max and the desk is halted. Nothing is opened; what is open keeps its stops.",
  metric: 'LossUsed',
  statistic: 'Maximum',
  periodMinutes: 5,
  goesOff: 'at-least',
  threshold: 1,
  periods: 1,
  silence: 'good',
};

/** Minutes of silence before it counts: one lost tick is nothing, and the next minute repairs it. */
const SILENT_MINUTES = 3;
/** Monitor, entry, scan and guardian: each leaves one heartbeat a minute. */
export const MINUTELY = 4;

/**
 * All functions of the minute are alive: silence itself is the alarm (I42), so a schedule that was switched off, a function
 * that cannot start and an account that is out of concurrency are all noticed. Each tick that completes counts once, in
 * the minute it is of: fewer than there are functions is somebody's silence, and no series has to begin for it to be heard.
 */
const heartbeatOf = (functions: number): AlarmRule => ({
  name: 'heartbeat',
  says: `For ${SILENT_MINUTES} minutes not all ${functions} functions of the minute have completed a tick. Stops still rest at the venue; without the monitor nothing improves or repairs them, without the guardian nobody watches it, and nothing is opened.`,
  metric: 'Heartbeat',
  statistic: 'Sum',
  periodMinutes: 1,
  goesOff: 'below',
  threshold: functions,
  periods: SILENT_MINUTES,
  silence: 'bad',
});
const heartbeat = heartbeatOf(MINUTELY);

/**
 * The limits let nothing be opened. Entry looks at them each minute by itself, so that nobody looks at them is the
 * heartbeat's alarm; the limits guard looks after each edit, and names it. Two minutes: one in which the Parameter Store
 * did not answer is nothing.
 */
const limits: AlarmRule = {
  name: 'limits',
  says: 'The limits cannot be read, or together allow no trade. Nothing is opened until they are corrected.',
  metric: 'LimitsRefused',
  statistic: 'Maximum',
  periodMinutes: 1,
  goesOff: 'above',
  threshold: 0,
  periods: 2,
  silence: 'good',
};

/** As old as `risk/data-age-minutes-max` lets data be by default. */
const MINUTES_OLD = 3;

/** The market's data stand still. A market that cannot be read at all leaves the scan without a heartbeat instead. */
const market: AlarmRule = {
  name: 'market',
  says: `The venue answers, but the youngest of its prices is more than ${MINUTES_OLD} minutes old. Nothing is opened on such data.`,
  metric: 'MarketAgeMinutes',
  statistic: 'Maximum',
  periodMinutes: 1,
  goesOff: 'above',
  threshold: MINUTES_OLD,
  periods: 2,
  silence: 'good',
};

/**
 * No model may vote, or learning failed (I53): entry says the one each minute that asks, the night's functions the other.
 * Nobody has to watch whether the night's learning ran: a licence that it does not renew ends after 48 hours.
 */
const models: AlarmRule = {
  name: 'models',
  says: 'No model has a licence to vote (each ends 48 hours after it was last held against what came), or one could not be revalidated or fitted anew, or the RL policy could not learn.',
  metric: 'ModelFaults',
  statistic: 'Maximum',
  periodMinutes: 5,
  goesOff: 'above',
  threshold: 0,
  periods: 1,
  // A desk that is halted does not ask its models: they are what they were.
  silence: 'same',
};

/** What was executed is far less than what was intended (I02). Without trades there is no median, and no alarm. */
const fidelity: AlarmRule = {
  name: 'fidelity',
  says: "The day's median of executed over intended size is below 0.8.",
  metric: 'FidelityMedian',
  statistic: 'Minimum',
  periodMinutes: 5,
  goesOff: 'below',
  threshold: 0.8,
  periods: 1,
  silence: 'good',
};

/** The daily close is called each hour: three without a word are its silence. */
const SILENT_HOURS = 3;

/** What the desk says of its money is not what the venue says (I37), a day has no result, or nobody has looked. */
const truth: AlarmRule = {
  name: 'truth',
  says: "A day's money by the desk's book is not what the venue's trades and income say, a day that is over could not be compared, or nobody has looked for three hours.",
  metric: 'TruthFaults',
  statistic: 'Maximum',
  periodMinutes: 60,
  goesOff: 'above',
  threshold: 0,
  periods: SILENT_HOURS,
  silence: 'bad',
};

/** Those that mean danger to what is open, or that the desk has lost what it may lose. */
export const DANGERS: readonly AlarmRule[] = [unprotected, orders, loss];
/** All of them. Beside them the stack has one over the dead-letter queues, which are no metric of the desk's own. */
export const ALARM_RULES: readonly AlarmRule[] = [
  ...DANGERS,
  heartbeat,
  limits,
  market,
  models,
  fidelity,
  truth,
];
export const HEARTBEAT = heartbeat;

/** Of a twin, which has no scan: one heartbeat less, and nobody who tells how old the market's data are. */
export const TWIN_HEARTBEAT = heartbeatOf(MINUTELY - 1);
export const TWIN_RULES: readonly AlarmRule[] = ALARM_RULES.filter(rule => rule !== market).map(rule =>
  rule === heartbeat ? TWIN_HEARTBEAT : rule,
);
