/** Quoted for a POSIX shell, where it must be. */
export const quoted = (text: string): string =>
  /^[\w.,:=+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
