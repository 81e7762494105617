import { ScrollRegion } from '../ui/scroll-region.tsx'

/** A field of a request. */
export interface ReferenceField {
  readonly name: string
  /** As JSON Schema has it, in a few words. */
  readonly type: string
  readonly isRequired: boolean
  readonly help: string
}

export interface ReferenceOperation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly answer: string
  readonly fields: readonly ReferenceField[]
  /** Options that are taken where their value changes nothing. */
  readonly neutral: readonly string[]
}

export interface ReferenceProps {
  readonly groups: readonly { readonly name: string; readonly operations: readonly ReferenceOperation[] }[]
}

/** The API to read: the same description as `/openapi.json`. */
export const ReferencePage = ({ groups }: ReferenceProps) => (
  <article class="reference">
    <header class="ui-lede">
      <h1>The API</h1>
      <p>
        Every request there is, made from the schemas that check them. Programs read the same as{' '}
        <a href="/openapi.json">OpenAPI 3.1</a>. A mistake is answered with one sentence that names the
        option.
      </p>
    </header>
    {groups.map(({ name, operations }) => (
      <section key={name} aria-labelledby={`group-${name}`}>
        <h2 id={`group-${name}`}>{name}</h2>
        {operations.map((operation) => (
          <Operation key={operation.id} {...operation} />
        ))}
      </section>
    ))}
  </article>
)

const Operation = ({ id, method, path, summary, answer, fields, neutral }: ReferenceOperation) => (
  <section class="reference-operation" aria-labelledby={id}>
    <h3 id={id}>
      <code>
        <b>{method}</b> {path}
      </code>
    </h3>
    <p>{summary}</p>
    {fields.length > 0 && (
      <ScrollRegion label={`Fields of ${method} ${path}`}>
        <table class="reference-fields">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Type</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">
                  <code>{field.name}</code>
                  {field.isRequired && <span class="ui-quiet"> required</span>}
                </th>
                <td>{field.type}</td>
                <td>{field.help}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    )}
    {neutral.length > 0 && (
      <p class="ui-quiet">Not offered, and taken where the value changes nothing: {neutral.join(', ')}.</p>
    )}
    <p class="reference-answer">Answers: {answer}</p>
  </section>
)
