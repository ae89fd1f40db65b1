/** A word as a shell takes it for one: in quotes where it holds a sign that the shell would read. */
export const shellWord = (text: string): string =>
  /^[\w.,:=@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
