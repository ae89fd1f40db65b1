import { ALARM_RULES, DANGERS } from '../../desk/alarms/rules.ts';
import { type AlarmState, alarmState, type MetricPoint } from '../../desk/alarms/state.ts';
import { MINUTE_MS } from '../../desk/units.ts';
import type { AlarmRow, AlarmsView } from './api.ts';
import { MetricLog } from './metric-log.ts';

/** The longest that a rule looks back: five hours of the daily close. */
const KEPT_MS = 6 * 60 * MINUTE_MS;
/** Minutes that are made up for at most, when nobody has looked for long. */
const LOOKS_MAX = 60;

/**
 * The alarms of an embedded desk, which no CloudWatch keeps: the lines that the functions write for it stand in the desk's
 * log, and are held against the same rules, minute by minute of the market.
 */
export class EmbeddedAlarms {
  readonly #log: MetricLog;
  #points: MetricPoint[] = [];
  #looked: number | undefined;
  readonly #states = new Map<string, { readonly state: AlarmState; readonly since: number }>();

  /** `path` is the log's. */
  constructor(path: string) {
    this.#log = new MetricLog(path);
  }

  /** As they stand after the newest minute of the log. */
  view(): AlarmsView {
    this.#points = this.#points.concat(this.#log.newPoints());
    const newest = this.#points.reduce((latest, { at }) => Math.max(latest, at), 0);
    if (newest === 0) return { alarms: [], because: 'no minute is on record yet' };
    this.#points = this.#points.filter(({ at }) => at > newest - KEPT_MS);
    // The newest minute may still be running: what is silent in it is not silent yet.
    const now = Math.floor(newest / MINUTE_MS) * MINUTE_MS;
    const from = Math.max((this.#looked ?? 0) + MINUTE_MS, now - LOOKS_MAX * MINUTE_MS);
    for (let at = from; at <= now; at += MINUTE_MS) this.#look(at);
    return { alarms: this.#rows(), because: null };
  }

  #look(at: number): void {
    this.#looked = at;
    const known = this.#points.filter(point => point.at < at);
    const [first] = known;
    for (const rule of ALARM_RULES) {
      const before = this.#states.get(rule.name) ?? { state: 'unknown' as const, since: at };
      // A desk that has only begun has not been silent for three hours.
      const reach = rule.periodMinutes * MINUTE_MS * rule.periods;
      const isNew = first === undefined || (rule.silence === 'bad' && at - first.at < reach);
      const state = isNew ? 'unknown' : alarmState(rule, known, at, before.state);
      if (state !== before.state || !this.#states.has(rule.name))
        this.#states.set(rule.name, { state, since: at });
    }
  }

  #rows(): readonly AlarmRow[] {
    const rows = ALARM_RULES.map(({ name, says }): AlarmRow => {
      const { state, since } = this.#states.get(name) ?? { state: 'unknown' as const, since: 0 };
      return { name, state, since, says };
    });
    const unsafe = rows.filter(
      ({ name, state }) => state === 'alarm' && DANGERS.some(rule => rule.name === name),
    );
    const composite: AlarmRow = {
      name: 'not-safe',
      state: unsafe.length > 0 ? 'alarm' : 'ok',
      since: unsafe.length > 0 ? Math.min(...unsafe.map(({ since }) => since ?? 0)) : null,
      says: `One of ${DANGERS.map(({ name }) => name).join(', ')} is on.`,
    };
    return [composite, ...rows].toSorted((a, b) => RANK[a.state] - RANK[b.state]);
  }
}

const RANK: Readonly<Record<AlarmState, number>> = { alarm: 0, unknown: 1, ok: 2 };
