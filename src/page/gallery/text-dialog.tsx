import { GalleryDialog } from './dialog.tsx'
import { Parting } from './parting.tsx'
import type { TextDialog } from './props.ts'
import { RunLink } from './run-link.tsx'

/** Texts of one lane that open over the page, each with the run that makes it again. */
export const TextDialogView = ({
  dialog: { id, title, lane, facts, parting, texts },
}: {
  readonly dialog: TextDialog
}) => (
  <GalleryDialog id={id} title={title}>
    <p class="ui-quiet">
      <span class="ui-mono">{lane}</span>
      {facts.map((fact) => `, ${fact}`)}
    </p>
    {parting && <Parting sentence={parting} />}
    {texts.map(({ prompt, text, stop, seed, href }) => (
      <article key={href}>
        <p class="gallery-text">
          <span class="gallery-lead">{prompt}</span>
          {text}
        </p>
        <p class="gallery-under">
          <span class="ui-quiet">
            stopped: {stop.replaceAll('-', ' ')}, seed <span class="ui-mono">{seed}</span>
          </span>
          <RunLink href={href} />
        </p>
      </article>
    ))}
  </GalleryDialog>
)
