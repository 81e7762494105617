import { type NextFunction, type Response, Router } from 'express'
import { HUMAN_FILE } from '../../../experiments/measure/human-figures.ts'
import { experiments } from '../../../experiments/registry.ts'
import { GalleryPage } from '../../../page/gallery/page.tsx'
import type { Dependencies } from '../../http/dependencies.ts'
import { sendPage } from '../send-page.ts'
import { galleryProps } from './gallery.ts'
import { measuredModels } from './models.ts'

/** The files of a results folder that are given away: known names, never a path. */
const FILES: ReadonlySet<string> = new Set([
  HUMAN_FILE,
  'manifest.json',
  ...experiments.flatMap(({ id }) => ['json', 'csv', 'svg'].map((kind) => `${id}.${kind}`)),
])

/** `/gallery`, and the results it was made from. */
export function galleryPageRoutes(dependencies: Dependencies): Router {
  const router = Router()
  router.get('/gallery', ({ query }, response) =>
    sendPage(response, {
      id: 'gallery',
      title: 'Gallery',
      Page: GalleryPage,
      props: {},
      rendered: galleryProps(dependencies, typeof query.model === 'string' ? query.model : undefined),
    }),
  )
  const sendFile = (folder: string, name: string, response: Response, next: NextFunction) => {
    if (!FILES.has(name)) return next()
    // A figure opened by itself carries its style with it, which the pages' policy forbids.
    if (name.endsWith('.svg')) {
      response.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    }
    response.sendFile(name, { root: folder }, (error) => {
      if (error) next()
    })
  }
  router.get('/results/:name', ({ params: { name } }, response, next) =>
    sendFile(dependencies.results, name, response, next),
  )
  router.get('/results/:model/:name', ({ params: { model, name } }, response, next) => {
    const { results, library } = dependencies
    const found = measuredModels(results, library.defaultId).find(({ id }) => id === model)
    return found ? sendFile(found.folder, name, response, next) : next()
  })
  return router
}
