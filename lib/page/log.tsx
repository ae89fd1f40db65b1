import { useEffect, useState } from 'preact/hooks';
import type { LogLine, LogPage, NowView } from '../operator/page/api.ts';
import { useAnswer } from './live.ts';
import { Empty, Find, Panel } from './parts.tsx';
import { linkTo } from './route.ts';
import { shortText, spoken } from './words.ts';

/** Records by what a person looks for. */
const KINDS = [
  ['', 'All kinds'],
  ['entry,slice', 'Entries'],
  ['not-taken', 'Not taken'],
  ['exit,closed', 'Exits'],
  ['protection,unprotected', 'Stops'],
  ['trouble,unknown,foreign', 'Trouble'],
  ['state,universe', 'Desk and universe'],
  ['votes,revalidated,seat,policy', 'Models'],
  ['truth', 'Venue truth'],
] as const;

/** What the desk decided and why, newest first, filtered by whoever keeps the lines: fifty thousand stay out of the page. */
export function LogView({ now }: { readonly now: NowView }) {
  const [kinds, setKinds] = useState('');
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const query = new URLSearchParams({ types: kinds, text, all: all ? '1' : '' }).toString();
  return (
    <Panel
      title="Log of decisions"
      wide
      note={
        <form class="filters" onSubmit={event => event.preventDefault()}>
          <label>
            Kind{' '}
            <select value={kinds} onChange={event => setKinds(event.currentTarget.value)}>
              {KINDS.map(([types, title]) => (
                <option key={types} value={types}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <Find name="Words" typed={text} found={setText} hint="SOLUSDT, stop, …" />
          <label class="check">
            <input type="checkbox" checked={all} onChange={event => setAll(event.currentTarget.checked)} />{' '}
            every minute, vote and order
          </label>
        </form>
      }
    >
      <Lines key={query} query={query} revision={now.revision} />
    </Panel>
  );
}

function Lines({ query, revision }: { readonly query: string; readonly revision: number }) {
  const answer = useAnswer<LogPage>(`/api/log?${query}`, revision);
  const [older, setOlder] = useState<
    { readonly lines: readonly LogLine[]; readonly before: number | null } | undefined
  >();
  const newest = answer.data;
  const lines = joined(newest?.lines ?? [], older?.lines ?? []);
  const before = older === undefined ? (newest?.before ?? null) : older.before;
  const more = async () => {
    const response = await fetch(`/api/log?${query}&before=${before}`);
    const page = (await response.json()) as LogPage;
    setOlder({ lines: joined(lines, page.lines), before: page.before });
  };
  if (answer.refused !== undefined) return <p class="refused">{answer.refused}</p>;
  if (newest === undefined) return <p class="loading">Reading…</p>;
  if (lines.length === 0) return <Empty>No line of the last seven days is like that.</Empty>;
  return (
    <>
      <p class="note" role="status">
        {newest.total.toLocaleString('en-US')} lines, newest first
      </p>
      <ol class="log">
        {lines.map(line => (
          <Line key={line.seq} line={line} />
        ))}
      </ol>
      {before === null ? <p class="note">That is all of the last seven days.</p> : <More more={more} />}
    </>
  );
}

/** Newest first, each line once. Both are in order already. */
function joined(newer: readonly LogLine[], older: readonly LogLine[]): readonly LogLine[] {
  const last = newer.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return [...newer, ...older.filter(({ seq }) => seq < last)];
}

function More({ more }: { readonly more: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [more]);
  return (
    <button
      type="button"
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void more();
      }}
    >
      Older lines
    </button>
  );
}

function Line({ line: { minute, type, tone, text, position, notTaken } }: { readonly line: LogLine }) {
  const link =
    position !== null ? linkTo('trade', position) : notTaken !== null ? linkTo('not-taken', notTaken) : null;
  return (
    <li class={tone}>
      <time dateTime={new Date(minute).toISOString()}>{shortText(minute)}</time>
      <span class="kind">{spoken(type)}</span>
      <span class="text">
        {text}{' '}
        {link === null ? null : (
          <a href={link} aria-label={`why: ${text.slice(0, 60)}`}>
            why?
          </a>
        )}
      </span>
    </li>
  );
}
