/** A data file that cannot be trusted: what is wrong, where (`file:line`), and what to do, on one line. */
export class CandleFileError extends Error {
  override readonly name = 'CandleFileError';
  readonly where: string;

  constructor(where: string, what: string, whatToDo: string) {
    super(`${where}: ${what}. ${whatToDo}`);
    this.where = where;
  }
}
