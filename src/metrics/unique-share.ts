import { type SetMetric, share, textOf } from './definition.ts'

/** Different texts / texts; null of none. */
function uniqueShare(texts: readonly (readonly number[])[]): number | null {
  if (texts.length === 0) return null
  return new Set(texts.map((tokens) => tokens.join())).size / texts.length
}

export const uniqueShareOfSet: SetMetric = {
  id: 'unique-share',
  title: 'Unique samples',
  summary: 'Different texts / texts, compared token for token.',
  source: 'this project',
  needs: 'tokens',
  scale: share,
  compute: (records) => uniqueShare(records.map(textOf)),
}
