import type { Provenance } from './result.ts'

interface Wanted {
  /** Ids of experiments; all of them where there are none. */
  readonly names?: readonly string[]
  /** The model's id, where it is not the default one. */
  readonly model?: string | undefined
  readonly isQuick?: boolean
  readonly hasHuman?: boolean
  readonly out?: string
}

/** The command that measures claims, without the names of anybody's files. */
export const writtenCommand = ({ names = [], model, isQuick, hasHuman, out }: Wanted): string =>
  [
    'npm run --silent cli -- reproduce',
    ...names,
    model !== undefined && `--model ${model}`,
    isQuick && '--quick',
    hasHuman && '--human FILE',
    out !== undefined && `--out ${out}`,
  ]
    .filter(Boolean)
    .join(' ')

/**
 * The command that measures one claim again as it was measured; the default model's human figures are
 * shipped.
 */
export function commandOf(name: string, { model, setting, command }: Provenance): string {
  const isOther = command.includes('--model ')
  return writtenCommand({
    names: [name],
    model: isOther ? model : undefined,
    isQuick: setting === 'quick',
    hasHuman: isOther && command.includes('--human '),
  })
}
