import { LiveRegion } from '../ui/announce.tsx'
import { CommandWords } from '../ui/command-words.tsx'
import { Icon } from '../ui/icon.tsx'
import { GalleryCard } from './card.tsx'
import { Measures, MeasuresButton } from './measures.tsx'
import { ModelSwitch } from './model-switch.tsx'
import type { GalleryProps } from './props.ts'
import { TextDialogView } from './text-dialog.tsx'

/** A card a claim. Everything on it works without scripts, but for copying a command. */
export const GalleryPage = (props: GalleryProps) => (
  <div class="gallery-page">
    <div class="ui-lede">
      <h1>The curious case, run again</h1>
      <p>
        Claims about how text degenerates, most of them from{' '}
        <a href="https://arxiv.org/abs/1904.09751">Holtzman et al. 2020</a>, each tested on a model this page
        can run. The margins were fixed before the run. A claim that did not hold here is marked so.
      </p>
      <p class="gallery-tally">
        {props.counts.map(({ count, word }, index) => (
          <span key={word}>
            {index > 0 && ', '}
            <b>{count}</b> {word}
          </span>
        ))}
        . <MeasuresButton name="What the measures mean" class="ui-button is-small" />
      </p>
    </div>
    <ModelSwitch models={props.models} beside={props.beside} />
    {props.isEmpty && <NothingMeasured {...props} />}
    <nav aria-label="Claims">
      <ul class="gallery-contents">
        {props.cards.map(({ id, title, badge }) => (
          <li key={id}>
            <a href={`#${id}`}>
              <Icon name={badge.icon} kind={badge.kind} />
              {title}
              <span class="ui-hidden">: {badge.word}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <div class="gallery-cards">
      {props.cards.map((card) => (
        <GalleryCard key={card.id} card={card} />
      ))}
    </div>
    {props.dialogs.map((dialog) => (
      <TextDialogView key={dialog.id} dialog={dialog} />
    ))}
    <Measures measures={props.measures} />
    <LiveRegion />
  </div>
)

const NothingMeasured = ({ model, foreign, command, hasHuman }: GalleryProps) => (
  <div class="ui-notice is-warning" role="note">
    <Icon name="warn" />
    <div>
      <b>Nothing has been measured on {model.title} as it is here</b>
      {foreign && (
        <p>
          Measured on another model file: {foreign.model}, SHA-256 <span class="ui-mono">{foreign.hash}</span>
          . This server runs <span class="ui-mono">{model.hash}</span>; its texts and figures would differ.
        </p>
      )}
      <p>
        This measures every claim, and the page then shows it:{' '}
        <span class="ui-mono">
          <CommandWords text={command} />
        </span>
        {!hasHuman && (
          <>
            . FILE is human text the model has not seen, its documents parted by{' '}
            <span class="ui-mono">{'<|endoftext|>'}</span>.
          </>
        )}
      </p>
    </div>
  </div>
)
