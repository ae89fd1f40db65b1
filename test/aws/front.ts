import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type AwsRequest, awsRequest } from './request.ts';

/** Whether a request may pass; a refusal says in one sentence which statement was looked for in vain. */
export type Judge = (asked: AwsRequest) => { readonly allowed: boolean; readonly because: string };

export interface Front {
  /** Where clients turn to instead of to the emulator. */
  readonly url: string;
  /** All that was asked, in order. */
  readonly asked: readonly AwsRequest[];
  /** What was refused since the beginning, in words. */
  readonly refused: readonly string[];
  /** From now on requests signed with this id pass only where the judge allows it. */
  bind(signer: string, judge: Judge): void;
  close(): Promise<void>;
}

/**
 * A server before the emulator. It writes down what is asked, lets a signer do what its policies allow and no more (the
 * emulator knows no permissions), and answers the one action of a deployment that the emulator does not know.
 */
export async function startFront(emulator: string): Promise<Front> {
  const asked: AwsRequest[] = [];
  const refused: string[] = [];
  const judges = new Map<string, Judge>();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const known = awsRequest({ method, url, headers, body: body.toString('latin1') });
    if (known !== undefined) {
      asked.push(known);
      const verdict = judges.get(known.signer)?.(known);
      if (verdict?.allowed === false) {
        refused.push(`${known.signer}: ${verdict.because}`);
        refuse(response, known, verdict.because);
        return;
      }
      if (known.action === 'UpdateTerminationProtection') {
        protectedStack(response);
        return;
      }
    }
    forward(emulator, incoming, body, response);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    refused,
    bind: (signer, judge) => void judges.set(signer, judge),
    close: () =>
      new Promise(done => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function forward(emulator: string, incoming: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { hostname, port } = new URL(emulator);
  const { method, url: path, headers } = incoming;
  const passed = request({ hostname, port, method, path, headers: lengthOf(headers, body) }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', error => response.writeHead(502).end(error.message));
  passed.end(body);
}

/** The body goes on whole, so it is no longer sent in chunks. */
function lengthOf(headers: IncomingMessage['headers'], body: Buffer): IncomingMessage['headers'] {
  const { 'transfer-encoding': _chunked, expect: _expect, ...rest } = headers;
  return { ...rest, 'content-length': String(body.length) };
}

function refuse(response: ServerResponse, { service }: AwsRequest, because: string): void {
  if (service === 'dynamodb' || service === 'ssm') {
    const error = { __type: 'AccessDeniedException', message: because };
    return void response
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(error));
  }
  const code = service === 's3' ? 'AccessDenied' : 'AuthorizationError';
  const error = `<Error><Code>${code}</Code><Message>${because}</Message></Error>`;
  response
    .writeHead(403, { 'content-type': 'application/xml' })
    .end(service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`);
}

/** That it was asked for is written down; the emulator would answer that it does not know how. */
const protectedStack = (response: ServerResponse): void =>
  void response
    .writeHead(200, { 'content-type': 'text/xml' })
    .end(
      '<UpdateTerminationProtectionResponse><UpdateTerminationProtectionResult><StackId>protected</StackId>' +
        '</UpdateTerminationProtectionResult></UpdateTerminationProtectionResponse>',
    );
