import { useEffect, useRef, useState } from 'preact/hooks';
import type { NowView } from '../operator/page/api.ts';

/** The desk as it stands, and whether the page still hears from its server. */
export interface Live {
  readonly now: NowView | undefined;
  readonly connected: boolean;
}

/** Follows the desk. The browser connects again by itself when the server comes back. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ now: undefined, connected: true });
  useEffect(() => {
    const source = new EventSource('/api/live');
    source.onmessage = ({ data }: MessageEvent<string>) =>
      setLive({ now: JSON.parse(data) as NowView, connected: true });
    source.onerror = () => setLive(before => ({ ...before, connected: false }));
    return () => source.close();
  }, []);
  return live;
}

export interface Answered<T> {
  readonly data: T | undefined;
  /** What the server said instead, in one sentence. */
  readonly refused: string | undefined;
}

/** No question is repeated sooner, however fast the desk runs. */
const AGAIN_MS = 1_000;

/** Asks the server, and again when the desk has changed: at most once in a while, and not while nobody looks. */
export function useAnswer<T>(path: string, revision: number, againMs = AGAIN_MS): Answered<T> {
  const [answer, setAnswer] = useState<Answered<T> & { readonly of?: string }>({
    data: undefined,
    refused: undefined,
  });
  const last = useRef({ path: '', at: 0 });
  useEffect(() => {
    const gone = new AbortController();
    const isNewPath = last.current.path !== path;
    const wait = isNewPath ? 0 : Math.max(0, last.current.at + againMs - performance.now());
    const timer = setTimeout(() => {
      if (document.hidden && !isNewPath) return;
      last.current = { path, at: performance.now() };
      void ask<T>(path, gone.signal).then(got => {
        if (got !== undefined) setAnswer({ ...got, of: path });
      });
    }, wait);
    return () => {
      clearTimeout(timer);
      // An answer under way is still good for the same question.
      if (isNewPath) return;
    };
  }, [path, revision, againMs]);
  return answer.of === path ? answer : { data: undefined, refused: undefined };
}

/** Undefined where nobody waits for the answer any more. */
async function ask<T>(path: string, signal: AbortSignal): Promise<Answered<T> | undefined> {
  try {
    const response = await fetch(path, { signal });
    const body: unknown = await response.json();
    if (response.ok) return { data: body as T, refused: undefined };
    return { data: undefined, refused: because(body) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    return { data: undefined, refused: 'the page’s server gives no answer; is it still running?' };
  }
}

/** Sends an edit. Rejects never: what went wrong is told. */
export async function send<T>(path: string, body: unknown): Promise<Answered<T>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answered: unknown = await response.json();
    return response.ok
      ? { data: answered as T, refused: undefined }
      : { data: undefined, refused: because(answered) };
  } catch {
    return { data: undefined, refused: 'the page’s server gives no answer; nothing is known of the edit' };
  }
}

const because = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'because' in body ? String(body.because) : 'refused';
