import type { Finding } from '../desk/doctor/finding.ts';
import type { NowView } from '../operator/page/api.ts';
import { useAnswer } from './live.ts';
import { Panel, Shown } from './parts.tsx';
import { dollars } from './words.ts';

interface Examined {
  readonly equityUsd: number;
  readonly findings: readonly Finding[];
}

/** Loudest first, as the command line has them. */
const TONES = { error: 'bad', warning: 'warn', note: 'dim' } as const;

/** What the doctor finds in the limits as they are: what always binds, what never can, what a bad day costs. */
export function Doctor({ now, edits }: { readonly now: NowView; readonly edits: number }) {
  const answer = useAnswer<Examined>('/api/doctor', now.revision + edits, edits > 0 ? 0 : 30_000);
  return (
    <Panel title="What the doctor says of them" wide>
      <Shown answer={answer}>{examined => <Findings examined={examined} />}</Shown>
    </Panel>
  );
}

function Findings({ examined: { equityUsd, findings } }: { readonly examined: Examined }) {
  const loud = findings.filter(({ severity }) => severity !== 'note');
  const notes = findings.filter(({ severity }) => severity === 'note');
  return (
    <>
      <p class="note">Reckoned with an equity of {dollars(equityUsd)}.</p>
      {loud.length === 0 ? (
        <p class="good">Nothing contradicts anything, and every limit can bind.</p>
      ) : (
        <List findings={loud} />
      )}
      <details>
        <summary>{notes.length === 1 ? '1 note' : `${notes.length} notes`}</summary>
        <List findings={notes} />
      </details>
    </>
  );
}

const List = ({ findings }: { readonly findings: readonly Finding[] }) => (
  <ul class="findings">
    {findings.map(({ code, severity, title, proof, limits }) => (
      <li key={`${code}${title}`}>
        <strong class={TONES[severity]}>{severity}</strong> {title}
        <p class="note">
          {proof} ({limits.join(', ')})
        </p>
      </li>
    ))}
  </ul>
);
