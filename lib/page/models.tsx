import type { DeskModelsView } from '../operator/commands/desk-models.ts';
import type { NowView } from '../operator/page/api.ts';
import type { ModelView, TrainedView } from '../operator/seats.ts';
import { gainText, rateText } from '../operator/views/model-figures.ts';
import { ensembleText, shareText } from '../operator/views/models.ts';
import { useAnswer } from './live.ts';
import { Empty, Panel, Shown, Table } from './parts.tsx';
import { Plot } from './plot.tsx';
import { minuteText, percent, spoken } from './words.ts';

/** Who holds which seat, what each has shown, what the votes weighed by day, and how the RL policy stands. */
export function ModelsView({ now }: { readonly now: NowView }) {
  // Reading models is dear, and they change once a day.
  const answer = useAnswer<DeskModelsView>('/api/models', now.revision, 30_000);
  return (
    <Shown answer={answer}>
      {view => (
        <div class="grid">
          <Panel title="Models" note={<p>{ensembleText(view.ensemble)}</p>} wide>
            <Seats models={view.models} />
          </Panel>
          <Panel title="RL policy">
            <Policy view={view} />
          </Panel>
          <Panel title="Weight of each kind in the vote">
            <Weights view={view} />
          </Panel>
          <Panel title="What changed" wide>
            <Changes view={view} />
          </Panel>
        </div>
      )}
    </Shown>
  );
}

const HEAD = ['Model', 'Seat', 'Age #', 'Predictions #', 'Won, 90 % interval #', 'Gain #', 'Vote #', 'Why'];

const Seats = ({ models }: { readonly models: readonly ModelView[] }) => (
  <Table
    caption="Won: of resolved predictions that leaned to a side. Gain: log loss below the base rate’s, in nats"
    head={HEAD}
  >
    {models.map((model, i) => (
      <SeatRow key={`${model.kind}${i}`} model={model} />
    ))}
  </Table>
);

function SeatRow({ model }: { readonly model: ModelView }) {
  switch (model.state) {
    case 'untrained':
      return (
        <tr>
          <th scope="row">{model.kind}</th>
          <td>vacant</td>
          <td colSpan={5} />
          <td class="long">not trained, so it has no vote</td>
        </tr>
      );
    case 'unusable':
      return (
        <tr>
          <th scope="row">{model.version}</th>
          <td>{model.role}</td>
          <td colSpan={5} class="bad">
            unusable
          </td>
          <td class="long">{model.because}</td>
        </tr>
      );
    case 'trained':
      return <TrainedRow model={model} />;
    default:
      return model satisfies never;
  }
}

function TrainedRow({
  model: { manifest, role, ageDays, licence, because, weight },
}: {
  readonly model: TrainedView;
}) {
  const { standing } = licence;
  return (
    <tr>
      <th scope="row">{manifest.version}</th>
      <td>{role}</td>
      <td class="num">{Math.floor(ageDays)} d</td>
      <td class="num">{standing.leaning.toLocaleString('en-US')}</td>
      <td class="num">{rateText(standing)}</td>
      <td class="num">{gainText(standing)}</td>
      <td class="num">{because === null ? <span class="good">{shareText(weight)}</span> : 'none'}</td>
      <td class="long">{because ?? 'licensed'}</td>
    </tr>
  );
}

const factor = (value: number): string => `x${Math.round(value * 100) / 100}`;

function Policy({ view: { policy } }: { readonly view: DeskModelsView }) {
  if (policy === null) return <Empty>The desk has not finished a minute yet.</Empty>;
  const { n, needed, because, applied, multiplierMin, multiplierMax } = policy;
  return (
    <>
      <p class={policy.licensed ? 'good' : undefined}>
        {policy.licensed ? 'Licensed: it may change sizes.' : `${because}.`}
      </p>
      <label class="meter">
        Learnt from {n} of {needed} trades that a licence takes
        <progress max={needed} value={Math.min(n, needed)} />
      </label>
      <dl class="rows">
        <div>
          <dt>May multiply a size by</dt>
          <dd>
            {factor(multiplierMin)} to {factor(multiplierMax)}
          </dd>
        </div>
        <div>
          <dt>Has multiplied the last {applied?.entries ?? 0} sizes by</dt>
          <dd>
            {applied === null
              ? '–'
              : `${factor(applied.least)} to ${factor(applied.most)}, last ${factor(applied.last)}`}
          </dd>
        </div>
      </dl>
    </>
  );
}

const COLOURS = ['--accent', '--good', '--warn', '--bad'];

function Weights({ view }: { readonly view: DeskModelsView }) {
  const days = view.weights.filter(({ at }) => at !== null).toReversed();
  const [first] = days;
  if (first === undefined) return <Empty>No vote of the last days is on record.</Empty>;
  const kinds = Object.keys(first.weights) as (keyof typeof first.weights)[];
  const share = (day: (typeof days)[number], kind: (typeof kinds)[number]) =>
    day.weights[kind].licensed ? (day.weights[kind].weight ?? 0) : 0;
  return (
    <>
      {days.length < 2 ? null : (
        <Plot
          says={`Share of the vote by kind over ${days.length} days`}
          at={days.map(({ at }) => at ?? 0)}
          height={140}
          legend
          format={value => percent(Math.round(value * 1_000) / 1_000)}
          lines={kinds.map((kind, i) => ({
            label: kind,
            values: days.map(day => share(day, kind)),
            colour: COLOURS[i] ?? '--muted',
          }))}
        />
      )}
      <Table caption="At the last votes of each day" head={['Votes of', ...kinds.map(kind => `${kind} #`)]}>
        {days.toReversed().map(day => (
          <tr key={day.day}>
            <th scope="row">{minuteText(day.at ?? day.day)}</th>
            {kinds.map(kind => (
              <td key={kind} class="num">
                {day.weights[kind].version === null
                  ? '–'
                  : day.weights[kind].licensed
                    ? shareText(share(day, kind))
                    : 'no vote'}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </>
  );
}

function Changes({ view: { changes } }: { readonly view: DeskModelsView }) {
  if (changes.length === 0) return <Empty>Nobody has come to a seat, or left one, in these days.</Empty>;
  return (
    <Table caption="Newest first" head={['When', 'Model', 'What', 'Why']}>
      {changes.map(({ at, version, what, because }) => (
        <tr key={`${at}${version}${what}`}>
          <td>{minuteText(at)}</td>
          <th scope="row">{version}</th>
          <td>{spoken(what)}</td>
          <td class="long">{because}</td>
        </tr>
      ))}
    </Table>
  );
}
