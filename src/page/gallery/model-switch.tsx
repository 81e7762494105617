import type { GalleryProps } from './props.ts'

/** Whose results are shown: a link a model; and where this one parts from the default one. */
export function ModelSwitch({ models, beside }: Pick<GalleryProps, 'models' | 'beside'>) {
  if (models.length < 2) return null
  return (
    <>
      <nav class="gallery-models" aria-label="Models">
        <ul>
          {models.map(({ id, title, isShown }, index) => (
            <li key={id}>
              <a
                class="ui-button is-small"
                href={index === 0 ? '/gallery' : `/gallery?model=${encodeURIComponent(id)}`}
                aria-current={isShown ? 'page' : undefined}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {beside && (
        <>
          <Statements
            head={`Holds here, but not on ${models[0]!.title}`}
            none={
              'Of the claims measured on both, none holds here that does not hold on ' +
              `${models[0]!.title}.`
            }
            statements={beside.gained}
          />
          {beside.missed.length > 0 && (
            <Statements
              head={`Holds on ${models[0]!.title}, but not here`}
              none=""
              statements={beside.missed}
            />
          )}
        </>
      )}
    </>
  )
}

interface StatementsProps {
  readonly head: string
  readonly none: string
  readonly statements: readonly string[]
}

const Statements = ({ head, none, statements }: StatementsProps) =>
  statements.length === 0 ? (
    <p class="gallery-beside">{none}</p>
  ) : (
    <div class="gallery-beside">
      <b>{head}</b>
      <ul>
        {statements.map((statement) => (
          <li key={statement}>{statement}.</li>
        ))}
      </ul>
    </div>
  )
