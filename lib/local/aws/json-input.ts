import { validationError } from './aws-error.ts';

/** A request's body, read field by field; a field of the wrong kind is answered as a ValidationException. */
export class JsonInput {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(body: unknown) {
    if (!isRecord(body)) throw validationError('The request body must be a JSON object.');
    this.#fields = body;
  }

  text(key: string): string {
    const value = this.maybeText(key);
    if (value === undefined) throw validationError(`${key} is required.`);
    return value;
  }

  maybeText(key: string): string | undefined {
    return this.#maybe(key, value => typeof value === 'string');
  }

  maybeNumber(key: string): number | undefined {
    return this.#maybe(key, value => typeof value === 'number');
  }

  flag(key: string): boolean {
    return this.#maybe(key, value => typeof value === 'boolean') ?? false;
  }

  texts(key: string): readonly string[] {
    return this.#maybe(key, isTexts) ?? [];
  }

  objects(key: string): readonly JsonInput[] {
    return (this.#maybe(key, value => Array.isArray(value)) ?? []).map(item => new JsonInput(item));
  }

  #maybe<T>(key: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.#fields[key];
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw validationError(`${key} has a wrong type.`);
    return value;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');
