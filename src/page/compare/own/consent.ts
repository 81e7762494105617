import { letterOf } from '../../ui/lane.ts'
import { hasOwnStep, isRead, writeLane } from '../chain/lane-chain.ts'
import type { Settings } from '../settings/settings.ts'
import type { Page } from '../state/page.ts'

/**
 * Somebody else's step is not computed before it was asked for. In the browser only, where there is one page.
 */

type Lane = Settings['lanes'][number]

/** Lanes with a step of somebody's own that were agreed to, as they are written. */
const agreed = new Set<string>()

const ownLanes = ({ lanes }: Pick<Settings, 'lanes'>): Lane[] =>
  lanes.filter(({ chain }) => hasOwnStep(chain))

/** Who presses Generate wants what is set. */
export function agreeTo(settings: Pick<Settings, 'lanes'>): void {
  for (const { chain } of ownLanes(settings)) agreed.add(writeLane(chain))
}

/** Goes on at once, or once the person has agreed to what came with a link or a file. */
export function withConsent(page: Page, settings: Pick<Settings, 'lanes'>, goOn: () => void): void {
  const strange = ownLanes(settings).filter(({ chain }) => !agreed.has(writeLane(chain)))
  if (strange.length === 0) goOn()
  else
    page.notice.value = {
      kind: 'warn',
      title: 'This run contains somebody else’s formula',
      text:
        `${strange.map(wordsOf).join('; ')}. It is a formula: it computes with the candidates’ ` +
        'figures, in this browser, and can do nothing else.',
      action: {
        label: 'Run it',
        icon: 'play',
        name: 'run-own',
        press: () => {
          agreeTo(settings)
          page.notice.value = undefined
          goOn()
        },
      },
    }
}

/** "lane B, keep(p >= 0.1 * top)" */
function wordsOf({ key, chain }: Lane): string {
  const steps = isRead(chain) ? chain.written.steps.filter(({ strategy }) => strategy.isBrowserOnly) : []
  const formulas = steps.flatMap(({ values }) => Object.values(values))
  return `Lane ${letterOf(key)}: ${formulas.join(', ')}`
}
