import type { AlarmMute } from '../adapters/alarm-mute.ts';
import type { DeskParameters } from '../adapters/ssm/desk-parameters.ts';
import type { LimitEditor } from '../adapters/ssm/limit-editor.ts';
import type { Coin } from '../desk/doctor/evidence.ts';
import type { Minute } from '../desk/units.ts';
import type { BookReader, ModelStore } from '../ports.ts';
import type { CountedUsage } from './cost/aws-usage.ts';
import type { AlarmsView } from './page/api.ts';

/** How a command reaches a desk, wherever that desk runs: what it reads, and the limits it may edit. */
export interface Connection {
  readonly desk: string;
  readonly reader: BookReader;
  readonly limits: LimitEditor;
  /** Where its secrets are kept. They are stored and listed through it; the preflight alone reads the venue's keys, to sign. */
  readonly parameters: DeskParameters;
  readonly models: DeskModels;
  /** Its alarms, as far as they may be muted; absent where it has none. */
  readonly alarms?: AlarmMute;
  /** Where the simulated exchange of an embedded desk listens, while the desk runs. */
  readonly venueUrl?: string;
  /** The venue's markets at their marks; absent where the venue cannot be asked now. */
  readonly coins?: () => Promise<readonly Coin[]>;
  /** How the alarms that watch it stand; absent where nothing does. */
  readonly alarmStates?: () => Promise<AlarmsView>;
  /** What its cloud has counted of it in the last days; undefined where it has not ticked in them. Absent on this machine. */
  readonly counted?: () => Promise<CountedUsage | undefined>;
  /** Of an embedded desk that does not run now: what makes it go on. */
  readonly atRest?: string;
  /** Of a desk that lives in real time: that its last minute lies too far back; undefined where it does not. */
  readonly lateness?: (monitored: Minute) => string | undefined;
  close(): Promise<void>;
}

/** The models of a desk: where they lie, and the market that it trades, as their manifests name it. */
export interface DeskModels {
  readonly store: ModelStore;
  readonly market: string;
}

/** Where the user says the desk is. */
export interface Whereabouts {
  /** Folder of an embedded desk's state; undefined where nobody said, so that a missing one is no mistake. */
  readonly state: string | undefined;
  readonly desk: string | undefined;
  /** True for a desk in the cloud: in the account, and the region, that the environment names unless the next two do. */
  readonly aws: boolean;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** Its table, where it is not the only one that a stack of this name has made. */
  readonly table: string | undefined;
  /** The bucket of its models, where more than one could be. */
  readonly bucket: string | undefined;
}
