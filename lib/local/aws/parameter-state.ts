import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from './aws-error.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

/** One version. Description and pattern belong to the version, as in the service's own history. */
export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly type: ParameterType;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly keyId: string | undefined;
  readonly modifiedAtMs: number;
  readonly modifiedBy: string;
  labels: string[];
}

export interface StoredParameter {
  readonly name: string;
  /** Ascending, never empty; at most a hundred. */
  readonly versions: ParameterVersion[];
  readonly tags: Record<string, string>;
}

/** All parameters, and the file they live in. Nothing is encrypted: this is a simulation on one machine. */
export class ParameterState {
  readonly #parameters: Map<string, StoredParameter>;
  readonly #file: string | undefined;

  constructor(stateFolder: string | undefined) {
    this.#file = stateFolder === undefined ? undefined : join(stateFolder, 'parameters.json');
    if (stateFolder !== undefined) mkdirSync(stateFolder, { recursive: true });
    this.#parameters = new Map(this.#load().map(parameter => [parameter.name, parameter]));
  }

  find(name: string): StoredParameter | undefined {
    return this.#parameters.get(name);
  }

  get(name: string): StoredParameter {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
    return parameter;
  }

  /** By name, so that paging has an order. */
  all(): readonly StoredParameter[] {
    return [...this.#parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  add(parameter: StoredParameter): void {
    this.#parameters.set(parameter.name, parameter);
  }

  remove(name: string): boolean {
    return this.#parameters.delete(name);
  }

  /** Writes all there is beside the old file, then takes its place: a kill leaves one or the other, whole. */
  save(): void {
    if (this.#file === undefined) return;
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, JSON.stringify([...this.#parameters.values()]));
    renameSync(fresh, this.#file);
  }

  #load(): StoredParameter[] {
    if (this.#file === undefined) return [];
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as StoredParameter[];
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw new Error(`${this.#file}: is not the state of a parameter store. Remove it to begin anew.`, {
        cause: error,
      });
    }
  }
}

/** The newest version. */
export function newest({ name, versions }: StoredParameter): ParameterVersion {
  const last = versions.at(-1);
  if (last === undefined) throw new Error(`${name} has no version`);
  return last;
}
