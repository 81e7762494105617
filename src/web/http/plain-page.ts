/**
 * Pages that need no template, no component and no model: what can still be shown when anything else fails,
 * and to whom nothing else is shown yet.
 */

interface PlainPage {
  readonly title: string
  /** Sentences, as text. */
  readonly text: string
  /** What follows them, as HTML. */
  readonly html?: string
}

const plainPage = ({ title, text, html = '' }: PlainPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Nucleus</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/plain.css">
<script src="/assets/theme.js"></script>
</head>
<body>
<header class="ui-topbar"><a class="ui-brand" href="/" aria-label="Nucleus, start page"><span>Nucleus</span></a></header>
<main id="main" class="ui-page">
<div class="ui-lede">
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
</div>
${html}
</main>
</body>
</html>
`

/** An error, in its sentence. */
export const problemPage = (title: string, sentence: string): string =>
  plainPage({
    title,
    text: sentence,
    html: '<p><a href="/">Compare decoding strategies</a> is where everything starts.</p>',
  })

/** Asks before a link from another site computes what it describes. @param address path and query */
export const linkPage = (address: string): string =>
  plainPage({
    title: 'A link from another site',
    text: 'It holds settings for this page, which computes them on this computer. This is what it holds:',
    html: `<dl class="ui-plain-settings">${settingsOf(address)}</dl>
<p><a class="ui-button is-primary" href="${escapeHtml(address)}">Open it</a> <a class="ui-button" href="/">Leave it</a></p>`,
  })

/** Asks for the access token. @param next path to go to afterwards */
export const loginPage = (next: string, fault = ''): string =>
  plainPage({
    title: 'Access token',
    text: 'This server asks for its access token; whoever started it has it.',
    html: `<form class="ui-plain-form" method="post" action="/login">
<input type="hidden" name="next" value="${escapeHtml(next)}">
<p><label for="token">Access token</label> <input class="ui-plain-input" id="token" name="token" type="password" autocomplete="current-password" maxlength="200" required autofocus></p>
${fault && `<p class="ui-fault" role="alert">${escapeHtml(fault)}</p>`}
<p><button class="ui-button is-primary" type="submit">Log in</button></p>
</form>`,
  })

/** Longest value of a setting that is shown, in characters. */
const SHOWN = 300

function settingsOf(address: string): string {
  const fields = new URLSearchParams(address.slice(address.indexOf('?') + 1))
  return [...fields]
    .slice(0, 100)
    .map(([name, value]) => {
      const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)} …` : value
      return `<dt>${escapeHtml(name.slice(0, SHOWN))}</dt><dd><bdi>${escapeHtml(shown)}</bdi></dd>`
    })
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
