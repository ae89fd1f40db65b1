import { AwsError, validationError } from './aws-error.ts';
import type { JsonInput } from './json-input.ts';
import { versionOf } from './parameter-label.ts';
import {
  newest,
  type ParameterState,
  type ParameterVersion,
  type StoredParameter,
} from './parameter-state.ts';

const NAMES_MAX = 10;
const PATH_PAGE = 10;
const PAGE = 50;
const ARN = 'arn:aws:ssm:eu-central-1:000000000000:parameter';

/** GetParameter; the name may end in `:version` or `:label`. */
export function getParameter(state: ParameterState, input: JsonInput) {
  return { Parameter: lookUp(state, input.text('Name'), input.flag('WithDecryption')) };
}

/** GetParameters: at most ten names; those that do not exist are listed, not refused. */
export function getParameters(state: ParameterState, input: JsonInput) {
  const names = input.texts('Names');
  if (names.length === 0 || names.length > NAMES_MAX)
    throw validationError(`Names must hold 1 to ${NAMES_MAX} names.`);
  const found = names.map(name => ({
    name,
    parameter: tryLookUp(state, name, input.flag('WithDecryption')),
  }));
  return {
    Parameters: found.flatMap(({ parameter }) => parameter ?? []),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  };
}

/** GetParametersByPath, ten at most at a time; a filter by `Label` answers the version that bears it. */
export function getParametersByPath(state: ParameterState, input: JsonInput) {
  const label = input
    .objects('ParameterFilters')
    .find(filter => filter.text('Key') === 'Label')
    ?.texts('Values');
  const inPath = isIn(input.text('Path'), input.flag('Recursive'));
  const found = state.all().flatMap(parameter => {
    if (!inPath(parameter.name)) return [];
    const version = label === undefined ? newest(parameter) : labelled(parameter, label);
    return version === undefined
      ? []
      : [{ key: parameter.name, item: shown(parameter, version, input.flag('WithDecryption')) }];
  });
  const { items, next } = page(found, input, PATH_PAGE);
  return { Parameters: items, ...next };
}

/** GetParameterHistory, oldest first. */
export function getParameterHistory(state: ParameterState, input: JsonInput) {
  const parameter = state.get(input.text('Name'));
  const found = parameter.versions.map(version => ({
    key: String(version.version).padStart(9, '0'),
    item: {
      ...metadata(parameter, version),
      Value: readableValue(version, input.flag('WithDecryption')),
      Labels: version.labels,
    },
  }));
  const { items, next } = page(found, input, PAGE);
  return { Parameters: items, ...next };
}

/** DescribeParameters: everything but the values; filters by `Path`, `Name` and `Type`. */
export function describeParameters(state: ParameterState, input: JsonInput) {
  const filters = input.objects('ParameterFilters').map(filterOf);
  const found = state
    .all()
    .filter(parameter => filters.every(fits => fits(parameter)))
    .map(parameter => ({ key: parameter.name, item: metadata(parameter, newest(parameter)) }));
  const { items, next } = page(found, input, PAGE);
  return { Parameters: items, ...next };
}

function lookUp(state: ParameterState, selector: string, decrypt: boolean) {
  const [name = '', wanted] = selector.split(':');
  const parameter = state.get(name);
  if (wanted === undefined) return shown(parameter, newest(parameter), decrypt);
  const version = /^\d+$/.test(wanted) ? versionOf(parameter, Number(wanted)) : labelled(parameter, [wanted]);
  if (version === undefined)
    throw new AwsError('ParameterVersionNotFound', `${name} has no label ${wanted}.`);
  return { ...shown(parameter, version, decrypt), Selector: `:${wanted}` };
}

function tryLookUp(state: ParameterState, selector: string, decrypt: boolean) {
  try {
    return lookUp(state, selector, decrypt);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

const labelled = ({ versions }: StoredParameter, labels: readonly string[]) =>
  versions.find(version => version.labels.some(label => labels.includes(label)));

/** A parameter as the reading operations show it; dates are epoch seconds on this wire. */
const shown = ({ name }: StoredParameter, version: ParameterVersion, decrypt: boolean) => ({
  Name: name,
  Type: version.type,
  Value: readableValue(version, decrypt),
  Version: version.version,
  LastModifiedDate: version.modifiedAtMs / 1000,
  ARN: `${ARN}${name.startsWith('/') ? '' : '/'}${name}`,
  DataType: 'text',
});

const metadata = ({ name }: StoredParameter, version: ParameterVersion) => ({
  Name: name,
  ARN: `${ARN}${name.startsWith('/') ? '' : '/'}${name}`,
  Type: version.type,
  KeyId: version.keyId,
  LastModifiedDate: version.modifiedAtMs / 1000,
  LastModifiedUser: version.modifiedBy,
  Description: version.description,
  AllowedPattern: version.allowedPattern,
  Version: version.version,
  Tier: 'Standard',
  Policies: [],
  DataType: 'text',
});

/** A secure string read without decryption is unreadable, here as there. */
const readableValue = ({ type, value }: ParameterVersion, decrypt: boolean) =>
  type === 'SecureString' && !decrypt ? Buffer.from(`encrypted ${value}`).toString('base64') : value;

function isIn(path: string, recursive: boolean): (name: string) => boolean {
  if (!path.startsWith('/')) throw validationError('The parameter path must begin with a slash.');
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return name => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/'));
}

function filterOf(filter: JsonInput): (parameter: StoredParameter) => boolean {
  const [key, values] = [filter.text('Key'), filter.texts('Values')];
  const option = filter.maybeText('Option') ?? (key === 'Path' ? 'OneLevel' : 'Equals');
  if (key === 'Path') {
    const paths = values.map(path => isIn(path, option === 'Recursive'));
    return ({ name }) => paths.some(fits => fits(name));
  }
  if (key === 'Type') return parameter => values.includes(newest(parameter).type);
  if (key !== 'Name') throw new AwsError('InvalidFilterKey', `The filter key ${key} is not valid.`);
  if (option === 'BeginsWith') return ({ name }) => values.some(value => name.startsWith(value));
  if (option === 'Contains') return ({ name }) => values.some(value => name.includes(value));
  return ({ name }) => values.includes(name);
}

interface Keyed<T> {
  readonly key: string;
  readonly item: T;
}

/** One page of what was found, in key order; the token is the last key shown. */
function page<T>(found: readonly Keyed<T>[], input: JsonInput, most: number) {
  const size = input.maybeNumber('MaxResults') ?? most;
  if (size < 1 || size > most) throw validationError(`MaxResults must lie between 1 and ${most}.`);
  const token = input.maybeText('NextToken');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  if (token !== undefined && !found.some(({ key }) => key === after)) {
    throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  }
  const rest = found.filter(({ key }) => key > after);
  const shownNow = rest.slice(0, size);
  const last = shownNow.at(-1);
  const more = last !== undefined && rest.length > size;
  return {
    items: shownNow.map(({ item }) => item),
    next: more ? { NextToken: Buffer.from(last.key).toString('base64url') } : {},
  };
}
