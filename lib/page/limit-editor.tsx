import { useState } from 'preact/hooks';
import type { ListedLimit } from '../adapters/ssm/limit-editor.ts';
import type { EditAnswer, NowView } from '../operator/page/api.ts';
import { type Answered, send, useAnswer } from './live.ts';
import { Shown } from './parts.tsx';
import { minuteText } from './words.ts';

interface LimitProps {
  readonly limit: ListedLimit;
  readonly place: NowView['place'];
  readonly edited: () => void;
}

/** One limit. Opened, it shows who set it when, and takes a new value. */
export function LimitEditor({ limit, place, edited }: LimitProps) {
  const [open, setOpen] = useState(false);
  const { name, text, version, unit, description, problem } = limit;
  const changed = text !== limit.default;
  return (
    <li class={problem === undefined ? undefined : 'wrong'}>
      <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="name">{name}</span>
          <span class="value">
            {text}
            {changed ? <em> edited</em> : null}
          </span>
          <span class="unit">{unit}</span>
          <span class="version">{version === 0 ? 'default' : `v${version}`}</span>
        </summary>
        <p>{description}</p>
        {problem === undefined ? null : <p class="bad">{problem}</p>}
        {changed ? <p class="note">Default: {limit.default}</p> : null}
        {open ? <Edit limit={limit} place={place} edited={edited} /> : null}
        {open ? <History name={name} version={version} /> : null}
      </details>
    </li>
  );
}

function Edit({ limit: { name, text }, place, edited }: LimitProps) {
  const [typed, setTyped] = useState(text);
  const [answer, setAnswer] = useState<Answered<EditAnswer> | undefined>(undefined);
  const submit = async () => {
    setAnswer(undefined);
    const got = await send<EditAnswer>(`/api/limits/${name}`, { text: typed.trim() });
    setAnswer(got);
    if (got.data?.type === 'set') edited();
  };
  return (
    <form
      class="edit"
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <label>
        New value of {name}{' '}
        <input value={typed} onInput={event => setTyped(event.currentTarget.value)} autocomplete="off" />
      </label>
      <button type="submit" disabled={typed.trim() === '' || typed.trim() === text}>
        {place === 'embedded' ? 'Set it' : 'Check it'}
      </button>
      <div role="status">{answer === undefined ? null : <Outcome answer={answer} />}</div>
    </form>
  );
}

function Outcome({ answer: { data, refused } }: { readonly answer: Answered<EditAnswer> }) {
  if (refused !== undefined) return <p class="bad">{refused}</p>;
  if (data === undefined) return null;
  switch (data.type) {
    case 'set':
      return (
        <p class="good">
          {data.before} → {data.after}, v{data.version}: it holds from the next minute on.
        </p>
      );
    case 'unchanged':
      return <p>It is so already, v{data.version}: nothing was written.</p>;
    case 'refused':
      return (
        <ul class="plain bad">
          {data.problems.map(problem => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      );
    case 'command':
      return (
        <>
          <p class="good">It would be taken. Either of these sets it:</p>
          {data.commands.map(command => (
            <pre key={command}>
              <code>{command}</code>
            </pre>
          ))}
        </>
      );
    default:
      return data satisfies never;
  }
}

interface Version {
  readonly version: number;
  readonly text: string;
  readonly at: string;
  readonly by: string;
}

function History({ name, version }: { readonly name: string; readonly version: number }) {
  const answer = useAnswer<readonly Version[]>(`/api/limits/${name}`, version, 0);
  return (
    <Shown answer={answer}>
      {versions =>
        versions.length === 0 ? (
          <p class="note">Nothing is stored: the default holds.</p>
        ) : (
          <table class="history">
            <caption>Versions, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">Value</th>
                <th scope="col">Since</th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {versions.map(each => (
                <tr key={each.version}>
                  <td>v{each.version}</td>
                  <td>{each.text}</td>
                  <td>{minuteText(Date.parse(each.at))}</td>
                  <td>{each.by}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Shown>
  );
}
