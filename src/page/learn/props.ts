import type { StepView } from '../../runs/lab/step-view.ts'

/** One chain on one preset: its plot, what it kept, and the lab set up the same way. */
export interface ShownChain {
  readonly view: StepView
  readonly title: string
  readonly kept: number
  readonly size: number
  readonly mass: number
  /** Words that were kept. */
  readonly names: readonly string[]
  readonly link: string
}

/** How often drawn words fall into the nucleus of the untouched distribution. */
export interface Coverage {
  readonly p: number
  /** Mass of the nucleus: what the distribution promises. */
  readonly promised: number
  readonly covered: number
}

export interface Exercise {
  readonly id: string
  readonly question: string
  readonly experiment: string
  readonly link: string
  readonly answer: string
}

/** Everything on the page that is a number or a figure. */
export interface LearnProps {
  readonly demo: ShownChain
  readonly flat: ShownChain
  readonly peaked: ShownChain
  readonly cool: ShownChain
  readonly warm: ShownChain
  /** Words drawn from the model's own distribution, and from a flatter one. */
  readonly calibrated: readonly Coverage[]
  readonly tooSure: readonly Coverage[]
  /** Words left by temperature 2 before nucleus 0.9, and after it. */
  readonly order: { readonly first: number; readonly second: number; readonly link: string }
  /** How many words each p keeps, by shape. */
  readonly sizes: {
    readonly shares: readonly number[]
    readonly rows: readonly {
      readonly title: string
      readonly size: number
      readonly kept: readonly number[]
    }[]
  }
  /** Runs of the real model that go with the sections. */
  readonly links: Readonly<Record<'topP' | 'calibration' | 'temperature' | 'practicality', string>>
  readonly exercises: readonly Exercise[]
}
