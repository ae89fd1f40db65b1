// Runs inside the child process, on the Node that Lambda has: loads index.mjs of the current folder and answers each
// event that arrives over the IPC channel. Plain JavaScript on purpose; nothing here is part of the bundle.
import { pathToFileURL } from 'node:url';

// A call may bring the time it is made at, as in a Lambda whose clock is right: the bundle's own Date then tells it.
const RealDate = Date;
let told;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(Date.now());
    else super(...parts);
  }
  static now() {
    return told ?? RealDate.now();
  }
};

// A paper desk knows one market, the venue's own; here its address leads to the servers of the test.
const { TEST_VENUE_ORIGIN, TEST_VENUE_URL } = process.env;
if (TEST_VENUE_URL !== undefined) {
  const plainFetch = globalThis.fetch;
  globalThis.fetch = (address, options) => {
    const { origin, pathname, search } = new URL(address);
    if (origin !== TEST_VENUE_ORIGIN) throw new Error(`a call to ${origin}, which is nobody's in this test`);
    return plainFetch(`${TEST_VENUE_URL}${pathname}${search}`, options);
  };
}

const started = performance.now();
const { handler } = await import(pathToFileURL(`${process.cwd()}/index.mjs`).href);
const initMs = performance.now() - started;

async function answer({ id, event, timeoutMs, now }) {
  told = now;
  const deadline = Date.now() + timeoutMs;
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    process.send({ id, type: 'returned', value: await handler(event, context) });
  } catch (error) {
    const { name = 'Error', message = String(error), stack = '' } = error ?? {};
    process.send({ id, type: 'threw', errorType: name, errorMessage: message, trace: stack.split('\n') });
  }
}

process.on('message', call => void answer(call));
process.on('disconnect', () => process.exit(0));
process.send({ type: 'ready', initMs, node: process.version });
