import type { WaterfallStep } from '../operator/waterfall.ts';
import { dollars } from './words.ts';

/** Who made the size what it is: each step with its size after, what it took or gave, and why. */
export function SizeWaterfall({ steps }: { readonly steps: readonly WaterfallStep[] }) {
  const largest = Math.max(...steps.map(({ beforeUsd, afterUsd }) => Math.max(beforeUsd, afterUsd)), 1);
  return (
    <ol class="waterfall">
      {steps.map((step, i) => (
        <Step key={`${i}${step.step}`} step={step} largest={largest} isFirst={i === 0} />
      ))}
    </ol>
  );
}

function Step({
  step: { owner, step, beforeUsd, afterUsd, because, limit },
  largest,
  isFirst,
}: {
  readonly step: WaterfallStep;
  readonly largest: number;
  readonly isFirst: boolean;
}) {
  const change = isFirst ? 0 : afterUsd - beforeUsd;
  const tone = change < -0.005 ? 'cut' : change > 0.005 ? 'grown' : 'kept';
  return (
    <li class={tone}>
      <div class="what">
        <strong>{owner}</strong> {step}
      </div>
      <Bar
        kept={Math.min(isFirst ? afterUsd : beforeUsd, afterUsd)}
        to={Math.max(isFirst ? afterUsd : beforeUsd, afterUsd)}
        largest={largest}
      />
      <div class="amount num">
        {dollars(afterUsd)}
        <small>
          {tone === 'kept'
            ? isFirst
              ? 'planned'
              : 'as it was'
            : `${change > 0 ? '+' : ''}${dollars(change)}`}
        </small>
      </div>
      <div class="why">
        {because}
        {limit === undefined ? null : (
          <>
            {' '}
            (<a href="#/limits">{limit}</a>)
          </>
        )}
      </div>
    </li>
  );
}

/** The size that stays, and beside it what the step took or gave. */
function Bar({
  kept,
  to,
  largest,
}: {
  readonly kept: number;
  readonly to: number;
  readonly largest: number;
}) {
  const share = (amount: number) => `${((100 * amount) / largest).toFixed(2)}%`;
  return (
    <div class="bar" aria-hidden="true">
      <i class="stays" style={{ width: share(kept) }} />
      <i class="moves" style={{ width: share(to - kept) }} />
    </div>
  );
}
