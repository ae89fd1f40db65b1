import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type LocalService, listen, readText } from '../../../lib/local/aws/http.ts';
import { type Call, caller, keyOf, SERVERS, type ServerName } from './calls.ts';

/** On which side of a call a process dies: when it has been sent and not arrived, or when it has been answered and not read. */
export type Side = 'before' | 'after';

export type Urls = Readonly<Record<ServerName, string>>;

/**
 * What stands between a desk's process and the servers: it counts the calls of a minute, and at one of them it kills the
 * process, with the real signal, from outside. Its addresses stay the same while what is behind it changes.
 */
export interface Gate {
  readonly urls: Urls;
  leadTo(servers: Urls): void;
  /** Begins a minute: the calls from here on are counted anew. At the call of `at`, `kill` has to end the process. */
  watch(at?: { readonly key: string; readonly side: Side; readonly kill: () => Promise<void> }): void;
  /** The calls of the minute so far. */
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export async function openGate(): Promise<Gate> {
  // No connection is kept behind it: a server that ends one just then would look like a venue that does not answer.
  const agent = new Agent({ keepAlive: false });
  let behind: Urls | undefined;
  let name = caller();
  let calls: Call[] = [];
  let watched: Parameters<Gate['watch']>[0];
  let shut = false;

  const pass = async (server: ServerName, request: IncomingMessage, response: ServerResponse) => {
    const body = await readText(request);
    const call = name(server, request, body);
    calls.push(call);
    const here = watched !== undefined && keyOf(call) === watched.key ? watched : undefined;
    // A dead process asks for nothing more: what was under way beside the fatal call never arrives.
    if (shut) return response.destroy();
    if (here?.side === 'before') {
      shut = true;
      await here.kill();
      return response.destroy();
    }
    const answer = await forward(agent, `${behind?.[server]}${request.url}`, request, body);
    if (here?.side === 'after') {
      shut = true;
      await here.kill();
    }
    if (shut) return response.destroy();
    return response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const fronts = await Promise.all(SERVERS.map(server => front((...args) => pass(server, ...args))));
  const urls = Object.fromEntries(SERVERS.map((server, i) => [server, fronts[i]?.url ?? ''])) as Urls;
  return {
    urls,
    leadTo: servers => {
      behind = servers;
    },
    watch: at => {
      name = caller();
      calls = [];
      watched = at;
      shut = false;
    },
    get calls() {
      return calls;
    },
    close: async () => {
      agent.destroy();
      await Promise.all(fronts.map(each => each.close()));
    },
  };
}

type Pass = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

async function front(pass: Pass): Promise<LocalService> {
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
    // A client that is gone in the middle of a request needs no answer.
    void pass(request, response).catch(() => response.destroy());
  });
  // Longer than any case takes, for the same reason.
  server.keepAliveTimeout = 600_000;
  return await listen(server, 0);
}

const forward = (agent: Agent, url: string, { method = 'GET', headers }: IncomingMessage, body: string) =>
  new Promise<Answer>((resolve, reject) => {
    const asked = ask(url, { method, headers, agent }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(parts) });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
