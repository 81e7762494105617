import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary, type ModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'
import { TINY_GPT2 } from './tiny-gpt2.ts'

/** SmolLM2-Instruct's template, word for word. */
const SMOLLM2_TEMPLATE =
  "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ " +
  "'<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging " +
  "Face<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + " +
  "'<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% " +
  'endif %}'

/** The built-in model, and the GPT-2 fixture as `tiny-chat` with a template. */
export function openChatModel(template = SMOLLM2_TEMPLATE): {
  readonly library: ModelLibrary
  /** Removes the folder they lie in; the library is released before. */
  remove(): void
} {
  const builtIn = mkdtempSync(join(tmpdir(), 'nucleus-chat-'))
  const { default: id, models } = readCatalogue(join(projectRoot, 'models.json'))
  symlinkSync(join(projectRoot, 'models', id), join(builtIn, id))
  const folder = join(builtIn, 'tiny-chat')
  cpSync(join(import.meta.dirname, '../fixtures/tiny-gpt2'), folder, { recursive: true })
  const file = join(folder, 'tokenizer_config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...config, chat_template: template }))
  const chat = { ...TINY_GPT2, id: 'tiny-chat', source: { kind: 'built-in', folder: 'tiny-chat' } as const }
  const catalogue = { default: id, models: [...models.filter((one) => one.id === id), chat] }
  return {
    library: createModelLibrary(catalogue, { builtIn, cache: builtIn }),
    remove: () => rmSync(builtIn, { recursive: true }),
  }
}
