import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../src/errors.ts'
import { kernels } from '../src/models/catalogue/kernels.ts'
import { readCatalogue } from '../src/models/catalogue/read-catalogue.ts'
import { tryModel } from '../src/models/install/trial/trial.ts'
import { createModelLibrary, type ModelLibrary } from '../src/models/library.ts'
import { projectRoot } from '../src/project.ts'

/**
 * Writes docs/models.md: every kind of model that is tried here, how far it agrees with its source, whether
 * lanes share forwards, and what is refused. Everything in it is measured while it is written, but for the
 * conversions, which training/measure_families.py measures.
 */

const exports = join(projectRoot, 'test/fixtures/tiny-exports')
const fixture = join(projectRoot, 'test/fixtures/tiny-gpt2')

interface Expected {
  readonly prompt: readonly number[]
  readonly tokens: readonly number[]
  readonly logits: readonly number[]
}

interface Converted {
  readonly architecture: string
  readonly difference: number
  readonly sameTokens: number
  readonly stepDifference: number
  readonly rowsThatDiffer: number
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const lanes = (rowByRow: boolean | undefined): string => (rowByRow ? 'yes, one a forward' : 'yes, together')

async function exportRow(library: ModelLibrary, name: string, expected: Expected): Promise<string[]> {
  const id = `tiny-${name.replaceAll('_', '-')}`
  try {
    const added = await library.add(join(exports, name), { id })
    const agreed = await agreementOf(library, id, expected)
    return [name, added.architecture, 'optimum 1.27', added.dtype, agreed, lanes(added.rowByRow)]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const reason = error.message.replace(/^.* cannot be used: /, '').replace(/\.$/, '')
    return [name, 'llama', 'optimum 1.27', 'fp32', `refused: ${reason}`, '']
  }
}

/** Greedy tokens that are PyTorch's, and the largest difference of the logits kept for the last of them. */
async function agreementOf(library: ModelLibrary, id: string, { prompt, tokens, logits }: Expected) {
  const model = await library.load(id)
  let batch = await model.prefill(prompt)
  let row = batch.rows[0]!.logits
  const chosen: number[] = []
  for (;;) {
    row = batch.rows[0]!.logits.slice()
    chosen.push(row.indexOf(Math.max(...row)))
    if (chosen.length === tokens.length) break
    batch = await batch.extend([{ parent: 0, token: chosen.at(-1)! }])
  }
  batch.dispose()
  const parting = chosen.findIndex((token, step) => token !== tokens[step])
  const same = parting < 0 ? tokens.length : parting
  const text = `${same} of ${tokens.length} greedy tokens are PyTorch’s`
  if (parting >= 0) return text
  const difference = Math.max(...logits.map((logit, token) => Math.abs(logit - row[token]!)))
  return `${text}, logits within ${difference.toExponential(0)}`
}

async function ownRows(): Promise<string[][]> {
  const [builtIn] = readCatalogue(join(projectRoot, 'models.json')).models
  const books = await tryModel(builtIn!, join(projectRoot, 'models/books-13m'))
  const tiny = await tryModel(
    { ...builtIn!, id: 'tiny-gpt2', title: 'Tiny GPT-2', modelFile: 'decoder_model_merged', files: [] },
    fixture,
  )
  return [
    [
      'books-13m',
      'llama',
      'built in',
      'q8',
      '`training/check_export.py`: perplexity within 0.5% of fp32',
      lanes(books.rowByRow),
    ],
    [
      'tiny-gpt2',
      'gpt2',
      'the hub’s merged form',
      'q8 (dynamic int8)',
      'the cache within its own rounding',
      lanes(tiny.rowByRow),
    ],
  ]
}

const convertedRow = ({
  architecture,
  difference,
  sameTokens,
  stepDifference,
  rowsThatDiffer,
}: Converted) => [
  architecture,
  `${difference.toExponential(0)}`,
  `${Math.round(100 * sameTokens)}%`,
  stepDifference.toExponential(0),
  rowsThatDiffer === 0 ? 'yes, together' : `${rowsThatDiffer} rows differ`,
]

async function write(): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'nucleus-models-'))
  const library = createModelLibrary(readCatalogue(join(projectRoot, 'models.json')), {
    builtIn: join(projectRoot, 'models'),
    cache,
  })
  try {
    const expected = readJson(join(exports, 'expected.json')) as Record<string, Expected>
    const names = readdirSync(exports).filter((name) => !name.endsWith('.json'))
    const rows = await ownRows()
    for (const name of names) rows.push(await exportRow(library, name, expected[name]!))
    const converted = readJson(join(projectRoot, 'docs/models-gguf.json')) as Converted[]
    writeFileSync(join(projectRoot, 'docs/models.md'), page(rows, converted))
  } finally {
    await library.release()
    rmSync(cache, { recursive: true })
  }
}

const page = (rows: readonly string[][], converted: readonly Converted[]): string => `# Models

Which models run here, and how far that was checked. Written by \`npm run docs:models\` with ${kernels()}.

Every model is tried when it is fetched or added: with its cache it has to answer as without; a row alone has
to be what it is beside others, to the bit, and where a graph mixes rows, each gets a forward of its own, or a
lone row a second one beside it where that is enough; no logit may be NaN; every token of text has to lie in
the vocabulary. What fails is refused with the reason. The last token of the stated context has to answer, as
far as a cache of 512 MB reaches; where it does not, the context is lowered to what answers.

## ONNX

Random models of each family, exported by optimum as people export theirs (\`training/make_tiny_exports.py\`),
and the two kinds of graph the program itself is tested on. \`npx vitest run test/models/install/trial\` checks
the same.

${table(['model', 'architecture', 'from', 'dtype', 'agreement', 'lanes independent'], rows)}

## GGUF

Each architecture that can be converted, tiny and random, as fp32 against PyTorch on the same weights: 2 texts
of 40 tokens. \`cd training && python measure_families.py > ../docs/models-gguf.json\`

${table(
  [
    'architecture',
    'largest difference of a logit',
    'same best token',
    'step by step against at once',
    'lanes independent',
  ],
  converted.map(convertedRow),
)}

Weights as the file stores them, against those that the package gguf reads from it
(\`cd training && python -m unittest tests.test_blocks\`):

| stored as | held as | difference |
| --- | --- | --- |
| Q4_0 | 4 bits, blocks of 32 | none |
| Q4_1, Q4_K | 4 bits and a minimum, blocks of 32 | none; the minimum once in float32 |
| Q5_0, Q8_0 | 8 bits, blocks of 32 | none |
| Q5_1, Q5_K | 8 bits and a minimum, blocks of 32 | none; the minimum once in float32 |
| Q6_K | 8 bits, blocks of 16 | none |
| others | rounded to 8 bits | half a step |

Embeddings stored so are looked up in those bytes, and where they are the head too, the two share them. With
\`--dtype q4\` whatever is stored in more than 4 bits is rounded to 4; with \`fp32\` nothing is.
\`python training/check_import.py FILE.gguf FOLDER --text TEXT\` compares a conversion of a real file with
PyTorch. For SmolLM2-135M-Instruct (Q4_1), over 48 windows of 512 tokens of books: the conversion to fp32
differs by at most 0.0002 in a logit, no row changes in a batch, and the weights as they are stored raise
perplexity by 0.3%.

\`npx tsx bench/llama-cpp.ts FILE.gguf --model ID --judge FP32_ID --llama FOLDER\` compares tokens and greedy
texts with llama.cpp. Beside quantised weights both round activations to 8 bits, each in its own way, and
texts part where two tokens are about as likely. With node-llama-cpp 3.22.1, on a processor without AVX-512,
over 40 tokens; the conversion to fp32, which rounds nothing, is the judge:

| model | prompts in the same tokens | texts the same | at the partings, fp32 puts the two tokens apart by | and takes llama.cpp's side |
| --- | --- | --- | --- | --- |
| SmolLM2-135M-Instruct (Q4_1) | 12 of 12 | 4 of 12 | 0.02 to 0.25 nats | 4 of 8 times |
| Gemma 3 270M (Q4_K_M) | 12 of 12 | 5 of 12 | 0.01 to 0.25 nats | 3 of 7 times |

\`python training/dequantise_gguf.py FILE.gguf OUT.gguf\` makes a file whose weights llama.cpp does not round:
against it the conversions to fp32 give the same texts for 12 of the 12 prompts, SmolLM2 and Gemma alike
(\`bench/llama-cpp.ts\` with that file).

## Refused by name

| what | why |
| --- | --- |
| a graph without \`past_key_values\` | every step would read the whole text again: export for text-generation-with-past |
| hybrid caches (\`past_conv\` and the like) | the program carries keys and values only |
| a tokenizer with tokens beyond the vocabulary | text would ask for what the model does not have; special tokens there are refused in a prompt |
| a context without a name known | \`max_position_embeddings\`, \`n_positions\`, \`n_ctx\`, \`max_seq_len\`, \`seq_length\` and the like |
| GGUF: mixtures of experts, YaRN, LongRoPE, other architectures | the graph builder has no such part |
| PyTorch weights | export them to ONNX first |
`

await write()
