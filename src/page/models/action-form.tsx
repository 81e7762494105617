import type { ComponentChildren } from 'preact'
import type { Action, RowProps } from './props.ts'

interface FormProps extends Pick<RowProps, 'model' | 'onPress'> {
  readonly action: Action
  readonly children: ComponentChildren
}

/** A button that works as a form too. */
export const ActionForm = ({ model: { id }, action, onPress, children }: FormProps) => (
  <form
    method="post"
    action={`/models/${id}/${action}`}
    onSubmit={(event) => {
      event.preventDefault()
      const dtype = new FormData(event.currentTarget).get('dtype')
      onPress(id, action, typeof dtype === 'string' ? dtype : undefined)
    }}
  >
    {children}
  </form>
)
