import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DeadLetters } from './alarms/dead-letters.ts';
import { Fidelity } from './alarms/fidelity.ts';
import { FunctionErrors } from './alarms/function-errors.ts';
import { Heartbeats } from './alarms/heartbeats.ts';
import { Unprotected } from './alarms/unprotected.ts';
import { DeskFunction } from './desk-function.ts';
import { EveryMinute } from './every-minute.ts';
import { type LimitsSeeder, SeededLimits } from './limits.ts';
import { demoKeysRead, deskItems, limitsRead, paperItem } from './permissions.ts';
import type { DeskSettings } from './settings.ts';

interface DeskProps {
  readonly desk: DeskSettings;
  /** Shared with other desks; each sees its own partition alone. */
  readonly table: Table;
  readonly seeder: LimitsSeeder;
  readonly alarms: ITopic;
}

/** What the three functions are for, and whether they talk to the account or to the market alone. */
const FUNCTIONS = {
  PositionMonitor: { folder: 'position-monitor', account: true, does: 'reconciles and protects positions' },
  UniverseScan: { folder: 'universe-scan', account: false, does: 'chooses the coins worth looking at' },
  SignalEntry: { folder: 'signal-entry', account: true, does: 'opens positions' },
} as const;

/** One desk: three functions called each minute, each with a role of its own, and the alarms that watch them. */
export class Desk extends Construct {
  readonly #props: DeskProps;

  constructor(scope: Construct, id: string, props: DeskProps) {
    super(scope, id);
    this.#props = props;
    const { desk, seeder } = props;
    new SeededLimits(this, 'Limits', { desk: desk.name, seeder });
    const functions = {
      PositionMonitor: this.#function('PositionMonitor'),
      UniverseScan: this.#function('UniverseScan'),
      SignalEntry: this.#function('SignalEntry'),
    };
    new EveryMinute(this, 'EveryMinute', { calls: functions });
    this.#watch(Object.values(functions));
  }

  #function(id: keyof typeof FUNCTIONS): DeskFunction {
    const { folder, account, does } = FUNCTIONS[id];
    return new DeskFunction(this, id, {
      folder,
      description: `perpdesk ${this.#props.desk.name}: ${does}`,
      environment: this.#environment(),
      permissions: this.#permissions(account),
    });
  }

  #environment(): Readonly<Record<string, string>> {
    const { desk, table } = this.#props;
    const every = { PERPDESK_DESK: desk.name, PERPDESK_MODE: desk.mode, PERPDESK_TABLE: table.tableName };
    if (desk.mode !== 'paper') return every;
    const { balanceUsd, account } = desk;
    return { ...every, PERPDESK_PAPER_BALANCE_USD: String(balanceUsd), PERPDESK_PAPER_ACCOUNT: account };
  }

  /** The account of a paper desk is an item and needs no key; there is no key that its functions could read (I41). */
  #permissions(account: boolean): readonly PolicyStatement[] {
    const { desk, table } = this.#props;
    const { name, mode } = desk;
    const permissions = [deskItems(table, name), limitsRead(this, name)];
    if (!account) return permissions;
    return [...permissions, mode === 'paper' ? paperItem(table, name) : demoKeysRead(this, name)];
  }

  #watch(functions: readonly DeskFunction[]): void {
    const family = { desk: this.#props.desk.name, topic: this.#props.alarms };
    new FunctionErrors(this, 'FunctionErrors', { ...family, functions: functions.map(one => one.lambda) });
    new Heartbeats(this, 'Heartbeats', family);
    new Fidelity(this, 'Fidelity', family);
    new Unprotected(this, 'Unprotected', family);
    new DeadLetters(this, 'DeadLetters', { ...family, queues: functions.map(one => one.deadLetters) });
  }
}
