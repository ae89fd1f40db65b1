import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DeskAlarms } from './alarms/desk-alarms.ts';
import { Notifier } from './alarms/notifier.ts';
import { DeskDashboard } from './dashboard/dashboard.ts';
import { DeskFunction } from './desk-function.ts';
import { DeskTask } from './desk-task.ts';
import { EveryMinute } from './every-minute.ts';
import type { Egress } from './fixed-egress.ts';
import { type LimitsSeeder, SeededLimits } from './limits.ts';
import { OnLimitsEdit } from './on-limits-edit.ts';
import { OnceADay } from './once-a-day.ts';
import type { TaskNetwork } from './open-network.ts';
import {
  bookRead,
  confirmationRead,
  deskItems,
  guardianItems,
  guardianRead,
  keysRead,
  leaveOwnPaths,
  limitsRead,
  modelsRead,
  modelsWrite,
  originalRead,
  paperItem,
  webhookRead,
} from './permissions.ts';
import { publishTo } from './report-topic.ts';
import type { DeskSettings } from './settings.ts';

interface Shared {
  /** Shared with other desks; each writes its own partition alone, and none but a twin reads another's. */
  readonly table: Table;
  readonly seeder: LimitsSeeder;
  /** Shared as the table is. */
  readonly models: Bucket;
  /** What the alarms of all desks are told to. */
  readonly told: ITopic;
  /** Where people are written to. */
  readonly mail: ITopic;
  /** Who is woken. */
  readonly pages: ITopic;
  /** Where the daily close sends its report; nothing else may send there. */
  readonly reports: ITopic;
  /** The address of live desks. */
  readonly egress: Egress | undefined;
  /** What desks that learn on Fargate run there. */
  readonly retrainImage: ContainerImage | undefined;
  /** Where tasks of desks without a fixed address run. */
  readonly openNetwork: TaskNetwork | undefined;
}

type DeskProps = DeskSettings & Shared;

/** What the functions are for, and whether they talk to the account or to the market alone. */
const FUNCTIONS = {
  PositionMonitor: { folder: 'position-monitor', account: true, does: 'reconciles and protects positions' },
  UniverseScan: { folder: 'universe-scan', account: false, does: 'chooses the coins worth looking at' },
  SignalEntry: { folder: 'signal-entry', account: true, does: 'opens positions' },
  Guardian: { folder: 'guardian', account: true, does: 'asks whether every position is protected' },
  LimitsGuard: {
    folder: 'limits-guard',
    account: false,
    does: 'asks whether the limits make sense together',
  },
  DailyClose: { folder: 'daily-close', account: true, does: 'holds the day against the venue’s own ledger' },
  Retrain: { folder: 'retrain', account: false, does: 'learns from the day, and fits the models anew' },
} as const;

/** Past 00:00 UTC: the monitor has been through the first minutes of the new day. */
const CLOSE_MINUTE = 5;
/** After the desk that it shadows, whose day it holds its own against. */
const TWIN_CLOSE_MINUTE = 8;
/** The day's last predictions of the default recipe are resolved by then but for its last four hours. */
const RETRAIN_MINUTE = 10;
/** As much as an account may have without asking, and all the time there is. */
const TRAINING = { memorySize: 3008, timeout: Duration.minutes(15) };
/** A task may take nearly four hours, and is not called while the one before may still be at work. */
const TASK_HOURS = [0, 4, 8];
/** Functions that see positions and orders to their end. */
const ENDS: ReadonlySet<string> = new Set(['PositionMonitor', 'SignalEntry']);
/** Functions that ask the models. */
const MODELLED: ReadonlySet<string> = new Set(['SignalEntry', 'Retrain']);

/**
 * One desk: four functions called each minute, one each hour, one each night, one at each edit of a limit, one at each alarm,
 * each with a role of its own, the alarms that watch them, and a page that shows both. A twin has three each minute, one each
 * hour and one at each alarm: what it would scan, learn and be limited by is its original's.
 */
export class Desk extends Construct {
  /** Where its functions write. */
  readonly logs: readonly LogGroup[];
  readonly #props: DeskProps;

  constructor(scope: Construct, id: string, props: DeskProps) {
    super(scope, id);
    this.#props = props;
    const { name, seeder, models, texts } = props;
    const isTwin = this.#original !== undefined;
    leaveOwnPaths(this, models, this.#decidesBy);
    if (!isTwin) new SeededLimits(this, 'Limits', { desk: name, seeder, texts });
    const functions = {
      PositionMonitor: this.#function('PositionMonitor'),
      ...(isTwin ? {} : { UniverseScan: this.#function('UniverseScan') }),
      SignalEntry: this.#function('SignalEntry'),
      Guardian: this.#function('Guardian'),
    };
    new EveryMinute(this, 'EveryMinute', { calls: functions });
    const dailyClose = this.#function('DailyClose');
    new OnceADay(this, 'OnceADay', {
      name: 'DailyClose',
      call: dailyClose,
      minute: isTwin ? TWIN_CLOSE_MINUTE : CLOSE_MINUTE,
      hours: 'each',
    });
    const own = isTwin ? [] : [this.#learning(), this.#limitsGuard()];
    const called = [...Object.values(functions), dailyClose, ...own];
    this.logs = called.flatMap(one => (one instanceof DeskFunction ? [one.logGroup] : []));
    this.#watch(functions, called);
  }

  /** The desk that this one shadows. */
  get #original(): string | undefined {
    return this.#props.mode === 'paper' ? this.#props.twinOf : undefined;
  }

  /** Whose limits and models it goes by. */
  get #decidesBy(): string {
    return this.#original ?? this.#props.name;
  }

  #learning(): DeskFunction | DeskTask {
    const retrain = this.#props.learnOn === 'fargate' ? this.#task('Retrain') : this.#function('Retrain');
    const hours = retrain instanceof DeskTask ? { hours: TASK_HOURS } : {};
    new OnceADay(this, 'Learning', { name: 'Retrain', call: retrain, minute: RETRAIN_MINUTE, ...hours });
    return retrain;
  }

  #limitsGuard(): DeskFunction {
    const limitsGuard = this.#function('LimitsGuard');
    new OnLimitsEdit(this, 'OnLimitsEdit', { desk: this.#props.name, call: limitsGuard });
    return limitsGuard;
  }

  #function(id: keyof typeof FUNCTIONS): DeskFunction {
    return new DeskFunction(this, id, {
      ...this.#common(id),
      folder: FUNCTIONS[id].folder,
      nets: MODELLED.has(id),
      ...(id === 'Retrain' ? { size: TRAINING } : {}),
      egress: this.#props.egress,
    });
  }

  /** A function's work as a task, with the function's rights and environment. */
  #task(id: 'Retrain'): DeskTask {
    const { egress, retrainImage: image, openNetwork } = this.#props;
    const network = egress === undefined ? openNetwork : behind(egress);
    if (image === undefined || network === undefined) throw new Error('a task needs an image and a network');
    return new DeskTask(this, id, { ...this.#common(id), image, network });
  }

  #common(id: keyof typeof FUNCTIONS) {
    return {
      description: `perpdesk ${this.#props.name}: ${FUNCTIONS[id].does}`,
      environment: { ...this.#environment(), ...this.#models(id), ...this.#reports(id) },
      permissions: this.#permissions(id),
    };
  }

  #environment(): Readonly<Record<string, string>> {
    const props = this.#props;
    const { name, mode, table } = props;
    return {
      PERPDESK_DESK: name,
      PERPDESK_MODE: mode,
      PERPDESK_TABLE: table.tableName,
      ...(props.mode === 'live' ? { PERPDESK_LIVE_ACCOUNT: props.liveAccount } : {}),
      ...(props.mode === 'paper'
        ? {
            PERPDESK_PAPER_BALANCE_USD: String(props.balanceUsd),
            PERPDESK_PAPER_ACCOUNT: props.account,
          }
        : {}),
      ...(this.#original === undefined ? {} : { PERPDESK_TWIN_OF: this.#original }),
    };
  }

  /** Where the models lie, and which of them are fitted anew. */
  #models(id: keyof typeof FUNCTIONS): Readonly<Record<string, string>> {
    const { models, learn } = this.#props;
    return {
      ...(MODELLED.has(id) ? { PERPDESK_MODEL_BUCKET: models.bucketName } : {}),
      ...(id === 'Retrain' && learn.length > 0 ? { PERPDESK_LEARN: learn.join(',') } : {}),
    };
  }

  #reports(id: keyof typeof FUNCTIONS): Readonly<Record<string, string>> {
    return id === 'DailyClose' ? { PERPDESK_REPORT_TOPIC: this.#props.reports.topicArn } : {};
  }

  #permissions(id: keyof typeof FUNCTIONS): readonly PolicyStatement[] {
    const { name, table, models, reports } = this.#props;
    const { account } = FUNCTIONS[id];
    const limits = id !== 'DailyClose';
    const items =
      id === 'Guardian'
        ? [guardianItems(table, name), bookRead(table, name)]
        : [deskItems(table, name, { ends: ENDS.has(id) }), guardianRead(table, name)];
    return [
      ...items,
      ...this.#originalPermissions(id),
      ...(limits ? [limitsRead(this, this.#decidesBy)] : []),
      ...(MODELLED.has(id) ? modelsRead(models, this.#decidesBy) : []),
      ...(id === 'Retrain' ? [modelsWrite(models, name)] : []),
      ...(id === 'DailyClose' ? [publishTo(reports)] : []),
      ...(account ? this.#accountPermissions() : []),
    ];
  }

  /** A twin's entry reads what the other desk decides by, its close what came of it, and its notifier both; none can write there. */
  #originalPermissions(id: keyof typeof FUNCTIONS): readonly PolicyStatement[] {
    const { table } = this.#props;
    const original = this.#original;
    if (original === undefined) return [];
    if (id === 'SignalEntry') return [originalRead(table, original)];
    return id === 'DailyClose' ? [originalRead(table, original), guardianRead(table, original)] : [];
  }

  /** The account of a paper desk is an item of the table: its functions can read no key, of whatever mode (I41). */
  #accountPermissions(): readonly PolicyStatement[] {
    const { name, mode, table } = this.#props;
    switch (mode) {
      case 'paper':
        return [paperItem(table, name)];
      case 'demo':
        return [keysRead(this, name, mode)];
      case 'live':
        return [keysRead(this, name, mode), confirmationRead(this, name)];
      default:
        return mode satisfies never;
    }
  }

  #watch(minutely: Minutely, called: readonly (DeskFunction | DeskTask)[]): void {
    const { name: desk, table, told, pages, mail } = this.#props;
    const original = this.#original;
    const seen = original === undefined ? [] : [originalRead(table, original)];
    const shadows = original === undefined ? {} : { twinOf: original };
    const alarms = new DeskAlarms(this, 'Alarms', {
      desk,
      told,
      pages,
      queues: called.map(one => one.deadLetters),
      isTwin: original !== undefined,
    });
    new Notifier(this, 'Notifier', {
      description: `perpdesk ${desk}: tells people of its alarms`,
      environment: this.#environment(),
      permissions: [bookRead(table, desk), guardianRead(table, desk), webhookRead(this, desk), ...seen],
      hears: told,
      alarms: alarms.names,
      mail,
    });
    const { logs } = this;
    new DeskDashboard(this, 'Dashboard', { desk, alarms: alarms.all, functions: minutely, logs, ...shadows });
  }
}

type Minutely = Readonly<Record<string, DeskFunction>>;

/** A live desk's task leaves by the fixed address, as its functions do. */
const behind = ({ vpc, securityGroup }: Egress): TaskNetwork => ({
  vpc,
  securityGroup,
  subnets: SubnetType.PRIVATE_WITH_EGRESS,
});
