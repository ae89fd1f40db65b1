import type { NowView } from '../operator/page/api.ts';
import { dollars, minuteText, percent, signedDollars, toneOf } from './words.ts';

/** The desk's standing in one line of figures, on every section. */
export function Header({
  now,
  connected,
}: {
  readonly now: NowView | undefined;
  readonly connected: boolean;
}) {
  return (
    <header class="top">
      <h1>
        <span class="brand">perpdesk</span> {now?.status.desk ?? ''}
        {now?.status.mode == null ? null : (
          <span class={`chip mode ${now.status.mode}`}>{now.status.mode}</span>
        )}
      </h1>
      {now === undefined ? null : <Figures now={now} />}
      <Notices now={now} connected={connected} />
    </header>
  );
}

function Figures({ now: { status, positions } }: { readonly now: NowView }) {
  const naked = positions.filter(({ phase }) => phase === 'open' || phase === 'unknown').length;
  const exposure = positions.reduce((sum, each) => sum + each.qty * (each.markPrice ?? each.entryPrice), 0);
  return (
    <dl class="figures">
      <Figure name="Equity" value={status.equityUsd === null ? '–' : dollars(status.equityUsd)} />
      <Figure
        name="Today"
        value={status.dayUsd === null ? '–' : signedDollars(status.dayUsd)}
        tone={toneOf(status.dayUsd ?? 0)}
      />
      <Figure
        name="Drawdown"
        value={status.drawdownFraction === null ? '–' : percent(rounded(status.drawdownFraction))}
      />
      <Figure
        name="Open"
        value={`${positions.length}`}
        of={positions.length === 0 ? '' : dollars(exposure)}
      />
      <Figure
        name="Stops"
        value={naked > 0 ? `${naked} NAKED` : positions.length === 0 ? '–' : 'all in place'}
        tone={naked > 0 ? 'bad' : 'plain'}
      />
      <Figure name="State" value={status.state} tone={status.state === 'active' ? 'plain' : 'warn'} />
      <Figure
        name="Minute (UTC)"
        value={status.monitoredMinute === null ? '–' : minuteText(Date.parse(status.monitoredMinute))}
      />
    </dl>
  );
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

function Figure({
  name,
  value,
  of = '',
  tone = 'plain',
}: {
  readonly name: string;
  readonly value: string;
  readonly of?: string;
  readonly tone?: string;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={tone}>
        {value}
        {of === '' ? null : <small> {of}</small>}
      </dd>
    </div>
  );
}

/** What must not be overlooked; said aloud by a screen reader when it changes. */
function Notices({ now, connected }: { readonly now: NowView | undefined; readonly connected: boolean }) {
  return (
    <div class="notices" aria-live="polite">
      {connected ? null : <p class="notice bad">The page’s server gives no answer: what you see is old.</p>}
      {now?.status.atRest == null ? null : <p class="notice">The desk is {now.status.atRest}.</p>}
      {now?.silent == null ? null : <p class="notice bad">The desk cannot be read: {now.silent}</p>}
      {now?.reading === true ? <p class="notice">Reading the last seven days of the journal…</p> : null}
    </div>
  );
}
