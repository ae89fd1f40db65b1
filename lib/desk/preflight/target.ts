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
}

/** A command on the same desk, as it is typed. */
export const onDesk = ({ flags }: Pick<Subject, 'flags'>, command: string): string =>
  `npm run desk -- ${command}${flags}`;
