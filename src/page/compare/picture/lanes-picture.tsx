import type { LaneView } from '../lane/view.ts'
import { factsBesidePrompt } from '../settings/facts.tsx'
import type { Page } from '../state/page.ts'
import { PADDING, Picture, type PictureTools } from './frame.tsx'
import { branchNote, columnHeight, heatWords, LaneColumn } from './lane-column.tsx'

/** Lanes side by side as a picture. */

const ALONE = 640
const COLUMN = 400
const GAP = 28
/** More lanes go on in another row. */
const MOST_COLUMNS = 4

interface Props extends PictureTools {
  readonly page: Page
  readonly views: readonly LaneView[]
  readonly fonts: string
}

export function LanesPicture({ page, views, fonts, ...tools }: Props) {
  const { heat } = page.look.peek()
  const run = page.run.peek()
  const columns = Math.min(MOST_COLUMNS, views.length)
  const width = views.length === 1 ? ALONE : COLUMN
  const rows = Array.from({ length: Math.ceil(views.length / columns) }, (_, row) =>
    views.slice(row * columns, (row + 1) * columns).map((view, index) => ({
      ...{ view, heat, width, ...tools },
      x: index * (width + GAP),
    })),
  )
  const facts = run ? factsBesidePrompt(run, page.offer.peek().models) : []
  return (
    <Picture
      {...{ fonts, facts, ...tools }}
      title={run?.settings.prompt || 'Without a prompt'}
      notes={[heatWords(heat), branchNote(views)].filter((one) => one !== '')}
      width={2 * PADDING + columns * width + (columns - 1) * GAP}
      parts={rows.map((row) => ({
        height: Math.max(...row.map(columnHeight)),
        drawing: row.map((column) => <LaneColumn key={column.view.key} {...column} />),
      }))}
    />
  )
}
