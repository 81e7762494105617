import { gzipSync } from 'node:zlib'
import type { SetMetric, TextMetric } from './definition.ts'

/**
 * Bytes of a text in UTF-8 / bytes of its gzip, at the strongest level; null of no text. gzip's own 18 bytes
 * and its first phrases weigh on short texts: compare texts of one length.
 */
function compressionRatio(text: string): number | null {
  const bytes = Buffer.from(text, 'utf8')
  return bytes.length === 0 ? null : bytes.length / gzipSync(bytes, { level: 9 }).length
}

const shared = {
  id: 'compression-ratio',
  title: 'Compression ratio',
  source: 'Shaib et al. 2024, arXiv 2403.00553, section 3; RFC 1952 (gzip)',
  needs: 'text',
  scale: { kind: 'log', min: 0 },
} as const

export const compressionOfText: TextMetric = {
  ...shared,
  summary:
    'Bytes of the text / bytes of its gzip: the more it repeats, the higher. Grows with length, so compare texts of one length.',
  compute: ({ text }) => (text === undefined ? null : compressionRatio(text)),
}

export const compressionOfSet: SetMetric = {
  ...shared,
  summary:
    'Bytes of all texts, a space between them, / bytes of their gzip: what they share counts too. Grows with length and number.',
  compute: (records) => {
    const texts = records.map(({ text }) => text)
    return texts.includes(undefined) ? null : compressionRatio(texts.join(' '))
  },
}
