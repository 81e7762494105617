import { LIMITS } from '../../../runs/request/limits.ts'
import type { NoticeText } from '../../ui/notice.tsx'
import { count } from '../../ui/numbers.ts'
import { LINK_LENGTH } from './link.ts'
import type { Settings } from './settings.ts'

/** Whether a link is longer than every server and browser takes. */
export const isTooLong = (link: string): boolean => link.length > LIMITS.link

/** Why a link would not hold all of a page; undefined where it does. */
export function whyNoLink(link: string, { human }: Pick<Settings, 'human'>): NoticeText | undefined {
  const isHumanLong = human.length > LINK_LENGTH
  if (!isHumanLong && !isTooLong(link)) return undefined
  return {
    kind: 'warn',
    title: 'Too long for a link',
    text: isHumanLong
      ? `A link holds a human text of up to ${count(LINK_LENGTH)} characters, and this one has ` +
        `${count(human.length)}. Nothing was copied; a file holds all of it, and Open reads it.`
      : `A link opens up to ${count(LIMITS.link)} characters, and this one has ${count(link.length)}. ` +
        'Nothing was copied; a file holds all of it, and Open reads it.',
  }
}

/**
 * The page's address for a run: never one that cannot be opened again, so none of a run that is too long for
 * it.
 */
export function addressOf(params: URLSearchParams): string {
  const address = `/?${params}`
  return isTooLong(location.origin + address) ? '/' : address
}
