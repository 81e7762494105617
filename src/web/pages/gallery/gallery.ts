import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readResults } from '../../../experiments/harness/result.ts'
import { experiments } from '../../../experiments/registry.ts'
import type { Card, GalleryProps } from '../../../page/gallery/props.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { readHumanBaseline } from '../human-baseline.ts'
import { commandFor, emptyCard, measuredCard } from './card.ts'
import { textsIn } from './texts.ts'

/**
 * What `/gallery` shows of a folder of results; read anew each time, because `reproduce` may have written
 * there.
 */
export function galleryProps({
  library,
  results: folder,
}: Pick<Dependencies, 'library' | 'results'>): GalleryProps {
  const model = library.list().find(({ id }) => id === library.defaultId)!
  const hash = model.files.find(({ path }) => path.endsWith('.onnx'))?.sha256 ?? ''
  const found = readResults(folder)
  const own = found.filter(({ result }) => result.provenance.hash === hash)
  const hasHuman = readHumanBaseline(folder, model) !== undefined
  const made = experiments.map((experiment) => {
    const result = found.find((one) => one.experiment === experiment)?.result
    if (!result) return { card: emptyCard(experiment, hasHuman), dialogs: [] }
    const kin = found.filter((one) => one.result.provenance.hash === result.provenance.hash)
    const shown = kin.flatMap((one) => textsIn(one.result.data))
    const figure = join(folder, `${experiment.id}.svg`)
    const svg = existsSync(figure) ? readFileSync(figure, 'utf8') : undefined
    return measuredCard(experiment, result, { hash, shown, svg })
  })
  const cards = made.map(({ card }) => card)
  const foreign = found.find(({ result }) => result.provenance.hash !== hash)?.result.provenance
  return {
    model: { title: model.title, hash },
    cards,
    dialogs: made.flatMap(({ dialogs }) => dialogs),
    counts: countsOf(cards),
    foreign: foreign && { model: foreign.model, hash: foreign.hash },
    isEmpty: own.length === 0,
    hasHuman,
    command: commandFor('', !hasHuman),
  }
}

/** How many cards have each badge, worst news included. */
function countsOf(cards: readonly Card[]) {
  const kinds = [
    { kind: 'pass', word: 'reproduced' },
    { kind: 'part', word: 'partly reproduced' },
    { kind: 'fail', word: 'not reproduced' },
    { kind: 'idle', word: 'not measured on this model file' },
  ]
  return kinds
    .map(({ kind, word }) => ({ word, count: cards.filter(({ badge }) => badge.kind === kind).length }))
    .filter(({ count }) => count > 0)
}
