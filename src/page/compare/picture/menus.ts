import { type MenuItem, openMenu } from '../../ui/menu.tsx'
import type { LaneView } from '../lane/view.ts'
import type { Page } from '../state/page.ts'

const KINDS = ['svg', 'png'] as const
type Kind = (typeof KINDS)[number]

/** What draws pictures is fetched when it is first needed. */
const pictures = () => import('./save-picture.tsx')

const itemOf = (label: string, isOff: boolean, save: (kind: Kind) => Promise<void>): MenuItem[] =>
  KINDS.map((kind) => ({
    icon: 'image',
    label: `${label}, ${kind.toUpperCase()}`,
    isOff,
    run: () => save(kind),
  }))

const chartItems = (page: Page): MenuItem[] =>
  itemOf('Picture of the chart', false, async (kind) => (await pictures()).saveCharts(page, kind))

/** Pictures of the lanes and of the chart. */
export const allPictureItems = (page: Page): MenuItem[] => [
  ...itemOf('Picture of the lanes', false, async (kind) =>
    (await pictures()).saveLanes(page, page.views.peek(), kind),
  ),
  ...chartItems(page),
]

/** A lane's picture, for its own menu. */
export const pictureItems = (page: Page, view: LaneView): MenuItem[] =>
  itemOf('Picture', !view.sample?.steps.length, async (kind) =>
    (await pictures()).saveLanes(page, [view], kind),
  )

/** The chart's own menu. */
export const openChartMenu = (page: Page, anchor: HTMLElement): void =>
  openMenu(anchor, 'Save the chart', chartItems(page))
