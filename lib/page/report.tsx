import { useState } from 'preact/hooks';
import type { NowView } from '../operator/page/api.ts';
import { useAnswer } from './live.ts';
import { Panel, Shown } from './parts.tsx';

interface Report {
  readonly day: string;
  readonly text: string;
}

/** A day as the morning's e-mail tells it: the last that is over, or another. */
export function DailyReport({ now }: { readonly now: NowView }) {
  const [day, setDay] = useState('');
  const answer = useAnswer<Report>(`/api/report?day=${day}`, now.revision, 30_000);
  const today = now.status.monitoredMinute?.slice(0, 10);
  return (
    <Panel
      title="Daily report"
      wide
      note={
        <label>
          Day{' '}
          <input type="date" max={today} value={day} onChange={event => setDay(event.currentTarget.value)} />
        </label>
      }
    >
      <Shown answer={answer}>
        {({ text }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          <pre class="report" tabIndex={0}>
            {text.trimEnd()}
          </pre>
        )}
      </Shown>
    </Panel>
  );
}
