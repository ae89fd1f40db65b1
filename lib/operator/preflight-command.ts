import type { Command } from 'commander';
import { isTarget, type Target } from '../desk/preflight/target.ts';
import { Refusal } from '../local/refusal.ts';
import type { Answer } from './answer.ts';
import { type Add, collect } from './command-kit.ts';
import { type DeskFlags, whereabouts } from './desk-flags.ts';
import type { PlanOf } from './preflight/plan.ts';

interface PreflightFlags {
  readonly for?: Target;
  readonly context: readonly string[];
  readonly destroy?: boolean;
  readonly stack?: string;
}

/** What stands in the way of a deployment, of a mode, or of taking a desk away. */
export function addPreflight(
  program: Command,
  add: Add,
  say: (answer: Answer, options: DeskFlags) => void,
  planOf: (() => Promise<PlanOf>) | undefined,
): void {
  add(program, 'preflight', 'what is missing before cdk deploy, or to a desk; exit code 1 if anything is')
    .option('--for <MODE>', 'for paper, demo or live (default: the mode of the desk)', target)
    .option('-c, --context <KEY=VALUE>', 'as cdk takes it, in the place of what cdk.json says', collect, [])
    .option('--destroy', 'whether it may be taken away: refuses while anything is open')
    .option('--stack <NAME>', 'which stack is deployed (default: that of the desk in cdk.json, or perpdesk)')
    .action(
      async ({ for: asked, context, destroy = false, stack, ...options }: DeskFlags & PreflightFlags) => {
        if (planOf === undefined) throw new Refusal('preflight: nothing here reads the context of cdk.json');
        // Loaded here: no other command needs these clients.
        const { preflight } = await import('./commands/preflight.ts');
        const where = whereabouts(options);
        const preflightOptions = { where, target: asked, context, destroy, stack, planOf: await planOf() };
        say(await preflight(preflightOptions), options);
      },
    );
}

function target(text: string): Target {
  if (isTarget(text)) return text;
  throw new Refusal(`--for ${text}: write paper, demo or live`);
}
