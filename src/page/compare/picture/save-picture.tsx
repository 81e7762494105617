import { type ComponentChild, render } from 'preact'
import { messageOf } from '../../../errors.ts'
import { announce } from '../../ui/announce.tsx'
import { saveFile } from '../../ui/save-file.ts'
import type { LaneView } from '../lane/view.ts'
import { type Page, refuse } from '../state/page.ts'
import { ChartPicture, drawCharts } from './chart-picture.tsx'
import { readInk } from './colours.ts'
import { embeddedFonts } from './fonts.ts'
import type { PictureTools } from './frame.tsx'
import { LanesPicture } from './lanes-picture.tsx'

/** Lanes and charts as files of pictures. */

export type PictureKind = 'svg' | 'png'

/** Pixels of a PNG for one of the picture's. */
const SCALE = 2

export const saveLanes = (page: Page, views: readonly LaneView[], kind: PictureKind): Promise<void> =>
  savePicture(page, kind, views.length === 1 ? `lane-${views[0]!.letter}` : 'lanes', (fonts, tools) => (
    <LanesPicture {...{ page, views, fonts, ...tools }} />
  ))

export async function saveCharts(page: Page, kind: PictureKind): Promise<void> {
  const figures = await drawCharts(page)
  await savePicture(page, kind, 'chart', (fonts, tools) => (
    <ChartPicture {...{ page, figures, fonts, ...tools }} />
  ))
}

async function savePicture(
  page: Page,
  kind: PictureKind,
  name: string,
  draw: (fonts: string, tools: PictureTools) => ComponentChild,
): Promise<void> {
  // The paragraph sign is a human text's mark.
  const file = `nucleus-${name.replace('¶', 'human')}-${page.run.peek()?.settings.seed ?? ''}.${kind}`
  const { ink, close } = readInk()
  try {
    await document.fonts.ready
    const tools = { ink, measure: measureIn }
    const text = serialized(draw('', tools))
    const svg = serialized(draw(await embeddedFonts(text), tools))
    const contents = kind === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await rasterized(svg)
    announce(saveFile(contents, file))
  } catch (error) {
    refuse(page, 'The picture could not be made', messageOf(error))
  } finally {
    close()
  }
}

function measureIn(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d')!
  context.font = font
  return (text) => context.measureText(text).width
}

/** An SVG component as XML. */
function serialized(picture: ComponentChild): string {
  const place = document.createElement('div')
  render(picture, place)
  const xml = new XMLSerializer().serializeToString(place.firstElementChild!)
  render(null, place)
  return xml
}

/** @throws Error in a sentence */
async function rasterized(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode().catch(() => {
    throw new Error('The browser could not draw it; save it as SVG instead.')
  })
  const canvas = document.createElement('canvas')
  canvas.width = SCALE * image.width
  canvas.height = SCALE * image.height
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The picture is too large for this browser; save it as SVG instead.')
  return blob
}
