import { announce } from '../../ui/announce.tsx'
import { COPY_REFUSED, copied } from '../../ui/clipboard.ts'
import { plural } from '../../ui/numbers.ts'
import { branchWords } from '../branch/in-words.ts'
import type { LaneView } from '../lane/view.ts'
import { sampleText } from './sample-text.ts'

/** Copies a lane's text, exactly. */
export async function copySampleText({ sample, letter, isHuman }: LaneView): Promise<void> {
  if (!sample) return
  const text = sampleText(sample)
  const whose = isHuman ? 'human text' : `text of lane ${letter}`
  const byHand = branchWords(sample).map((words) => `; by hand at ${words}`)
  const done = `Copied the ${whose}, ${plural(text.length, 'character')}${byHand.join('')}`
  announce(await copied(text, done, COPY_REFUSED))
}
