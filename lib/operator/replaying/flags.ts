/** A replay as it is typed. */
export interface ReplayFlags {
  readonly data?: string;
  readonly history?: string;
  readonly funding?: string;
  readonly synthetic?: number;
  readonly martingale?: boolean;
  readonly days?: number;
  readonly from?: string;
  readonly to?: string;
  readonly equity: number;
  readonly account: string;
  readonly profile?: string;
  readonly limits?: string;
  readonly set: readonly string[];
  readonly models?: string;
  readonly market?: string;
  readonly asIfLicensed?: boolean;
  readonly forceSignals?: string;
  readonly report?: string;
  readonly json?: string | boolean;
  readonly compare?: readonly string[];
  readonly check?: string;
  readonly everyMinute?: boolean;
}
