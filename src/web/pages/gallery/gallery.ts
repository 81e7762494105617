import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment } from '../../../experiments/harness/definition.ts'
import { readResults } from '../../../experiments/harness/result.ts'
import { experiments } from '../../../experiments/registry.ts'
import type { Results } from '../../../experiments/report/findings.ts'
import { setMetrics } from '../../../metrics/registry.ts'
import type { Card, GalleryProps } from '../../../page/gallery/props.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { inTurn } from '../../http/turns.ts'
import { readHumanBaseline } from '../human-baseline.ts'
import { commandFor, emptyCard, measuredCard } from './card.ts'
import { measuredModels, onlyCarriedBy } from './models.ts'
import { textsIn } from './texts.ts'

/**
 * What `/gallery` shows of a folder of results; read anew each time, because `reproduce` may have written
 * there. Each card is made in a turn of its own: all of them take longer than other requests may wait.
 */
export async function galleryProps(
  { library, results }: Pick<Dependencies, 'library' | 'results'>,
  wanted: string = library.defaultId,
): Promise<GalleryProps> {
  const measured = measuredModels(results, library.defaultId)
  const { id: shown, folder } = measured.find(({ id }) => id === wanted) ?? measured[0]!
  const found = readResults(folder)
  const models = library.list()
  const isDefault = shown === library.defaultId
  const model = models.find(({ id }) => id === shown) ?? {
    ...models.find(({ id }) => id === library.defaultId)!,
    id: shown,
    title: shown,
    files: [],
  }
  // The list knows no hash of a model that is fetched or converted: its results name their own.
  const listed = model.files.find(({ path }) => path.endsWith('.onnx'))?.sha256
  const hash = listed ?? (isDefault ? '' : (found[0]?.result.provenance.hash ?? ''))
  const { processor } = await library.environment([])
  const own = found.filter(({ result }) => result.provenance.hash === hash)
  const hasHuman = readHumanBaseline(folder, model) !== undefined
  const other = isDefault ? undefined : shown
  const shownTexts = found.map(({ result }) => ({
    hash: result.provenance.hash,
    texts: textsIn(result.data),
  }))
  const cardOf = (experiment: Experiment) => {
    const result = found.find((one) => one.experiment === experiment)?.result
    if (!result || result.unmeasured) {
      return { card: emptyCard(experiment, hasHuman, other, result?.unmeasured), dialogs: [] }
    }
    const kin = shownTexts.filter((one) => one.hash === result.provenance.hash)
    const texts = kin.flatMap((one) => one.texts)
    const figure = join(folder, `${experiment.id}.svg`)
    const svg = existsSync(figure) ? readFileSync(figure, 'utf8') : undefined
    const place = isDefault ? '/results' : `/results/${encodeURIComponent(shown)}`
    return measuredCard(experiment, result, { here: { hash, processor }, shown: texts, svg, place })
  }
  const made = await Promise.all(experiments.map((experiment) => inTurn(() => cardOf(experiment))))
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
    measures: setMetrics.map(({ title, summary }) => ({ name: title, meaning: summary })),
    command: commandFor([], !hasHuman, other),
    models: measured.map(({ id }) => ({
      id,
      title: models.find((one) => one.id === id)?.title ?? id,
      isShown: id === shown,
    })),
    beside: isDefault ? undefined : besideOf(found, readResults(results)),
  }
}

/** Where two models part, statement by statement. */
const besideOf = (mine: Results, theirs: Results) => ({
  gained: onlyCarriedBy(mine, theirs),
  missed: onlyCarriedBy(theirs, mine),
})

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
