import type { LimitEditor } from '../adapters/ssm/limit-editor.ts';
import { Refusal } from '../local/refusal.ts';

/** The limits that a twin goes by: another desk's, to be read under the twin's name and edited under its own. */
export function limitsOfOriginal(editor: LimitEditor, twin: string, original: string): LimitEditor {
  const refuse = async (): Promise<never> => {
    throw new Refusal(
      `limits: ${twin} is a twin and goes by the limits of ${original}: give --desk ${original}`,
    );
  };
  return { ...editor, set: refuse, setAll: refuse };
}
