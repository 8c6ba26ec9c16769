// The text of a row in the variables pane: the value, then its count.

const SUFFIX = / · (?:refs -?\d+|immortal)$/;

export function with_count_text(text: string, count: number): string {
  return `${text} · ${count < 0 ? 'immortal' : `refs ${count}`}`;
}

/** A row's text without the count that follows it: what a person edits. */
export function without_count(value: string): string {
  return value.replace(SUFFIX, '');
}
