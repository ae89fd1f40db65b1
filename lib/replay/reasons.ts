import { QUIET } from '../desk/report/day-report.ts';
import { spoken } from './words.ts';

/** A reason in words; the code itself where there are none. */
export const meaningOf = (code: string): string =>
  Object.hasOwn(QUIET, code) ? (QUIET[code] ?? code) : spoken(code);
