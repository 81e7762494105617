import { join } from 'node:path'
import { Router } from 'express'
import { HUMAN_FILE } from '../../../experiments/measure/human-figures.ts'
import { experiments } from '../../../experiments/registry.ts'
import { GalleryPage } from '../../../page/gallery/page.tsx'
import type { Dependencies } from '../../http/dependencies.ts'
import { sendPage } from '../send-page.ts'
import { whileUnchanged } from '../while-unchanged.ts'
import { galleryProps } from './gallery.ts'

/** The files of a results folder that are given away: known names, never a path. */
const FILES: ReadonlySet<string> = new Set([
  HUMAN_FILE,
  'manifest.json',
  ...experiments.flatMap(({ id }) => ['json', 'csv', 'svg'].map((kind) => `${id}.${kind}`)),
])

/** `/gallery`, and the results it was made from. */
export function galleryPageRoutes(dependencies: Dependencies): Router {
  const router = Router()
  // Reading and judging all results takes longer than other requests may wait.
  const props = whileUnchanged(
    [...FILES].map((name) => join(dependencies.results, name)),
    () => galleryProps(dependencies),
  )
  router.get('/gallery', (_, response) =>
    sendPage(response, {
      id: 'gallery',
      title: 'Gallery',
      Page: GalleryPage,
      props: {},
      rendered: props(),
    }),
  )
  router.get('/results/:name', ({ params: { name } }, response, next) => {
    if (!FILES.has(name)) return next()
    // A figure opened by itself carries its style with it, which the pages' policy forbids.
    if (name.endsWith('.svg')) {
      response.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    }
    response.sendFile(name, { root: dependencies.results }, (error) => {
      if (error) next()
    })
  })
  return router
}
