import { AwsError, validationError } from './aws-error.ts';
import type { JsonInput } from './json-input.ts';
import { newest, type ParameterState, type ParameterType, type StoredParameter } from './parameter-state.ts';

/** The service's limits for standard parameters. */
const VERSIONS_MAX = 100;
const VALUE_BYTES_MAX = 4096;
const DEPTH_MAX = 15;
const TYPES: readonly ParameterType[] = ['String', 'StringList', 'SecureString'];

/** Who edits and when, as the history will say. */
export interface Editor {
  readonly arn: string;
  readonly atMs: number;
}

/**
 * PutParameter: version 1, or the next one with Overwrite. As a version's description and pattern are its own, an
 * overwrite that sends none has none: the caller who wants to keep them sends them again.
 */
export function putParameter(state: ParameterState, input: JsonInput, editor: Editor) {
  const name = checkedName(input.text('Name'));
  const existing = state.find(name);
  if (existing !== undefined && !input.flag('Overwrite')) {
    const how = 'To overwrite this value, set the overwrite option in the request to true.';
    throw new AwsError('ParameterAlreadyExists', `The parameter already exists. ${how}`);
  }
  const type = typeOf(input, existing);
  const [value, allowedPattern] = checkedValue(input);
  const parameter = existing ?? { name, versions: [], tags: tagsOf(input) };
  if (existing !== undefined) dropOldest(existing);
  const version = existing === undefined ? 1 : newest(existing).version + 1;
  parameter.versions.push({
    version,
    value,
    type,
    description: input.maybeText('Description'),
    allowedPattern,
    keyId: type === 'SecureString' ? (input.maybeText('KeyId') ?? 'alias/aws/ssm') : undefined,
    modifiedAtMs: editor.atMs,
    modifiedBy: editor.arn,
    labels: [],
  });
  state.add(parameter);
  state.save();
  return { Version: version, Tier: 'Standard' };
}

export function tagsOf(input: JsonInput): Record<string, string> {
  return Object.fromEntries(input.objects('Tags').map(tag => [tag.text('Key'), tag.text('Value')]));
}

function typeOf(input: JsonInput, existing: StoredParameter | undefined): ParameterType {
  const asked = input.maybeText('Type');
  if (asked === undefined && existing !== undefined) return newest(existing).type;
  const type = TYPES.find(known => known === asked);
  if (type === undefined) throw validationError('A parameter type is required when you create a parameter.');
  return type;
}

function checkedName(name: string): string {
  const levels = name.split('/').filter(level => level !== '');
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name) || name.length > 1011)
    throw validationError(`Parameter name: ${name} is invalid.`);
  if (/^\/?(aws|ssm)/i.test(name))
    throw validationError('Parameter name: can\'t be prefixed with "aws" or "ssm".');
  if (name.includes('/') && !name.startsWith('/')) {
    throw validationError('Parameter name: must be a fully qualified name.');
  }
  if (levels.length > DEPTH_MAX) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `A hierarchy has at most ${DEPTH_MAX} levels.`,
    );
  }
  return name;
}

function checkedValue(input: JsonInput): [value: string, allowedPattern: string | undefined] {
  const value = input.text('Value');
  if (value === '') throw validationError('Value must have a length of at least 1.');
  if (Buffer.byteLength(value) > VALUE_BYTES_MAX) {
    throw validationError(
      `Standard tier parameters support a maximum parameter value of ${VALUE_BYTES_MAX} characters.`,
    );
  }
  const pattern = input.maybeText('AllowedPattern') || undefined;
  if (pattern !== undefined && !compiled(pattern).test(value)) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
  return [value, pattern];
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new AwsError(
      'InvalidAllowedPatternException',
      `The pattern ${pattern} is not a regular expression.`,
    );
  }
}

/** Makes room for a version; a label on the oldest one forbids it, and so blocks the edit. */
function dropOldest({ name, versions }: StoredParameter): void {
  const [oldest] = versions;
  if (versions.length < VERSIONS_MAX || oldest === undefined) return;
  if (oldest.labels.length > 0) {
    throw new AwsError(
      'ParameterMaxVersionLimitExceeded',
      `A new version of ${name} needs version ${oldest.version}, the oldest, to be deleted, and it has a label. Move the label to another version, and try again.`,
    );
  }
  versions.shift();
}
