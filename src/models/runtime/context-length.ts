type Config = Readonly<Record<string, unknown>>

/**
 * Where the families keep how long a text may be: most of them in the first; GPT-2, CodeGen in the next two;
 * MPT in `max_seq_len`; Bloom in `seq_length`, where it has one at all; ChatGLM, XGen and others in the last
 * ones.
 */
const FIELDS = [
  'max_position_embeddings',
  'n_positions',
  'n_ctx',
  'max_seq_len',
  'seq_length',
  'max_sequence_length',
  'max_seq_length',
  'model_max_length',
] as const

/**
 * The part of a `config.json` that describes the text model: all of it, or `text_config` in models of several
 * senses.
 */
export const textConfigOf = (config: Config): Config =>
  config.vocab_size === undefined && typeof config.text_config === 'object' && config.text_config !== null
    ? (config.text_config as Config)
    : config

/** Most tokens a text may hold; NaN where the configuration does not state it. */
export function contextLengthOf(config: Config): number {
  const text = textConfigOf(config)
  const field = FIELDS.find((name) => typeof text[name] === 'number')
  return field === undefined ? Number.NaN : Number(text[field])
}
