import { type Mixtures, mixtureOfVersions } from './mixtures.ts';
import type { Seat } from './panel.ts';

type Licensed = Extract<Seat, { readonly type: 'licensed' }>;

/** The licensed seats, that with most gain first. */
export const licensedOf = (panel: readonly Seat[]): readonly Licensed[] =>
  panel.filter(seat => seat.type === 'licensed').toSorted((a, b) => b.gain - a.gain);

/**
 * Each seat's share of the vote in their order, if all that are licensed answer: that of the mixture of exactly them;
 * where it was never measured, the one with most gain has all.
 */
export function sharesOf(panel: readonly Seat[], mixtures: Mixtures | undefined): readonly number[] {
  const versions = licensedOf(panel).map(({ model }) => model.manifest.version);
  const members = mixtureOfVersions(mixtures, versions)?.members ?? [{ version: versions[0], weight: 1 }];
  return panel.map(seat => {
    if (seat.type !== 'licensed') return 0;
    const { version } = seat.model.manifest;
    return members.find(member => member.version === version)?.weight ?? 0;
  });
}
