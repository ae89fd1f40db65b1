import { useState } from 'preact/hooks';
import type { AlarmsView, EquitySeries, NowView, PositionPath } from '../operator/page/api.ts';
import { useAnswer } from './live.ts';
import { Empty, Panel, Shown } from './parts.tsx';
import { Plot } from './plot.tsx';
import { PositionTile } from './position.tsx';
import { linkTo } from './route.ts';
import { begun, dollars, percent, shortText } from './words.ts';

/** What is open, what it earns, why nothing more is opened, and what wants a look. */
export function NowPage({ now }: { readonly now: NowView }) {
  const { status, positions, revision } = now;
  const paths = useAnswer<Readonly<Record<string, PositionPath>>>('/api/paths', revision);
  return (
    <div class="grid">
      <Panel title="Last minute">
        <p>{begun(status.noTrade ?? 'a position was opened or enlarged')}.</p>
        {status.slicesWaiting === null ? null : <p>Waiting: {status.slicesWaiting}</p>}
        {status.policy === null ? null : (
          <p class="note">RL policy: {status.policy.licensed ? 'licensed' : status.policy.because}.</p>
        )}
      </Panel>
      <Attention now={now} />
      <Equity now={now} />
      <Panel
        title={positions.length === 1 ? '1 open position' : `${positions.length} open positions`}
        note={<Key />}
        wide
      >
        {positions.length === 0 ? (
          <Empty>
            Nothing is open{status.noTrade === null ? '' : `: ${status.noTrade}`}.{' '}
            <a href={linkTo('trades')}>What was traded, and what was not</a>
          </Empty>
        ) : (
          <ul class="tiles">
            {positions.map(position => (
              <PositionTile key={position.id} position={position} path={paths.data?.[position.id]} />
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

const Key = () => (
  <p class="key" aria-hidden="true">
    <i class="line mark" /> mark <i class="line entry" /> entry <i class="line stop" /> stop{' '}
    <i class="line target" /> target
  </p>
);

function Attention({ now }: { readonly now: NowView }) {
  const alarms = useAnswer<AlarmsView>('/api/alarms', now.revision, 5_000);
  const { troubles } = now.status;
  return (
    <Panel title="Wants attention">
      {troubles.length === 0 ? (
        <p class="good">Nothing: no trouble in the last hour.</p>
      ) : (
        <ul class="plain">
          {troubles.map(each => (
            <li key={each} class="warn">
              {each}
            </li>
          ))}
        </ul>
      )}
      <h3>Alarms</h3>
      <Shown answer={alarms}>{view => <Alarms view={view} />}</Shown>
    </Panel>
  );
}

const STATES = { ok: 'quiet', alarm: 'ALARM', unknown: 'no data' } as const;
const TONES = { ok: 'good', alarm: 'bad', unknown: 'warn' } as const;

function Alarms({ view }: { readonly view: AlarmsView }) {
  if (view.because !== null) return <p class="note">{view.because}</p>;
  const on = view.alarms.filter(({ state }) => state !== 'ok');
  const quiet = view.alarms.length - on.length;
  return (
    <>
      <ul class="plain">
        {on.map(({ name, state, since, says }) => (
          <li key={name} class={TONES[state]}>
            <strong>{name}</strong> {STATES[state]}
            {since === null ? '' : ` since ${shortText(since)}`}: {says}
          </li>
        ))}
      </ul>
      <details>
        <summary>
          {quiet} of {view.alarms.length} quiet
        </summary>
        <ul class="plain">
          {view.alarms
            .filter(({ state }) => state === 'ok')
            .map(({ name, says }) => (
              <li key={name}>
                <strong>{name}</strong>: {says}
              </li>
            ))}
        </ul>
      </details>
    </>
  );
}

const SPANS = [
  [6, '6 h'],
  [24, '24 h'],
  [168, '7 d'],
] as const;
const HOUR_MS = 3_600_000;

function Equity({ now }: { readonly now: NowView }) {
  const [hours, setHours] = useState<number>(24);
  const until = now.status.monitoredMinute === null ? 0 : Date.parse(now.status.monitoredMinute);
  // Whole hours, so that the question stays the same while the desk goes on.
  const since = Math.floor(until / HOUR_MS) * HOUR_MS - hours * HOUR_MS;
  const answer = useAnswer<EquitySeries>(`/api/equity?since=${since}`, now.revision);
  const [kept, keep] = useState<EquitySeries | undefined>(undefined);
  if (answer.data !== undefined && answer.data !== kept) keep(answer.data);
  const series = answer.data ?? kept;
  return (
    <Panel
      title="Equity and drawdown"
      wide
      note={
        <fieldset class="choice">
          <legend class="hidden">Span of the chart</legend>
          {SPANS.map(([span, text]) => (
            <button type="button" key={span} aria-pressed={span === hours} onClick={() => setHours(span)}>
              {text}
            </button>
          ))}
        </fieldset>
      }
    >
      {series === undefined || series.at.length === 0 ? (
        <Empty>No minute of this span is on record yet.</Empty>
      ) : (
        <EquityCharts series={series} />
      )}
    </Panel>
  );
}

function EquityCharts({ series: { at, equityUsd, highWaterUsd } }: { readonly series: EquitySeries }) {
  const down = equityUsd.map((equity, i) => -Math.max(0, 1 - equity / (highWaterUsd[i] ?? equity)));
  const [first = 0, last = 0] = [equityUsd[0], equityUsd.at(-1)];
  const deepest = Math.min(0, ...down);
  return (
    <>
      <Plot
        says={`Equity from ${dollars(first)} to ${dollars(last)}`}
        at={at}
        height={200}
        legend
        format={dollars0}
        lines={[
          { label: 'highest', values: highWaterUsd, colour: '--muted', width: 1, dash: [4, 4] },
          { label: 'equity', values: equityUsd, colour: '--accent', width: 2 },
        ]}
      />
      <Plot
        says={`Drawdown from the highest equity, ${percent(Math.round(-deepest * 1e4) / 1e4)} at its deepest`}
        at={at}
        height={90}
        legend
        format={value => percent(Math.round(value * 1e4) / 1e4)}
        lines={[{ label: 'drawdown', values: down, colour: '--bad', width: 1, fill: '--bad-soft' }]}
      />
    </>
  );
}

const dollars0 = (value: number): string => dollars(Math.round(value)).replace(/\.00$/, '');
