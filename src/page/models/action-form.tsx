import type { ComponentChildren } from 'preact'
import type { Action } from '../ui/use-models.ts'
import type { RowProps } from './props.ts'

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
      const form = new FormData(event.currentTarget)
      const dtype = form.get('dtype')
      onPress(id, action, {
        ...(typeof dtype === 'string' && { dtype }),
        ...(form.has('accept') && { accept: true }),
      })
    }}
  >
    {children}
  </form>
)
