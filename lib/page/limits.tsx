import { useState } from 'preact/hooks';
import type { ListedLimit } from '../adapters/ssm/limit-editor.ts';
import type { NowView } from '../operator/page/api.ts';
import { Doctor } from './doctor.tsx';
import { LimitEditor } from './limit-editor.tsx';
import { useAnswer } from './live.ts';
import { Empty, Find, Panel, Shown } from './parts.tsx';

/** Every limit with value, version and meaning; each can be edited, or the command for it be had. */
export function LimitsView({ now }: { readonly now: NowView }) {
  const [edits, setEdits] = useState(0);
  const answer = useAnswer<readonly ListedLimit[]>(
    '/api/limits',
    now.revision + edits,
    edits > 0 ? 0 : 5_000,
  );
  const [typed, setTyped] = useState('');
  return (
    <div class="grid">
      <Doctor now={now} edits={edits} />
      <Panel title="Limits" wide note={<Find typed={typed} found={setTyped} hint="name or meaning" />}>
        <p>
          {now.place === 'embedded'
            ? 'An edit is checked, alone and together with the other limits, and holds from the next minute on.'
            : 'This page does not write to the cloud: it checks an edit and gives the command that makes it, so that your own name stands beside it.'}
        </p>
        <Shown answer={answer}>
          {limits => (
            <Groups
              limits={matching(limits, typed)}
              place={now.place}
              edited={() => setEdits(count => count + 1)}
            />
          )}
        </Shown>
      </Panel>
    </div>
  );
}

const matching = (limits: readonly ListedLimit[], typed: string): readonly ListedLimit[] => {
  const wanted = typed.trim().toLowerCase();
  return limits.filter(({ name, description = '' }) =>
    `${name} ${description}`.toLowerCase().includes(wanted),
  );
};

function Groups({
  limits,
  place,
  edited,
}: {
  readonly limits: readonly ListedLimit[];
  readonly place: NowView['place'];
  readonly edited: () => void;
}) {
  if (limits.length === 0) return <Empty>No limit is called so.</Empty>;
  const groups = Map.groupBy(limits, ({ name }) => name.split('/')[0] ?? '');
  return (
    <>
      {[...groups].map(([group, members]) => (
        <section key={group} aria-label={`limits of ${group}`}>
          <h3>{group}</h3>
          <ul class="limits">
            {members.map(limit => (
              <LimitEditor key={limit.name} limit={limit} place={place} edited={edited} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
