import encodeQR from 'qr'
import type { Code } from '../../../page/class/props.ts'

/** The light border that scanners need, in squares. */
const BORDER = 4

/** An address as a QR code, with enough repetition for a projector. */
export function codeOf(url: string): Code {
  const rows = encodeQR(url, 'raw', { ecc: 'medium', border: BORDER })
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])))
  return { size: rows.length, path: path.join('') }
}
