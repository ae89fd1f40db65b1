import type { Screen } from './screen.ts';

/** What a command answers: data for machines, lines for people, and how it ends. */
export interface Answer {
  readonly json: unknown;
  lines(screen: Screen): readonly string[];
  /** 1 says that something was found to be wrong; absent is 0. */
  readonly exitCode?: 0 | 1;
}
