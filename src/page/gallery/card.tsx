import { capital } from '../../words.ts'
import { Icon } from '../ui/icon.tsx'
import { CardBody } from './body.tsx'
import { Command } from './command.tsx'
import { Parting } from './parting.tsx'
import type { Badge, Card, Measured } from './props.ts'
import { RunLink } from './run-link.tsx'

/** Claim, verdict, what was measured, where it comes from, and how to run it here. */
export const GalleryCard = ({ card }: { readonly card: Card }) => {
  const { id, claim, title, paper, badge, measured, isWide, why } = card
  return (
    <article class={`gallery-card${isWide ? ' is-wide' : ''}`} id={id} aria-labelledby={`h-${id}`}>
      <header>
        <h2 id={`h-${id}`}>{claim}</h2>
        <VerdictBadge badge={badge} />
        <p class="gallery-source-line">
          <b>{title}.</b> {capital(paper)}.{measured && ` ${measured.held}`}
        </p>
      </header>
      {measured ? (
        <>
          <CardBody card={card} measured={measured} />
          <CardFoot card={card} measured={measured} />
        </>
      ) : (
        <div class="gallery-body">
          {why ? (
            <p class="ui-quiet">This claim cannot be measured on this model: {why}</p>
          ) : (
            <>
              <p class="ui-quiet">
                No result for this claim is stored here. This measures it, and the page then shows it:
              </p>
              <Command command={card.command} />
            </>
          )}
        </div>
      )}
    </article>
  )
}

const VerdictBadge = ({ badge: { kind, icon, word } }: { readonly badge: Badge }) => (
  <span class={`ui-badge is-${kind}`}>
    <Icon name={icon} />
    {word}
  </span>
)

interface FootProps {
  readonly card: Card
  readonly measured: Measured
}

const CardFoot = ({ card: { id, title }, measured: { source, parting, files, runs } }: FootProps) => (
  <footer>
    <p>
      {source.line}
      <span class="gallery-files">
        {files.map(({ href, name }) => (
          <a key={name} href={href} aria-label={`${name} of ${title}`}>
            {name}
          </a>
        ))}
      </span>
    </p>
    {parting && <Parting sentence={parting} />}
    {runs.length > 0 && (
      <p class="gallery-runs">
        {runs.length > 1 && <span>Run it here</span>}
        {runs.map(({ href, label }) =>
          label ? (
            <RunLink key={href} href={href} label={label} />
          ) : (
            <RunLink key={href} href={href} of={id} />
          ),
        )}
      </p>
    )}
  </footer>
)
