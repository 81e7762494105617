import { DefinitionList } from '../ui/definition-list.tsx'
import { GalleryDialog } from './dialog.tsx'
import type { GalleryProps } from './props.ts'

const ID = 'measures'

/** What every measure of the gallery's tables means. */
export const Measures = ({ measures }: Pick<GalleryProps, 'measures'>) => (
  <GalleryDialog id={ID} title="What the measures mean">
    <DefinitionList terms={measures} />
  </GalleryDialog>
)

interface ButtonProps {
  readonly name: string
  /** Of the measure, where it is about one: read by a pointer that rests on it. */
  readonly meaning?: string
  readonly class?: string
}

/** Opens them. */
export const MeasuresButton = ({ name, meaning, class: kind }: ButtonProps) => (
  <button type="button" class={kind} popovertarget={ID} aria-haspopup="dialog" title={meaning}>
    {name}
  </button>
)
