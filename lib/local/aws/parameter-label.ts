import { AwsError } from './aws-error.ts';
import type { JsonInput } from './json-input.ts';
import {
  newest,
  type ParameterState,
  type ParameterVersion,
  type StoredParameter,
} from './parameter-state.ts';

const LABELS_MAX = 10;

/** LabelParameterVersion: a label is on one version of its parameter; set on another, it moves there. */
export function labelVersion(state: ParameterState, input: JsonInput) {
  const parameter = state.get(input.text('Name'));
  const version = versionOf(parameter, input.maybeNumber('ParameterVersion') ?? newest(parameter).version);
  const asked = [...new Set(input.texts('Labels'))];
  const valid = asked.filter(isLabel);
  const labels = [...new Set([...version.labels, ...valid])];
  if (labels.length > LABELS_MAX) {
    const message = `A parameter version can have at most ${LABELS_MAX} labels.`;
    throw new AwsError('ParameterVersionLabelLimitExceeded', message);
  }
  for (const other of parameter.versions) other.labels = other.labels.filter(label => !valid.includes(label));
  version.labels = labels;
  state.save();
  return { InvalidLabels: asked.filter(label => !isLabel(label)), ParameterVersion: version.version };
}

/** UnlabelParameterVersion: takes labels off one version. */
export function unlabelVersion(state: ParameterState, input: JsonInput) {
  const parameter = state.get(input.text('Name'));
  const version = versionOf(parameter, input.maybeNumber('ParameterVersion') ?? newest(parameter).version);
  const asked = input.texts('Labels');
  const removed = asked.filter(label => version.labels.includes(label));
  version.labels = version.labels.filter(label => !removed.includes(label));
  state.save();
  return { RemovedLabels: removed, InvalidLabels: asked.filter(label => !removed.includes(label)) };
}

/** A version by its number. Throws ParameterVersionNotFound. */
export function versionOf({ name, versions }: StoredParameter, wanted: number): ParameterVersion {
  const version = versions.find(({ version }) => version === wanted);
  if (version !== undefined) return version;
  throw new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${wanted} of ${name}.`,
  );
}

/** Labels begin with no digit, `aws` or `ssm`, and hold letters, digits, dot, hyphen and underscore. */
const isLabel = (label: string): boolean => /^(?!aws|ssm|\d)[\w.-]{1,100}$/i.test(label);
