import type { LimitDefinition } from './definition.ts';
import { CONTROL_LIMITS } from './definitions/control.ts';
import { EXITS_LIMITS } from './definitions/exits.ts';
import { GUARDIAN_LIMITS } from './definitions/guardian.ts';
import { PLAN_LIMITS } from './definitions/plan.ts';
import { POLICY_LIMITS } from './definitions/policy.ts';
import { PORTFOLIO_LIMITS } from './definitions/portfolio.ts';
import { RISK_LIMITS } from './definitions/risk.ts';
import { SIZING_LIMITS } from './definitions/sizing.ts';
import { UNIVERSE_LIMITS } from './definitions/universe.ts';

/**
 * Every limit of the desk, once: name (its path in the parameter store), default, range, unit and description.
 * Nothing else in the project states a default.
 */
export const LIMITS = {
  ...CONTROL_LIMITS,
  ...SIZING_LIMITS,
  ...POLICY_LIMITS,
  ...PLAN_LIMITS,
  ...EXITS_LIMITS,
  ...PORTFOLIO_LIMITS,
  ...RISK_LIMITS,
  ...UNIVERSE_LIMITS,
  ...GUARDIAN_LIMITS,
};

export type LimitName = keyof typeof LIMITS;
export type LimitValue<N extends LimitName> = (typeof LIMITS)[N] extends LimitDefinition<infer T> ? T : never;
export type LimitValues = { readonly [N in LimitName]: LimitValue<N> };

export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[];
export const isLimitName = (name: string): name is LimitName => Object.hasOwn(LIMITS, name);

/** A definition without its value's type, for code that treats all limits alike. */
export const definitionOf = (name: LimitName): LimitDefinition => LIMITS[name] as unknown as LimitDefinition;
