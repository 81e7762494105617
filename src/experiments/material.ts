import type { LanguageModel } from '../decoding/model.ts'
import { createTextStream } from '../runs/text.ts'
import type { RandomStream } from '../sampling/random.ts'
import type { Material, Scope } from './definition.ts'
import type { Texts } from './generate.ts'
import type { HumanFigures } from './human-figures.ts'

/** What an experiment measures with. */
export function materialOf(
  scope: Scope,
  model: LanguageModel,
  texts: Texts,
  unit: Material['unit'],
  human: HumanFigures | undefined,
  resample: RandomStream,
): Material {
  const need = (): HumanFigures => {
    if (!human) throw new Error('an experiment that needs human text must say so')
    return human
  }
  return {
    ...scope,
    model,
    texts,
    unit,
    textOf: (tokens) => {
      const stream = createTextStream(model)
      stream.update(tokens)
      return stream.text
    },
    get human() {
      return need().settings[scope.setting.name]!
    },
    get calibration() {
      return need().calibration
    },
    resample,
  }
}
