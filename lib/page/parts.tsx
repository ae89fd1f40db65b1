import type { ComponentChildren } from 'preact';
import type { Answered } from './live.ts';
import { signedDollars, toneOf } from './words.ts';

/** A section with a heading that a screen reader can jump to. */
export function Panel({
  title,
  note,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
}) {
  return (
    <section class={wide ? 'panel wide' : 'panel'} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {note === undefined ? null : <div class="note">{note}</div>}
      </header>
      {children}
    </section>
  );
}

/** Dollars with sign and tone. */
export const Money = ({ usd }: { readonly usd: number }) => (
  <span class={`num ${toneOf(usd)}`}>{signedDollars(usd)}</span>
);

export const Side = ({ side, source }: { readonly side: string; readonly source?: string }) => (
  <>
    <span class={`chip ${side}`}>{side}</span>
    {source === 'forced' ? <span class="chip forced">forced</span> : null}
  </>
);

/** What an answer comes to: what was refused, that it is being read, or the thing itself. */
export function Shown<T>({
  answer,
  children,
}: {
  readonly answer: Answered<T>;
  readonly children: (data: T) => ComponentChildren;
}) {
  if (answer.refused !== undefined) return <p class="refused">{answer.refused}</p>;
  if (answer.data === undefined) return <p class="loading">Reading…</p>;
  return <>{children(answer.data)}</>;
}

export const Empty = ({ children }: { readonly children: ComponentChildren }) => (
  <p class="empty">{children}</p>
);

/** A table that scrolls sideways in its own box where the screen is narrow, by keyboard, too. */
export function Table({
  caption,
  head,
  children,
}: {
  readonly caption: string;
  /** A title ending in `#` is of figures, and stands to the right. */
  readonly head: readonly string[];
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map(title => (
              <th key={title} scope="col" class={title.endsWith('#') ? 'num' : undefined}>
                {title.replace(/ ?#$/, '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A field to narrow a list down with. */
export const Find = ({
  typed,
  found,
  hint,
  name = 'Find',
}: {
  readonly typed: string;
  readonly found: (text: string) => void;
  readonly hint: string;
  readonly name?: string;
}) => (
  <label>
    {name}{' '}
    <input
      type="search"
      value={typed}
      onInput={event => found(event.currentTarget.value)}
      placeholder={hint}
    />
  </label>
);
