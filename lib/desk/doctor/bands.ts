import type { Limits } from '../limits/limits.ts';
import type { Fraction } from '../units.ts';
import { dollars, percent } from '../words.ts';
import { type Circumstances, exampleTrade, ordinaryConfidence, type Trade } from './example.ts';
import { type Finding, finding } from './finding.ts';

/** The confidences that can occur, one for each band a passing signal may fall into. */
export function reachableConfidences({ values }: Limits): readonly Fraction[] {
  const least = values['signal/confidence-min'];
  const [low, high] = [values['sizing/confidence-low-below'], values['sizing/confidence-high-from']];
  const wanted = [least, low, high].filter(each => each >= least);
  return [...new Set(wanted)];
}

/** Confidence bands that no signal can fall into, and a band for high confidence that changes nothing. */
export function bandFindings(circumstances: Circumstances, ordinary: Trade): readonly Finding[] {
  const { values } = circumstances.limits;
  const least = values['signal/confidence-min'];
  const [low, high] = [values['sizing/confidence-low-below'], values['sizing/confidence-high-from']];
  const findings: Finding[] = [];
  if (least >= low) {
    findings.push(
      finding('warning', 'band-unreachable', {
        title: `x${values['sizing/confidence-low-multiplier']} for low confidence can never happen`,
        proof: `it applies below ${low}, and a signal below ${least} opens nothing`,
        limits: ['signal/confidence-min', 'sizing/confidence-low-below', 'sizing/confidence-low-multiplier'],
        figures: { confidenceMin: least, confidenceLowBelow: low },
      }),
    );
  }
  if (least >= high) {
    findings.push(
      finding('warning', 'band-unreachable', {
        title: 'no signal of ordinary confidence can pass: every trade is enlarged',
        proof: `a signal needs ${least}, and from ${high} up it is x${values['sizing/confidence-high-multiplier']}`,
        limits: ['signal/confidence-min', 'sizing/confidence-high-from'],
        figures: { confidenceMin: least, confidenceHighFrom: high },
      }),
    );
  }
  return [...findings, ...highBand(circumstances, ordinary), ...policyBand(circumstances, ordinary)];
}

/** What the multiplier for high confidence is worth after the caps. */
function highBand(circumstances: Circumstances, ordinary: Trade): readonly Finding[] {
  const { values } = circumstances.limits;
  const multiplier = values['sizing/confidence-high-multiplier'];
  const least = values['signal/confidence-min'];
  const high = values['sizing/confidence-high-from'];
  if (multiplier === 1 || least >= high) return [];
  const sure = exampleTrade(circumstances, high);
  if (sure.type === 'refused' || ordinary.denial !== undefined) return [];
  const gained = sure.allowedUsd / ordinary.allowedUsd;
  if (sure.denial === undefined && gained >= multiplier - 1e-9) return [];
  const wished = sure.trace.find(step => step.owner === 'Confidence')?.afterUsd ?? 0;
  const denied = sure.denial === undefined ? '' : `; ${sure.denial.because}`;
  return [
    finding('warning', 'band-without-effect', {
      title: `x${multiplier} for high confidence ${effectOf(sure, gained)}`,
      proof: `${dollars(ordinary.plan.plannedNotionalUsd)} x ${multiplier} = ${dollars(wished)}, the caps let ${dollars(sure.allowedUsd)} through (${percent(Number((sure.allowedUsd / wished).toFixed(3)))}), and ${dollars(ordinary.allowedUsd)} of an ordinary trade${denied}`,
      limits: ['sizing/confidence-high-multiplier', 'sizing/confidence-high-from'],
      figures: { wishedUsd: wished, allowedUsd: sure.allowedUsd, ordinaryUsd: ordinary.allowedUsd },
    }),
  ];
}

function effectOf({ denial }: Trade, gained: number): string {
  if (denial !== undefined) return 'is denied';
  return gained > 1 ? `yields x${gained.toFixed(2)} only` : 'changes nothing';
}

/** What the policy's largest multiplier would be worth after the caps, once a policy has a licence. */
function policyBand(circumstances: Circumstances, ordinary: Trade): readonly Finding[] {
  const multiplier = circumstances.limits.values['policy/multiplier-max'];
  if (multiplier === 1 || ordinary.denial !== undefined) return [];
  const bold = exampleTrade(circumstances, ordinaryConfidence(circumstances.limits), {
    multiplier,
    licensed: true,
  });
  if (bold.type === 'refused') return [];
  const gained = bold.allowedUsd / ordinary.allowedUsd;
  if (bold.denial === undefined && gained >= multiplier - 1e-9) return [];
  return [
    finding('note', 'policy-without-effect', {
      title: `x${multiplier} of a licensed RL policy ${effectOf(bold, gained)}`,
      proof: `${dollars(ordinary.plan.plannedNotionalUsd)} x ${multiplier} = ${dollars(ordinary.plan.plannedNotionalUsd * multiplier)}, the caps let ${dollars(bold.allowedUsd)} through`,
      limits: ['policy/multiplier-max'],
      figures: { allowedUsd: bold.allowedUsd, ordinaryUsd: ordinary.allowedUsd },
    }),
  ];
}
