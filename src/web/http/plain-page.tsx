import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/**
 * Pages that need no template, no script of their own and no model: what can still be shown when anything
 * else fails, and to whom nothing else is shown yet.
 */

interface Props {
  readonly title: string
  readonly text: string
  readonly children: ComponentChildren
}

const Plain = ({ title, text, children }: Props) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} · Nucleus`}</title>
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/assets/plain.css" />
      <script src="/assets/theme.js" />
    </head>
    <body>
      <header class="ui-topbar is-plain">
        <a class="ui-brand" href="/" aria-label="Nucleus, start page">
          <svg viewBox="0 0 22 22" aria-hidden="true">
            <path d="M2 19.5V12h4.5V7.5H11V5h4.5V3.8H20" fill="none" stroke="currentColor" stroke-width="2" />
            <path
              class="ui-brand-cut"
              d="M2 6.2h18"
              fill="none"
              stroke-width="1.6"
              stroke-dasharray="2.5 2"
            />
          </svg>
          <span>Nucleus</span>
        </a>
      </header>
      <main id="main" class="ui-page">
        <div class="ui-lede">
          <h1>{title}</h1>
          <p>{text}</p>
        </div>
        {children}
      </main>
    </body>
  </html>
)

const documentOf = (page: VNode): string => `<!doctype html>\n${renderToString(page)}\n`

/** An error, in its sentence. @param back where the person was, where that is another page than the start */
export const problemPage = (title: string, sentence: string, back = '/'): string =>
  documentOf(
    <Plain title={title} text={sentence}>
      {back !== '/' && (
        <p class="ui-plain-back">
          <a class="ui-button" href={back}>
            Back to where you were
          </a>
        </p>
      )}
      <p>
        <a href="/">Compare decoding strategies</a> is where everything starts.
      </p>
    </Plain>,
  )

/** Asks before a link from another site computes what it describes. @param address path and query */
export const linkPage = (address: string): string =>
  documentOf(
    <Plain
      title="A link from another site"
      text="It holds settings for this page, which computes them on this computer. This is what it holds:"
    >
      <dl class="ui-plain-settings">
        {settingsOf(address).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </>
        ))}
      </dl>
      <p>
        <a class="ui-button is-primary" href={address}>
          Open it
        </a>{' '}
        <a class="ui-button" href="/">
          Leave it
        </a>
      </p>
    </Plain>,
  )

/** Asks for the access token. @param next path to go to afterwards */
export const loginPage = (next: string, fault = ''): string =>
  documentOf(
    <Plain title="Access token" text="This server asks for its access token; whoever started it has it.">
      <form class="ui-sheet ui-plain-form" method="post" action="/login">
        <input type="hidden" name="next" value={next} />
        <p class="ui-field">
          <label for="token">Access token</label>
          <input
            class="ui-plain-input"
            id="token"
            name="token"
            type="password"
            autocomplete="current-password"
            maxlength={200}
            required
            autofocus
          />
        </p>
        {fault && (
          <p class="ui-fault" role="alert">
            {fault}
          </p>
        )}
        <p>
          <button class="ui-button is-primary" type="submit">
            Log in
          </button>
        </p>
      </form>
    </Plain>,
  )

/** Longest value of a setting that is shown, in characters, and most settings. */
const SHOWN = 300
const MOST = 100

function settingsOf(address: string): (readonly [name: string, value: string])[] {
  const fields = new URLSearchParams(address.slice(address.indexOf('?') + 1))
  return [...fields]
    .slice(0, MOST)
    .map(([name, value]) => [
      name.slice(0, SHOWN),
      value.length > SHOWN ? `${value.slice(0, SHOWN)} …` : value,
    ])
}
