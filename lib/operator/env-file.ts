/** A line of a `.env` file that sets something. */
export interface EnvSetting {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

export interface EnvFile {
  readonly settings: readonly EnvSetting[];
  /** Lines that are neither a setting, nor a comment, nor empty. */
  readonly odd: readonly { readonly line: number; readonly text: string }[];
}

const SETTING = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;

/** Reads `NAME=value` lines: `export` before the name, quotes round the value and a comment after it may stand there. */
export function readEnvFile(text: string): EnvFile {
  const settings: EnvSetting[] = [];
  const odd: { line: number; text: string }[] = [];
  for (const [n, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue;
    const found = SETTING.exec(raw);
    if (found === null) odd.push({ line: n + 1, text: raw.trim() });
    else settings.push({ line: n + 1, name: found[1] ?? '', value: unquoted(found[2] ?? '') });
  }
  return { settings, odd };
}

function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(value);
  return quoted === null ? value.replace(/\s+#.*$/, '') : (quoted[2] ?? '');
}
