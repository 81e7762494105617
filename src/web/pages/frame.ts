import type { RequestHandler } from 'express'
import type { Dependencies } from '../http/dependencies.ts'

/** Every page of the top bar. */
const PAGES = [
  { id: 'compare', href: '/', title: 'Compare' },
  { id: 'lab', href: '/lab', title: 'Lab' },
  { id: 'trials', href: '/trials', title: 'Trials' },
  { id: 'gallery', href: '/gallery', title: 'Gallery' },
  { id: 'learn', href: '/learn', title: 'Learn' },
  { id: 'models', href: '/models', title: 'Models' },
] as const

/** What the top bar shows on every page. */
interface Frame {
  readonly pages: readonly (typeof PAGES)[number][]
  readonly status: { readonly led: '' | 'busy' | 'idle'; readonly text: string }
}

/** Gives every view `frame`. */
export function frameLocals({ library }: Dependencies): RequestHandler {
  return (_, response, next) => {
    response.locals.frame = {
      pages: PAGES,
      // Read when a view is rendered, which few replies are.
      get status() {
        return statusOf(library)
      },
    } satisfies Frame
    next()
  }
}

function statusOf(library: Dependencies['library']): Frame['status'] {
  const models = library.list()
  const busy = models.find(({ state }) => state === 'loading' || state === 'downloading')
  if (busy)
    return { led: 'busy', text: `${busy.state === 'loading' ? 'Opening' : 'Downloading'} ${busy.title}` }
  const ready = models.find(({ id, state }) => id === library.defaultId && state === 'loaded')
  if (ready) return { led: '', text: `${ready.title} ready` }
  return { led: 'idle', text: models.find(({ id }) => id === library.defaultId)?.title ?? '' }
}
