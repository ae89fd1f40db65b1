import type { PriceTag } from '../desk/shadow/price-tag.ts';
import type { NowView } from '../operator/page/api.ts';
import { type PriceTagsView, verdict } from '../operator/views/price-tags.ts';
import { useAnswer } from './live.ts';
import { Empty, Panel, Shown, Table } from './parts.tsx';
import { dollars, signedDollars } from './words.ts';

/** What each limit has cost or spared: cut trades by what they brought, refused ones followed in shadow. */
export function PriceTags({ now }: { readonly now: NowView }) {
  const answer = useAnswer<PriceTagsView>('/api/price-tags', now.revision, 15_000);
  return (
    <Panel
      title="Price tag of each limit"
      note={<p>{answer.data === undefined ? '' : `${answer.data.from} to ${answer.data.to}`}</p>}
      wide
    >
      <Shown answer={answer}>{view => <Tags view={view} />}</Shown>
    </Panel>
  );
}

function Tags({ view }: { readonly view: PriceTagsView }) {
  return (
    <>
      <p class="lead">{verdict(view)}.</p>
      {view.tags.length === 0 ? (
        <Empty>No limit has cut or refused a trade that was planned.</Empty>
      ) : (
        <Table
          caption="What was cut is worth what the rest of its trade earned; what was refused is followed on the bars that came, costs paid. Few trades tell little"
          head={[
            'Limit or step',
            'Cut #',
            'Refused #',
            'Took away #',
            'Known #',
            'Open #',
            'Would have earned #',
          ]}
        >
          {view.tags.map(tag => (
            <Tag key={tag.name} tag={tag} />
          ))}
        </Table>
      )}
    </>
  );
}

/** What a limit cost stands out as a loss, and what it spared as a gain. */
const Tag = ({ tag }: { readonly tag: PriceTag }) => (
  <tr>
    <th scope="row">{tag.name}</th>
    <td class="num">{tag.cuts}</td>
    <td class="num">{tag.denials}</td>
    <td class="num">{dollars(tag.takenUsd)}</td>
    <td class="num">{tag.known}</td>
    <td class="num">{tag.unknown}</td>
    <td
      class={`num ${tag.known === 0 ? 'dim' : tag.forgoneUsd > 0.005 ? 'bad' : tag.forgoneUsd < -0.005 ? 'good' : ''}`}
    >
      {tag.known === 0 ? 'not known yet' : signedDollars(tag.forgoneUsd)}
    </td>
  </tr>
);
