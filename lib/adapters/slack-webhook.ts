import { PortError, type Webhook } from '../ports.ts';

const ANSWER_MS = 5_000;

/** Whether a text can be the address of a webhook: encrypted, and with no user or password in it. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * Posts in Slack's format, which Mattermost, Discord (`…/slack`) and others read too. The address is a secret: whoever has
 * it may write there. So nothing that `fetch` says of it is passed on, and no redirect is followed.
 */
export const slackWebhook = (url: string, answerMs = ANSWER_MS): Webhook => ({
  post: async text => {
    let status: number;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: escaped(text) }),
        redirect: 'error',
        signal: AbortSignal.timeout(answerMs),
      });
      status = answer.status;
      await answer.body?.cancel();
    } catch (error) {
      throw new PortError('unavailable', `the webhook did not answer${codeOf(error)}`);
    }
    if (status >= 200 && status < 300) return;
    const kind = status === 429 ? 'rate-limited' : status < 500 ? 'unauthorised' : 'unavailable';
    throw new PortError(kind, `the webhook answered with status ${status}`);
  },
});

/** The three signs that Slack reads as its own. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `ENOTFOUND`, `TimeoutError`: a word without an address in it. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: unknown }; readonly name?: unknown };
  const code = cause?.code ?? (name === 'TimeoutError' ? name : undefined);
  return typeof code === 'string' && /^[A-Za-z_]+$/.test(code) ? ` (${code})` : '';
}
