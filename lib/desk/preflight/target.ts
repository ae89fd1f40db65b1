/** What a desk is to trade: what its context says, or what `--for` asks about. `embedded` is the simulated exchange. */
export const TARGETS = ['paper', 'demo', 'live'] as const;
export type Target = (typeof TARGETS)[number];
export const isTarget = (text: string): text is Target => TARGETS.some(each => each === text);
export type DeskMode = Target | 'embedded';

/** Which desk is looked at, and how it is named on the command line. */
export interface Subject {
  readonly desk: string;
  readonly mode: DeskMode;
  /** The options that name it to another command, such as ` --aws --desk real`; empty where none is needed. */
  readonly flags: string;
  /** The options by which `cdk` reaches the same account with the same context; absent where none is needed. */
  readonly cdkFlags?: string;
}

/** A command of CDK in the account that was looked at, as it is typed. */
export const onCdk = ({ cdkFlags = '' }: Pick<Subject, 'cdkFlags'>, command: string): string =>
  `npx cdk ${command}${cdkFlags}`;

/** A command on the same desk, as it is typed. */
export const onDesk = ({ flags }: Pick<Subject, 'flags'>, command: string): string =>
  `npm run desk -- ${command}${flags}`;
