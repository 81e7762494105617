import { z } from 'zod'
import { checked } from '../../metrics/log-probabilities.ts'
import { measureText } from '../../metrics/registry.ts'
import type { RunResult } from '../run/events.ts'
import { logarithm } from '../run/recorded-fields.ts'
import { textRecord } from '../run/text-record.ts'
import type { Trial } from './trial.ts'

const stepSchema = z.looseObject({ token: z.int(), logprob: logarithm, entropy: z.number(), kept: z.int() })

const resultSchema = z.looseObject({
  prompt: z.string(),
  seed: z.int(),
  lanes: z.array(
    z.looseObject({
      lane: z.string(),
      samples: z.array(
        z.looseObject({
          tokens: z.array(z.int()),
          text: z.string().optional(),
          stop: z.string(),
          steps: z.array(stepSchema),
        }),
      ),
    }),
  ),
})

/**
 * Reads results of runs, as `run --json`, `run --record`, `run --prompts` and Export write them: a trial
 * each, or undefined where one of the values is no result. Texts are measured anew.
 * @throws UserError `bad-input` where a log-probability is above 0
 */
export function readTrials(values: readonly unknown[]): Trial[] | undefined {
  const prompts: string[] = []
  const trials: Trial[] = []
  for (const [index, value] of values.entries()) {
    const { success, data } = resultSchema.safeParse((value as { result?: unknown })?.result ?? value)
    if (!success) return undefined
    if (!prompts.includes(data.prompt)) prompts.push(data.prompt)
    const lanes = data.lanes.map((lane) => ({
      ...lane,
      samples: lane.samples.map((sample) => measured(sample, `Result ${index + 1}, lane ${lane.lane}`)),
    }))
    trials.push({ prompt: prompts.indexOf(data.prompt), result: { ...data, lanes } as unknown as RunResult })
  }
  return trials
}

type Sample = z.output<typeof resultSchema>['lanes'][number]['samples'][number]

const measured = (sample: Sample, where: string) => ({
  ...sample,
  metrics: measureText(checked(textRecord(sample as Parameters<typeof textRecord>[0]), where)),
})
