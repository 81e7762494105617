import type { ModelListing } from '../../models/model-listing.ts'
import { LiveRegion } from '../ui/announce.tsx'
import { CommandWords } from '../ui/command-words.tsx'
import { isOnItsWay } from '../ui/download-text.ts'
import { LookUpForm } from './look-up-form.tsx'
import type { ModelsProps } from './props.ts'
import { ModelRow } from './row.tsx'
import { useModelsPage } from './use-models-page.ts'
import { usageText } from './words.ts'

/** Exports of a model that can be fetched besides it; those that are on the list have rows of their own. */
const othersOf = (
  { id, dtype, offers }: ModelListing,
  models: readonly ModelListing[],
): ModelListing['offers'] =>
  offers.filter((one) => one.dtype !== dtype && !models.some((model) => model.id === `${id}@${one.dtype}`))

/** Every model: what it is, where it is, and one thing to do with it. */
export function ModelsPage(props: ModelsProps) {
  const { models, usage, now, asked, problem, press, ask, lookUp } = useModelsPage(props)
  const hasProgress = models.some(({ state }) => isOnItsWay(state))
  return (
    <>
      <div class="ui-lede">
        <h1>Models</h1>
        <p>
          Small enough to run on this computer’s processor. The built-in model needs no network; the others
          are fetched once and kept.
        </p>
      </div>
      <p class="models-problem" role="alert">
        {problem}
      </p>
      <LiveRegion />
      <div class="ui-sheet models-list">
        <div class="models-row is-head" aria-hidden="true">
          <span>Model</span>
          <span class="ui-number">Parameters</span>
          <span class="ui-number">Context</span>
          <span>Dtype</span>
          <span>Licence</span>
          <span>State</span>
          <span />
        </div>
        <ul>
          {models.map((model) => (
            <ModelRow
              key={model.id}
              model={model}
              others={othersOf(model, models)}
              isDefault={model.id === props.defaultId}
              isAsked={props.isManaged && model.id === asked && model.isRemovable}
              isManaged={props.isManaged}
              now={now}
              onPress={press}
              onAsk={ask}
            />
          ))}
        </ul>
      </div>
      {props.isManaged ? (
        <LookUpForm lookUp={lookUp} />
      ) : (
        <p class="models-note" id="models-unmanaged">
          Whoever runs this server fetches and removes its models: on its own computer with{' '}
          <span class="ui-mono">nucleus models get ID</span>, or here once it is started with{' '}
          <span class="ui-mono">NUCLEUS_MANAGE_MODELS=yes</span>.
        </p>
      )}
      <p class="models-note">{usageText(usage)}</p>
      <p class="models-note">
        Every model is tested once it has been fetched. Where its graph mixes the rows of a batch, as 8-bit
        integers (q8) do, its lanes run one at a time: slower, but no lane’s words depend on its neighbours.
      </p>
      {hasProgress && (
        <p class="models-note ui-no-js">
          <a href="/models">Reload</a> to see its progress.
        </p>
      )}
      <p class="models-note">
        A model of your own, a folder in the layout of transformers.js or a GGUF file:{' '}
        <span class="ui-mono">
          <CommandWords text="npm run --silent cli -- models add PATH" />
        </span>
        . The licence of every model is shown before anything is fetched.
      </p>
    </>
  )
}
