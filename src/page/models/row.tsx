import { Icon } from '../ui/icon.tsx'
import { count } from '../ui/numbers.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { ModelActions } from './actions.tsx'
import type { RowProps } from './props.ts'
import { stateView } from './state-view.ts'

export function ModelRow(props: RowProps) {
  const { model, isDefault, now } = props
  return (
    <li class={`models-row${isDefault ? ' is-current' : ''}`} id={`model-${model.id}`} data-model={model.id}>
      <div>
        <h2>{model.title}</h2>
        <p class="models-what">{model.summary}</p>
      </div>
      <Specifications model={model} />
      <State model={model} now={now} />
      <ModelActions {...props} />
    </li>
  )
}

const Specifications = ({
  model: { parameters, contextLength, dtype, licence },
}: Pick<RowProps, 'model'>) => (
  <div class="models-specs">
    <span class="ui-number">
      {parameters ? `${count(Math.round(parameters / 1e6))} M` : 'unknown'}
      <span class="models-narrow"> parameters</span>
    </span>
    <span class="ui-number">
      {count(contextLength)}
      <span class="models-narrow"> tokens of context</span>
    </span>
    <span class="ui-mono">{dtype}</span>
    <span>{licence === 'not stated' ? 'licence not stated' : licence}</span>
  </div>
)

function State({ model, now }: Pick<RowProps, 'model' | 'now'>) {
  const { icon, word, detail, share } = stateView(model, now)
  return (
    <div class="models-state">
      <Icon name={icon} />
      <div>
        <b>{word}</b>
        {detail}
        {share !== undefined && <Progress title={model.title} share={share} />}
      </div>
    </div>
  )
}

const Progress = ({ title, share }: { readonly title: string; readonly share: number }) => (
  <ProgressBar label={`Downloading ${title}`} share={share} />
)
