import { join } from 'node:path'
import { type NextFunction, type Response, Router } from 'express'
import { HUMAN_FILE } from '../../../experiments/measure/human-figures.ts'
import { experiments } from '../../../experiments/registry.ts'
import { GalleryPage } from '../../../page/gallery/page.tsx'
import type { Dependencies } from '../../http/dependencies.ts'
import { queryOf } from '../../http/form-fields.ts'
import { sendPage } from '../send-page.ts'
import { whileUnchanged } from '../while-unchanged.ts'
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
  // Reading and judging all results takes longer than other requests may wait.
  const shown = new Map<string, () => ReturnType<typeof galleryProps>>()
  const propsOf = (wanted: string) => {
    const { results, library } = dependencies
    const models = measuredModels(results, library.defaultId)
    const { id } = models.find((model) => model.id === wanted) ?? models[0]!
    const folders = models.map(({ folder }) => folder)
    const key = [id, ...folders].join()
    const made =
      shown.get(key) ??
      whileUnchanged(
        folders.flatMap((folder) => [...FILES].map((name) => join(folder, name))),
        () => galleryProps(dependencies, id),
      )
    shown.set(key, made)
    return made()
  }
  router.get('/gallery', async (request, response) => {
    const model = queryOf(request).get('model')
    const isMeasured = measuredModels(dependencies.results, dependencies.library.defaultId).some(
      ({ id }) => id === model,
    )
    await sendPage(response, {
      id: 'gallery',
      title: 'Gallery',
      Page: GalleryPage,
      made:
        'The texts and figures here were made by the run that each card names, over the model’s whole ' +
        'vocabulary.',
      props: {},
      reads: { once: ['model'], many: [] },
      ...(model !== null &&
        !isMeasured && {
          fault:
            `There are no results here of the model “${model.slice(0, 100)}”; these are the first ` +
            'one’s.',
        }),
      rendered: await propsOf(model ?? ''),
    })
  })
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
