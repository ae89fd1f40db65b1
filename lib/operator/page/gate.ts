import type { IncomingHttpHeaders } from 'node:http';

/** What a request is turned away with. */
export interface Turned {
  readonly status: 403 | 405 | 415 | 421;
  readonly because: string;
}

/**
 * Whether a request comes from the page itself, or from whoever sits at this machine. Another site that is open in the
 * same browser can send requests here, too: by its own name for this address (so `Host` must be this address), as a
 * page of its own (so `Origin` and `Sec-Fetch-Site` must be ours), or as a form (so an edit must be JSON, which no
 * form can send). Pure.
 */
export function turnedAway(
  { method, headers }: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  port: number,
): Turned | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? ''))
    return { status: 421, because: 'this page is served to this machine alone, by its own address' };
  const site = headers['sec-fetch-site'];
  const isRead = method === 'GET' || method === 'HEAD';
  // A link on another site may lead here; what it loads from here is loaded by the page.
  const isVisit = isRead && headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit)
    return { status: 403, because: 'asked by another site' };
  const { origin } = headers;
  if (origin !== undefined && !hosts.some(host => origin === `http://${host}`))
    return { status: 403, because: 'asked by another site' };
  if (isRead) return undefined;
  if (method !== 'POST') return { status: 405, because: 'only GET and POST are answered' };
  if (origin === undefined && site === undefined)
    return { status: 403, because: 'an edit must say where it comes from' };
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    return { status: 415, because: 'an edit must be JSON' };
  return undefined;
}

/** On every answer: nothing from elsewhere is loaded, nobody may frame the page, and nothing is kept. */
export const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
} as const;
