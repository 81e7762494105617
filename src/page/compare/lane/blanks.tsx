/**
 * Blanks made visible, and bytes that are no character yet. One space before a word is what most tokens begin
 * with: in running text it has no sign.
 */

/** What a token adds to a text. */
export interface Piece {
  readonly text: string
  /** What it holds of a character that is not whole yet, in hexadecimal: "e2 80". */
  readonly bytes?: string | undefined
}

const SIGNS: Readonly<Record<string, string>> = {
  '\n': '↵',
  '\r': '␍',
  '\t': '→',
  ' ': '·',
  '\u00a0': '⍽',
}

/**
 * Characters that show nothing, or that turn or hide what is beside them: controls, zero-width characters,
 * directions (U+202E), joiners, tags.
 */
const INVISIBLE = /\p{Cc}|\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}|[\ufff9-\ufffb]/u

const codeOf = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/**
 * A word with a mark for every character in it that shows nothing; the character itself stays in the text.
 */
export function Marked({ text }: { readonly text: string }) {
  if (!INVISIBLE.test(text)) return <>{text}</>
  return (
    <>
      {Array.from(text, (one) =>
        INVISIBLE.test(one) && SIGNS[one] === undefined ? (
          <i class="blank-sign" data-signs={`⟨${codeOf(one)}⟩`}>
            {one}
          </i>
        ) : (
          one
        ),
      )}
    </>
  )
}

/** A sign for every blank. */
export const signs = (blanks: string): string => Array.from(blanks, (one) => SIGNS[one] ?? '·').join('')

/** Bytes as hexadecimal digits in angle brackets, as tokenizers write them. */
const bytesText = (bytes: string): string =>
  bytes.replaceAll(/\S+/g, (byte) => `<${byte.toUpperCase()}>`).replaceAll(' ', '')

/** What has no text and no bytes ends a text. */
const END = '∎'

/** A token without a visible character, as a sign: blanks, bytes, or the end of the text. */
export const signsOf = ({ text, bytes = '' }: Piece): string =>
  text === '' ? bytesText(bytes) || END : signs(text)

/** A token as it is read out. */
export function spoken({ text, bytes }: Piece): string {
  if (text === '') return bytes ? `part of a character, bytes ${bytes}` : 'end of text'
  return text.trim() || (text.includes('\n') ? 'line break' : 'blank')
}

/** A token on its own, its blanks as signs; those who listen or copy get the text. */
export function Visible(piece: Piece) {
  const { text } = piece
  if (text === '') {
    return (
      <>
        <i class="blank-sign" data-signs={signsOf(piece)} />
        <span class="ui-hidden">{spoken(piece)}</span>
      </>
    )
  }
  return (
    <>
      {text.split(/([^\S\ufeff]+)/).map((part) =>
        /^[^\S\ufeff]+$/.test(part) ? (
          <i class="blank-sign" data-signs={signs(part)}>
            {part.replaceAll(/[\r\n]/g, ' ')}
          </i>
        ) : (
          <Marked text={part} />
        ),
      )}
    </>
  )
}
