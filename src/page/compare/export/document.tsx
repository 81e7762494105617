import { renderToString } from 'preact-render-to-string'
import { FrozenPage, type FrozenProps } from './frozen-page.tsx'

/** An exported page as one file of HTML: no address in it is fetched. */

/** What the page is made of besides its own contents. */
export interface FileParts {
  /** Scripts in the order in which they run. */
  readonly scripts: readonly string[]
  readonly style: string
  /** The icons' sprite, as in every document of the server. */
  readonly sprite: string
}

/** Nothing is fetched, whatever the page holds. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data:"

/** The page's contents as text: what fonts have to be there for. */
export const contentOf = (props: FrozenProps): string => renderToString(<FrozenPage {...props} />)

export const fileOf = (props: FrozenProps, content: string, { scripts, style, sprite }: FileParts): string =>
  `<!doctype html>\n${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${props.settings.prompt.slice(0, 80)} · Nucleus`}</title>
        <Raw tag="style" text={style.replaceAll('</', '<\\/')} />
      </head>
      <body class="on-compare is-frozen">
        <Raw tag="div" text={sprite} />
        <Raw tag="main" text={content} id="main" class="ui-page" />
        <Raw tag="script" type="application/json" id="props" text={jsonIn(props)} />
        {scripts.map((script, index) => (
          <Raw key={index} tag="script" text={codeIn(script)} />
        ))}
      </body>
    </html>,
  )}`

interface RawProps {
  readonly tag: 'style' | 'script' | 'div' | 'main'
  readonly text: string
  readonly id?: string
  readonly class?: string
  readonly type?: string
}

/** Text that is markup, code or JSON already: rendered, bundled or escaped before. */
const Raw = ({ tag: Tag, text, ...attributes }: RawProps) => (
  <Tag {...attributes} dangerouslySetInnerHTML={{ __html: text }} />
)

/** Digits beyond the seventh are never shown. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) && Number.isFinite(value)
    ? Number(value.toPrecision(7))
    : value

/** No tag begins in the JSON. */
const jsonIn = (value: unknown): string => JSON.stringify(value, rounded).replaceAll('<', '\\u003c')

/** Neither the script's end nor a comment begins in the code: both can only be in its strings. */
const codeIn = (code: string): string =>
  code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
