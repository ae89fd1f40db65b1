import { createHash } from 'node:crypto';
import type { JournalRecord } from '../desk/journal.ts';
import type { Minute } from '../desk/units.ts';
import { type Journal, ROLES, type Role } from '../ports.ts';

/**
 * The journal of a replay: each record once, in the order of every other journal, handed on and hashed. Two kinds are
 * told by change alone, so that a minute in which nothing can happen leaves no trace: how the account stands, and why
 * nothing was opened. A sentence is for people and is not hashed there.
 */
export class ReplayJournal implements Journal {
  readonly #hash = createHash('sha256');
  readonly #hear: (record: JournalRecord) => void;
  #pending: Partial<Record<Role, readonly JournalRecord[]>> = {};
  #account = '';
  #noTrade = '';

  constructor(hear: (record: JournalRecord) => void) {
    this.#hear = hear;
  }

  /** A tick that writes what it has so far writes all of it again at its end. */
  write: Journal['write'] = async (_minute, role, records) => {
    this.#pending[role] = records;
  };

  /** The minute is over. */
  close(): void {
    for (const role of ROLES) for (const record of this.#pending[role] ?? []) this.#take(record);
    this.#pending = {};
  }

  /** Why nothing was opened in a minute that was not run. */
  still(minute: Minute, code: string): void {
    this.#noTradeFrom(minute, code);
  }

  /** How the account stands in a minute that was not run. */
  stands(account: Extract<JournalRecord, { type: 'account' }>): void {
    this.#accountFrom(account);
  }

  /** Of all records so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #take(record: JournalRecord): void {
    this.#hear(record);
    if (record.type === 'account') this.#accountFrom(record);
    else if (record.type === 'minute' && record.entries === 0 && (record.slices ?? 0) === 0)
      this.#noTradeFrom(record.minute, record.noTrade ?? '');
    else {
      if (record.type === 'minute') this.#noTrade = '';
      this.#write(JSON.stringify(record));
    }
  }

  #accountFrom({
    minute,
    equityUsd,
    highWaterUsd,
    marks,
  }: Extract<JournalRecord, { type: 'account' }>): void {
    let told = `${equityUsd} ${highWaterUsd}`;
    for (const { symbol, markPrice } of marks) told += ` ${symbol} ${markPrice}`;
    if (told === this.#account) return;
    this.#account = told;
    this.#write(`${minute} account ${told}`);
  }

  #noTradeFrom(minute: Minute, code: string): void {
    if (code === this.#noTrade) return;
    this.#noTrade = code;
    this.#write(`${minute} none ${code}`);
  }

  #write(line: string): void {
    this.#hash.update(line).update('\n');
  }
}
