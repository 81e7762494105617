import { LIMITS } from '../../../runs/request/limits.ts'
import type { NoticeText } from '../../ui/notice.tsx'

/** Whether a link is longer than every server and browser takes. */
export const isTooLong = (link: string): boolean => link.length > LIMITS.link

/** What to do instead. */
export const LONG_LINK: NoticeText = {
  kind: 'warn',
  icon: 'warn',
  title: 'Too long for a link',
  text: `A link opens up to ${LIMITS.link.toLocaleString('en-US')} characters, and this one is longer. Export the run as a file instead; Open reads it.`,
}
