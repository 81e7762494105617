import seedrandom from 'seedrandom'

/** Uniform numbers in [0, 1) addressed by step, so that any step can be asked for again, in any order. */
export type RandomStream = (step: number) => number

/**
 * Named independent streams of one sample. Every lane draws from `draw`; a step with a chance of its own
 * names another.
 */
export type RandomStreams = (name: string) => RandomStream

/**
 * The project's only source of chance: `u(seed, sample, step)` is the same for every lane that asks
 * (common random numbers), and streams of other names are independent of it.
 */
export function randomStreams(seed: number, sample: number): RandomStreams {
  const streams = new Map<string, RandomStream>()
  return (name) => {
    const known = streams.get(name)
    if (known) return known
    const generator = seedrandom(`${seed}/${sample}/${name}`)
    const drawn: number[] = []
    const stream: RandomStream = (step) => {
      while (drawn.length <= step) drawn.push(generator())
      return drawn[step]!
    }
    streams.set(name, stream)
    return stream
  }
}

/**
 * Streams that start `offset` steps in: a text continued from its middle draws what the whole would have
 * drawn there.
 */
export const laterStreams =
  (streams: RandomStreams, offset: number): RandomStreams =>
  (name) =>
  (step) =>
    streams(name)(offset + step)

/** Uniform numbers in [0, 1), one a token id. */
export type Noise = (id: number) => number

/** Noise for as many token ids as there are, from one number of a stream: the same number, the same noise. */
export function noiseFrom(number: number, vocabularySize: number): Noise {
  // The quick generator: a step needs one number for every token of the vocabulary.
  const generator = seedrandom.alea(String(number))
  const drawn = new Float64Array(vocabularySize)
  for (let id = 0; id < vocabularySize; id++) drawn[id] = generator.double()
  return (id) => drawn[id]!
}

/** The numbers of a stream, one after another. */
export function numbersOf(stream: RandomStream): () => number {
  let count = 0
  return () => stream(count++)
}

/** A seed nobody chose: shown and put into the permalink, so that the run can be repeated. */
export function freshSeed(): number {
  return Math.trunc(seedrandom()() * 2 ** 32)
}
