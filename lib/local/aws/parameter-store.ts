import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { AwsError, statusOf } from './aws-error.ts';
import type { LocalServiceOptions } from './dynamo.ts';
import { asError, Faults } from './faults.ts';
import { answerJson, type LocalService, listen, operationOf, readText } from './http.ts';
import { JsonInput } from './json-input.ts';
import { labelVersion, unlabelVersion } from './parameter-label.ts';
import { type Editor, putParameter, tagsOf } from './parameter-put.ts';
import {
  describeParameters,
  getParameter,
  getParameterHistory,
  getParameters,
  getParametersByPath,
} from './parameter-read.ts';
import { ParameterState } from './parameter-state.ts';
import { lockState } from './state-lock.ts';

export interface ParameterStoreOptions extends LocalServiceOptions {
  /** Clock of `LastModifiedDate`, in ms; the machine's when left out. */
  readonly now?: () => number;
}

type Operation = (state: ParameterState, input: JsonInput, editor: Editor) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  PutParameter: putParameter,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  GetParameterHistory: getParameterHistory,
  DescribeParameters: describeParameters,
  LabelParameterVersion: labelVersion,
  UnlabelParameterVersion: unlabelVersion,
  DeleteParameter: deleteParameter,
  AddTagsToResource: addTags,
  ListTagsForResource: listTags,
};

/**
 * A Parameter Store on this machine for the unmodified SDK (`AWS_ENDPOINT_URL_SSM`): JSON 1.1, dates in epoch
 * seconds. Every change is in the state folder before it is answered. Faults: see `Faults`.
 */
export async function startParameterStore(options: ParameterStoreOptions = {}): Promise<LocalService> {
  const { port = 0, stateFolder, now = Date.now } = options;
  const unlock = stateFolder === undefined ? undefined : await lockState(join(stateFolder, 'parameters'));
  const state = await loadState(stateFolder, unlock);
  const faults = new Faults();
  const server = createServer((request, response) => {
    if (faults.concerns(request)) void faults.control(request, response);
    else void serve(request, response, { state, faults, now });
  });
  return await listen(server, port, unlock);
}

async function loadState(folder: string | undefined, unlock?: () => Promise<void>): Promise<ParameterState> {
  try {
    return new ParameterState(folder);
  } catch (error) {
    await unlock?.();
    throw error;
  }
}

interface Service {
  readonly state: ParameterState;
  readonly faults: Faults;
  readonly now: () => number;
}

async function serve(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  try {
    const body = await readText(request);
    const answer = perform(
      operationOf(request),
      body,
      { arn: callerOf(request), atMs: service.now() },
      service,
    );
    answerJson(response, 200, answer, 'application/x-amz-json-1.1');
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the client went away: nobody is left to be told
    const { type, message } =
      error instanceof AwsError ? error : new AwsError('InternalServerError', String(error));
    answerJson(response, statusOf(type), { __type: type, message }, 'application/x-amz-json-1.1');
  }
}

function perform(name: string, body: string, editor: Editor, { state, faults }: Service): unknown {
  const operation = OPERATIONS[name];
  if (operation === undefined) throw new AwsError('UnknownOperationException', `No operation ${name} here.`);
  const fault = faults.take(name);
  if (fault?.effect === 'none') throw asError(fault);
  const answer = operation(state, new JsonInput(parsed(body)), editor);
  if (fault !== undefined) throw asError(fault);
  return answer;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
}

/** The caller's access key id stands for the user: it is what the request is signed with. */
function callerOf(request: IncomingMessage): string {
  const [, keyId = 'anonymous'] = /Credential=([^/,\s]+)/.exec(request.headers.authorization ?? '') ?? [];
  return `arn:aws:iam::000000000000:user/${keyId}`;
}

function deleteParameter(state: ParameterState, input: JsonInput) {
  state.remove(state.get(input.text('Name')).name);
  state.save();
  return {};
}

function addTags(state: ParameterState, input: JsonInput) {
  Object.assign(tagged(state, input), tagsOf(input));
  state.save();
  return {};
}

function listTags(state: ParameterState, input: JsonInput) {
  return { TagList: Object.entries(tagged(state, input)).map(([Key, Value]) => ({ Key, Value })) };
}

function tagged(state: ParameterState, input: JsonInput): Record<string, string> {
  const parameter = state.find(input.text('ResourceId'));
  if (parameter === undefined) throw new AwsError('InvalidResourceId', 'The resource ID is not valid.');
  return parameter.tags;
}
