import type { Template } from 'aws-cdk-lib/assertions';
import { emfMetrics } from '../../lib/adapters/emf-metrics.ts';
import { close } from '../../lib/close.ts';
import { epochMs } from '../../lib/desk/units.ts';
import type { CloseDesk, Desk } from '../../lib/minute/desk.ts';
import { enter, monitor, scan } from '../../lib/minute.ts';
import { resourcesOf, synthesised } from '../stack/synthesised.ts';
import { AlarmWatch, type Point, pointsOf } from './alarm-evaluator.ts';
import { aDesk, aSignalAt, coinMarket, type TestDesk, type TestDeskOptions } from './desk.ts';
import { flat } from './scripted-market.ts';

const DESK = 'test';
/** The stack of the desk that is played here: its alarms are what is tried. */
export const alarmTemplate = (): Template => synthesised({ desks: [{ name: DESK, mode: 'paper' }] });

const FUNCTIONS = {
  guardian: 'Guardian',
  monitor: 'PositionMonitor',
  entry: 'SignalEntry',
  scan: 'UniverseScan',
};
type Role = keyof typeof FUNCTIONS;
const ROLES = Object.keys(FUNCTIONS) as Role[];

/** What a test turns on and off, and what the sabotaged ports ask. */
export interface Trouble {
  now: boolean;
}

/** A desk that writes its metrics as it does in Lambda, beside the alarms of its stack. */
export interface AlarmStage {
  readonly desk: TestDesk;
  readonly trouble: Trouble;
  readonly watch: AlarmWatch;
  /** Minutes as the scheduler runs them, but for functions that are not called; then CloudWatch looks. */
  minutes(n: number, left?: { readonly silent?: readonly Role[] }): Promise<void>;
  /** The daily close, and CloudWatch an hour later; `closes` false leaves it out. */
  hours(n: number, closes?: boolean): Promise<void>;
  /** Seconds that each reading of the account takes from now on. */
  slow(seconds: number): void;
  /** A person empties the dead-letter queues. */
  purge(): void;
  emit(lines: readonly string[]): void;
  /** What CloudWatch would have seen without a metric, all else the same. */
  without(metric: string): AlarmWatch;
}

export interface AlarmStageOptions extends Partial<Omit<TestDeskOptions, 'change' | 'changeGuard'>> {
  readonly change?: (desk: Desk, trouble: Trouble) => Partial<Desk>;
  readonly changeGuard?: (
    desk: Parameters<NonNullable<TestDeskOptions['changeGuard']>>[0],
    trouble: Trouble,
  ) => ReturnType<NonNullable<TestDeskOptions['changeGuard']>>;
  /** What the daily close reads in place of what is there. */
  readonly closing?: (desk: TestDesk, trouble: Trouble) => Partial<CloseDesk>;
}

export async function alarmStage(template: Template, options: AlarmStageOptions = {}): Promise<AlarmStage> {
  const { change, changeGuard, closing, ...rest } = options;
  const trouble: Trouble = { now: false };
  const lines: string[] = [];
  const dead = new Map<Role, number>();
  const queued: Point[] = [];
  const looks: number[] = [];
  let [secondsEach, spentMs] = [0, 0];
  const timed = (clock: Desk['clock']): Desk['clock'] => ({
    ...clock,
    now: () => epochMs(clock.now() + spentMs),
  });
  const metrics = (clock: Desk['clock']) =>
    emfMetrics({ desk: DESK, mode: 'paper', clock, write: line => void lines.push(line) });
  const desk = await aDesk({
    market: coinMarket(flat(1_000, 1), { at: 1_000 }),
    signals: [aSignalAt(3)],
    over: 'process',
    ...rest,
    change: plain => {
      const slowly: Desk = {
        ...plain,
        clock: timed(plain.clock),
        metrics: metrics(plain.clock),
        signals: {
          // Nothing is forced here but signals: that there are none is no want of a licence.
          at: async (...asked) => {
            const answer = await plain.signals.at(...asked);
            return answer.signals.length > 0 ? answer : { signals: [], noTrade: 'no-signal' };
          },
        },
        venue: {
          ...plain.venue,
          account: async () => {
            spentMs += secondsEach * 1_000;
            return plain.venue.account();
          },
        },
      };
      return { ...slowly, ...change?.(slowly, trouble) };
    },
    changeGuard: plain => ({ metrics: metrics(plain.clock), ...changeGuard?.(plain, trouble) }),
  });
  const watch = new AlarmWatch(template, DESK);
  const run: Readonly<Record<Role, () => Promise<unknown>>> = {
    guardian: () => desk.guard(),
    monitor: () => monitor(desk.desk, desk.now()),
    entry: () => enter(desk.desk, desk.now()),
    scan: () => scan(desk.desk, desk.now()),
  };
  const queueOf = (role: Role) =>
    Object.keys(resourcesOf(template, 'AWS::SQS::Queue')).find(id => id.includes(FUNCTIONS[role])) ?? '';
  const points = () => [...pointsOf(lines), ...queued];
  const look = () => {
    looks.push(desk.now());
    watch.look(points(), desk.now());
  };
  /** What throws lies in its queue: Lambda is told not to try again, and SQS counts what lies there. */
  const called = async (role: Role) => {
    spentMs = 0;
    try {
      await run[role]();
    } catch {
      dead.set(role, (dead.get(role) ?? 0) + 1);
    }
  };
  return {
    desk,
    trouble,
    watch,
    minutes: async (n, { silent = [] } = {}) => {
      for (let i = 0; i < n; i += 1) {
        for (const role of ROLES) if (!silent.includes(role)) await called(role);
        for (const role of ROLES)
          queued.push({
            metric: 'ApproximateNumberOfMessagesVisible',
            source: queueOf(role),
            at: desk.now(),
            value: dead.get(role) ?? 0,
          });
        spentMs = 0;
        await desk.advance();
        look();
      }
    },
    hours: async (n, closes = true) => {
      const closer: CloseDesk = {
        ...desk.desk,
        history: desk.store,
        ...closing?.(desk, trouble),
      };
      for (let i = 0; i < n; i += 1) {
        if (closes) await close(closer, desk.now());
        await desk.advance(60);
        look();
      }
    },
    slow: seconds => {
      secondsEach = seconds;
    },
    purge: () => dead.clear(),
    emit: more => void lines.push(...more),
    without: metric => {
      const deaf = new AlarmWatch(template, DESK);
      for (const at of looks)
        deaf.look(
          points().filter(point => point.metric !== metric),
          at,
        );
      return deaf;
    },
  };
}
