import { mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { type Fault, Faults, faultBody, faultStatus } from './faults.ts';
import { answerJson, type LocalService, listen, operationOf } from './http.ts';
import { lockState } from './state-lock.ts';

export interface LocalServiceOptions {
  /** Any free port when left out. */
  readonly port?: number;
  /** Where the state is kept over restarts and kills; in memory when left out. */
  readonly stateFolder?: string;
}

/**
 * A DynamoDB on this machine for the unmodified SDK (`AWS_ENDPOINT_URL_DYNAMODB`). LevelDB hands every write to the
 * operating system before it is answered, so that a killed process loses nothing answered. Rejects when the port is
 * taken or another process has the folder.
 */
export async function startDynamo({
  port = 0,
  stateFolder,
}: LocalServiceOptions = {}): Promise<LocalService> {
  const path = stateFolder === undefined ? undefined : join(stateFolder, 'dynamodb');
  if (path !== undefined) mkdirSync(path, { recursive: true });
  const unlock = path === undefined ? undefined : await lockState(path);
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(path === undefined ? {} : { path }),
  });
  putFront(server, new Faults());
  return await listen(server, port, unlock);
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes the place of dynalite's request listener, and hands on to it: a function call when no fault waits. */
function putFront(server: Server, faults: Faults): void {
  const [dynaliteListener] = server.listeners('request') as Listener[];
  if (dynaliteListener === undefined) throw new Error('dynalite has no request listener any more');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (faults.concerns(request)) {
      void faults.control(request, response);
      return;
    }
    const fault = faults.take(operationOf(request));
    if (fault?.effect === 'none') {
      request.resume().on('end', () => answerJson(response, faultStatus(fault), faultBody(fault)));
      return;
    }
    if (fault !== undefined) answerFaultInstead(response, fault);
    dynaliteListener(request, response);
    // dynalite throws the error of a client that went away in mid-request, which would end the whole process.
    request.removeAllListeners('error').on('error', () => response.destroy());
  });
}

/** Lets dynalite do the work and write its answer, and sends the fault in its place. */
function answerFaultInstead(response: ServerResponse, fault: Fault): void {
  const end = response.end.bind(response);
  const answer = () => {
    const body = JSON.stringify(faultBody(fault));
    response.statusCode = faultStatus(fault);
    response.removeHeader('x-amz-crc32');
    response.setHeader('content-length', Buffer.byteLength(body));
    return end(body);
  };
  response.end = answer;
}
