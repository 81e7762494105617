import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import express, { Router } from 'express'
import { takeOnly } from './methods.ts'

/**
 * A folder's files as they are. Another method than theirs is answered with 405 where there is such a file.
 */
export function fileRoutes(
  folder: string,
  options: NonNullable<Parameters<typeof express.static>[1]>,
): Router {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const paths = new Set(files.map(({ parentPath, name }) => `/${relative(folder, join(parentPath, name))}`))
  const refuseOthers = takeOnly(new Set(['GET', 'HEAD']))
  const router = Router()
  router.use(express.static(folder, { ...options, redirect: false }), (request, response, next) =>
    paths.has(request.path) ? refuseOthers(request, response, next) : next(),
  )
  return router
}
