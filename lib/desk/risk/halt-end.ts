import type { Book } from '../book.ts';

/**
 * What ends a drawdown halt, in words. A twin goes by its original's control/resume: to resume the twin would lift a halt
 * of the original, and so it is not told how.
 */
export const haltEndWords = (
  { twinOf }: Pick<Book, 'twinOf'>,
  how: 'edit control/resume to go on' | 'npm run desk -- resume ends it',
): string =>
  twinOf === undefined
    ? how
    : `a twin goes on only when ${twinOf} is resumed, which is decided by how ${twinOf} stands and not for the twin`;
