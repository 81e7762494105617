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
  <article class="reference-page">
    <header class="ui-lede">
      <h1>The API</h1>
      <p>
        Every request that the server answers, generated from the schemas that check it. For programs there is
        the same description as <a href="/openapi.json">OpenAPI 3.1</a>. A request that is wrong gets one
        sentence, which names the field at fault.
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
      <table class="reference-fields" aria-label={`Fields of ${method} ${path}`}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, type, isRequired, help }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
                <span class="ui-quiet">
                  {type}
                  {isRequired && ', required'}
                </span>
              </th>
              <td>{help}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {neutral.length > 0 && (
      <p class="ui-quiet">Accepted only with a value that changes nothing: {neutral.join(', ')}.</p>
    )}
    <p class="reference-answer">Returns: {answer}</p>
  </section>
)
