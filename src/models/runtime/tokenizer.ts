import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AutoTokenizer, env, type PreTrainedTokenizer } from '@xenova/transformers'
import { hashOf } from '../catalogue/file-hash.ts'

/** Where newer exports keep the chat template, which transformers.js reads for processors only. */
export const TEMPLATE_FILE = 'chat_template.jinja'

/** Files that transformers.js makes a tokenizer from. */
export const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'] as const

/** Tokenizers by the hashes of their files, as long as something uses them. */
const inUse = new Map<string, WeakRef<PreTrainedTokenizer>>()

/**
 * The tokenizer of a folder. Models whose files for it are the same share one: to make one of 50,000 tokens
 * takes a quarter of a second and tens of megabytes. It goes with the last model that uses it.
 */
export async function openTokenizer(folder: string): Promise<PreTrainedTokenizer> {
  const files = [...TOKENIZER_FILES, TEMPLATE_FILE].map((name) => join(folder, name))
  const key = (await Promise.all(files.map(hashOf))).join()
  const shared = inUse.get(key)?.deref()
  if (shared) return shared
  env.allowRemoteModels = false
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true })
  const template = join(folder, TEMPLATE_FILE)
  if (existsSync(template)) tokenizer.chat_template = await readFile(template, 'utf8')
  inUse.set(key, new WeakRef(tokenizer))
  return tokenizer
}

/** What `read` finds in a tokenizer, found once for all models that share it. */
export function oncePerTokenizer<Found>(
  read: (tokenizer: PreTrainedTokenizer) => Found,
): (tokenizer: PreTrainedTokenizer) => Found {
  const found = new WeakMap<PreTrainedTokenizer, Found>()
  return (tokenizer) => {
    if (!found.has(tokenizer)) found.set(tokenizer, read(tokenizer))
    return found.get(tokenizer)!
  }
}
