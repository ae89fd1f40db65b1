import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Engine, type EngineOptions } from '../../sim/engine/engine.ts';
import type { EngineState } from '../../sim/engine/state.ts';
import type { SimMarket } from '../../sim/market.ts';
import { type CommandName, type Commands, carryOut } from './commands.ts';

const SNAPSHOT_EVERY = 500;

/** The stored state cannot be gone on with. One line: what, where, what to do. */
export class ExchangeStateError extends Error {
  override readonly name = 'ExchangeStateError';
}

interface Snapshot {
  readonly market: string;
  readonly marketName: string;
  readonly seq: number;
  readonly state: EngineState;
}
interface Line {
  readonly seq: number;
  readonly name: CommandName;
  readonly payload: Commands[CommandName];
}

/** Tells markets apart: their span, their instruments, and each one's first bars. */
function fingerprint(market: SimMarket): string {
  const hash = createHash('sha256').update(JSON.stringify([market.name, market.startsAt, market.endsAt]));
  for (const it of market.instruments()) {
    hash.update(JSON.stringify([it, market.minuteBar(it.symbol, market.startsAt)]));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * The exchange on disk: a snapshot, and after it a log of the commands that have been carried out. A command is in
 * the log before its answer goes out, so killing the process loses nothing that was answered. A torn last line was
 * never answered, and is dropped.
 */
export class Store {
  readonly engine: Engine;
  readonly #folder: string;
  readonly #market: SimMarket;
  readonly #fingerprint: string;
  #seq = 0;
  #sinceSnapshot = 0;

  constructor(folder: string, market: SimMarket, options: EngineOptions) {
    this.#folder = folder;
    this.#market = market;
    this.#fingerprint = fingerprint(market);
    mkdirSync(folder, { recursive: true });
    this.engine = existsSync(this.#snapshotPath) ? this.#restore() : Engine.start(market, options);
    this.#saveSnapshot();
  }

  get #snapshotPath() {
    return join(this.#folder, 'exchange-snapshot.json');
  }
  get #logPath() {
    return join(this.#folder, 'exchange-log.jsonl');
  }

  /** Writes down a command that the engine has carried out. */
  append<K extends CommandName>(name: K, payload: Commands[K]): void {
    this.#seq += 1;
    appendFileSync(this.#logPath, `${JSON.stringify({ seq: this.#seq, name, payload })}\n`);
    this.#sinceSnapshot += 1;
    // A snapshot holds the whole history: as that grows, they are written less often, so that their share stays small.
    if (this.#sinceSnapshot >= SNAPSHOT_EVERY + this.engine.state.accepted.length) this.#saveSnapshot();
  }

  #saveSnapshot(): void {
    const snapshot: Snapshot = {
      market: this.#fingerprint,
      marketName: this.#market.name,
      seq: this.#seq,
      state: this.engine.state as EngineState,
    };
    const fresh = `${this.#snapshotPath}.new`;
    writeFileSync(fresh, JSON.stringify(snapshot));
    renameSync(fresh, this.#snapshotPath);
    // Lines up to `seq` are in the snapshot; a kill between these two steps leaves them to be skipped by number.
    if (existsSync(this.#logPath)) truncateSync(this.#logPath, 0);
    this.#sinceSnapshot = 0;
  }

  #restore(): Engine {
    const snapshot = this.#readSnapshot();
    if (snapshot.market !== this.#fingerprint) {
      throw new ExchangeStateError(
        `${this.#folder} holds the state of another market (${snapshot.marketName}, key ${snapshot.market}; this one is ` +
          `${this.#market.name}, key ${this.#fingerprint}): start with the same market, or give another state folder`,
      );
    }
    const engine = Engine.restore(snapshot.state, this.#market);
    this.#seq = snapshot.seq;
    for (const line of this.#readLog()) {
      if (line.seq <= this.#seq) continue;
      carryOut(engine, line.name, line.payload);
      this.#seq = line.seq;
    }
    return engine;
  }

  #readSnapshot(): Snapshot {
    try {
      return JSON.parse(readFileSync(this.#snapshotPath, 'utf8')) as Snapshot;
    } catch (cause) {
      throw new ExchangeStateError(
        `${this.#snapshotPath} is not readable as JSON: remove the folder to begin anew`,
        {
          cause,
        },
      );
    }
  }

  #readLog(): Line[] {
    if (!existsSync(this.#logPath)) return [];
    const texts = readFileSync(this.#logPath, 'utf8').split('\n');
    const torn = texts.pop();
    if (torn !== '') truncateSync(this.#logPath, Buffer.byteLength(texts.map(text => `${text}\n`).join('')));
    return texts.map((text, i) => {
      try {
        return JSON.parse(text) as Line;
      } catch (cause) {
        throw new ExchangeStateError(
          `${this.#logPath}:${i + 1} is not a command: remove the folder to begin anew`,
          {
            cause,
          },
        );
      }
    });
  }
}
