import type { Environment } from '../../models/environment.ts'

const NAMES = {
  program: 'This program',
  transformers: 'transformers.js',
  onnxruntime: 'ONNX Runtime',
  node: 'Node',
  platform: 'The platform',
  processor: 'The processor',
} as const

/** What has changed between two environments, a sentence each, what matters most first. */
export function environmentChanges(then: Environment | undefined, now: Environment): string[] {
  if (!then) return ['The file does not name what computed it.']
  const parts = Object.entries(NAMES) as [keyof typeof NAMES, string][]
  return [
    ...now.models.flatMap((model) => modelChanges(then, model)),
    ...parts.flatMap(([part, name]) =>
      then[part] === now[part] ? [] : [`${name} was ${then[part]} and is ${now[part]}.`],
    ),
  ]
}

function modelChanges(then: Environment, model: Environment['models'][number]): string[] {
  const before = then.models.find(({ id }) => id === model.id)
  if (!before) return [`The file does not name the file of ${model.id}.`]
  const precision =
    before.dtype === model.dtype ? [] : [`${model.id} was in ${before.dtype} and is in ${model.dtype}.`]
  const files = model.files.flatMap(({ path, sha256 }) => {
    const old = before.files.find((file) => file.path === path)
    if (old?.sha256 === sha256) return []
    const was = old ? `had SHA-256 ${short(old.sha256)}` : 'was not recorded'
    return [`${path} of ${model.id} ${was} and has ${short(sha256)}.`]
  })
  return [...precision, ...files]
}

const short = (hash: string): string => `${hash.slice(0, 12)}…`
