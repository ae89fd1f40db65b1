import { useEffect, useRef } from 'preact/hooks';
import type { NowView } from '../operator/page/api.ts';
import { Header } from './header.tsx';
import { LimitsView } from './limits.tsx';
import { useLive } from './live.ts';
import { LogView } from './log.tsx';
import { ModelsView } from './models.tsx';
import { MoneyView } from './money.tsx';
import { NowPage } from './now.tsx';
import { linkTo, type Place, usePlace } from './route.ts';
import { NotTakenPage, TradePage } from './trade.tsx';
import { TradesView } from './trades.tsx';
import { UniverseView } from './universe.tsx';

const SECTIONS = [
  ['', 'Now'],
  ['trades', 'Trades'],
  ['money', 'Money'],
  ['universe', 'Universe'],
  ['models', 'Models'],
  ['limits', 'Limits'],
  ['log', 'Log'],
] as const;

/** The whole page: the desk's standing on top, then one section. */
export function App() {
  const { now, connected } = useLive();
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const at = `${place.section}/${place.name}`;
  useEffect(() => {
    // Whoever uses a screen reader is told where they are now; nobody is when the page has just been opened.
    if (!first.current) main.current?.focus();
    first.current = false;
    scrollTo(0, 0);
  }, [at]);
  useEffect(() => {
    const title = SECTIONS.find(([section]) => section === place.section)?.[1] ?? place.name;
    document.title = `${title} · ${now?.status.desk ?? 'perpdesk'}`;
  });
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Header now={now} connected={connected} />
      <nav aria-label="Sections">
        {SECTIONS.map(([section, title]) => (
          <a
            key={section}
            href={linkTo(section)}
            aria-current={section === nearest(place.section) ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {now === undefined ? <p class="loading">Reading the desk…</p> : <Section place={place} now={now} />}
      </main>
      <footer>
        Times are UTC. The desk reports; it does not promise. Most systems of this kind lose money.
      </footer>
    </>
  );
}

/** The section that a single trade belongs to. */
const nearest = (section: string): string =>
  section === 'trade' || section === 'not-taken' ? 'trades' : section;

function Section({ place, now }: { readonly place: Place; readonly now: NowView }) {
  switch (place.section) {
    case '':
      return <NowPage now={now} />;
    case 'trades':
      return <TradesView now={now} />;
    case 'trade':
      return <TradePage id={place.name} now={now} />;
    case 'not-taken':
      return <NotTakenPage name={place.name} now={now} />;
    case 'money':
      return <MoneyView now={now} />;
    case 'universe':
      return <UniverseView now={now} />;
    case 'models':
      return <ModelsView now={now} />;
    case 'limits':
      return <LimitsView now={now} />;
    case 'log':
      return <LogView now={now} />;
    default:
      return (
        <p class="empty">
          There is no such section. <a href={linkTo('')}>Back to what is open now</a>
        </p>
      );
  }
}
