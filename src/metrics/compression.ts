import { gzipSync } from 'fflate'
import type { MetricDescription, SetMetric, TextMetric } from './definition.ts'

/** Of fflate, as gzip's own: 0 stores, 9 searches longest. */
const LEVEL = 9

/** What parts the texts of a set. */
const SEPARATOR = '\n'

const utf8 = new TextEncoder()

/**
 * Bytes of the gzip file of a text (RFC 1952 around DEFLATE, RFC 1951; fflate at level 9, no file name, the
 * 18 bytes of header and trailer among them) for each of its UTF-8 bytes; null of no text. DEFLATE finds what
 * came within the last 32,768 bytes. Encoders differ by some bytes: the same code computes it in browser and
 * server. Shaib et al. 2024, arXiv 2403.00553, section 3, and Whisper (arXiv 2212.04356) divide the other way
 * round.
 */
export function compressionRatio(text: string): number | null {
  const bytes = utf8.encode(text)
  return bytes.length === 0 ? null : gzipSync(bytes, { level: LEVEL }).length / bytes.length
}

const about = {
  id: 'compression-ratio',
  title: 'Compression ratio (gzip)',
  source: 'Shaib et al. 2024, arXiv 2403.00553, section 3, there the inverse',
  needs: 'text',
  scale: { kind: 'linear', min: 0 },
} as const satisfies Omit<MetricDescription, 'summary'>

const WORDS =
  'as gzip (level 9) over bytes as UTF-8: the lower, the more repeats. Short texts come out high, ' +
  'for the file has 18 bytes around them: compare texts of about one length.'

export const compressionOfText: TextMetric = {
  ...about,
  summary: `Bytes of the text ${WORDS}`,
  compute: ({ text = '' }) => compressionRatio(text),
}

export const compressionOfSet: SetMetric = {
  ...about,
  summary: `Bytes of all texts in one file, a line break between them, ${WORDS}`,
  compute: (records) =>
    records.every(({ text }) => text !== undefined)
      ? compressionRatio(records.map(({ text }) => text).join(SEPARATOR))
      : null,
}
