import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { plural } from '../../ui/numbers.ts'
import { usePage } from '../state/page.ts'

/** A button for the lanes beyond the right edge. */
export function MoreLanes() {
  const lanes = usePage().views.value.length
  const [hidden, setHidden] = useState(0)
  useEffect(() => {
    const sheet = sheetOf()
    if (!sheet) return
    const count = () => setHidden(hiddenIn(sheet))
    count()
    sheet.addEventListener('scroll', count, { passive: true })
    const watch = new ResizeObserver(count)
    watch.observe(sheet)
    return () => {
      sheet.removeEventListener('scroll', count)
      watch.disconnect()
    }
  }, [lanes])
  if (hidden === 0) return null
  return (
    <Button class="is-small more-lanes" data-do="more-lanes" onClick={showNext}>
      {plural(hidden, 'more lane')} <Icon name="right" />
    </Button>
  )
}

const sheetOf = () => document.getElementById('lanes-scroll')

const lanesBeyond = (sheet: Element): Element[] => {
  const { right } = sheet.getBoundingClientRect()
  return [...sheet.querySelectorAll('.lane-column')].filter(
    (lane) => lane.getBoundingClientRect().right > right + 8,
  )
}

/** On a phone lanes are one below the other: none is beyond an edge. */
const hiddenIn = (sheet: HTMLElement): number =>
  sheet.scrollWidth > sheet.clientWidth + 8 ? lanesBeyond(sheet).length : 0

function showNext(): void {
  const sheet = sheetOf()
  if (sheet) lanesBeyond(sheet)[0]?.scrollIntoView({ block: 'nearest', inline: 'end' })
}
