import { describe, expect, it } from 'vitest'
import { call } from './call.ts'

describe('lab', () => {
  it('prints the seed demo as the contract writes it', async () => {
    const { status, out } = await call(
      'lab',
      '--lane',
      'nucleus:p=0.9',
      '--draws',
      '5',
      '--seed',
      '42',
      '--json',
    )
    expect(status).toBe(0)
    const { tokens, lanes } = JSON.parse(out)
    expect(tokens).toEqual(['cat', 'dog', 'bird', 'fish', 'lizard', 'hamster'])
    expect(Object.keys(lanes[0])).toEqual([
      'lane',
      'steps',
      'candidates',
      'mass',
      'entropy',
      'draws',
      'counts',
    ])
    expect(Object.keys(lanes[0].candidates[0])).toEqual([
      'id',
      'token',
      'logit',
      'raw',
      'probability',
      'kept',
      'removedBy',
    ])
    expect(lanes[0].lane).toBe('nucleus:p=0.9')
    expect(lanes[0].candidates.map(({ kept }: { kept: boolean }) => kept)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(lanes[0].draws).toHaveLength(5)
  })

  it('takes logits that start with a minus, and -Infinity', async () => {
    const { out } = await call(
      'lab',
      '--logits',
      '-1,2,-Infinity',
      '--lane',
      'sample',
      '--json',
      '--seed',
      '1',
    )
    expect(JSON.parse(out).lanes[0].candidates.map(({ logit }: { logit: unknown }) => logit)).toEqual([
      2,
      -1,
      '-Infinity',
    ])
  })

  it('refuses a list without a number, where none at all means the demo', async () => {
    const { status, out, messages } = await call('lab', '--logits', '', '--lane', 'sample')
    expect([status, out]).toEqual([2, ''])
    expect(messages).toMatch(/^--logits must/)
  })

  it('refuses a flag that is given twice and has one value', async () => {
    for (const args of [
      ['lab', '--seed', '1', '--seed=2'],
      ['run', '--prompt', 'x', '--prompt', 'y'],
      ['lab', '--json', '--json'],
    ]) {
      const { status, out, messages } = await call(...args)
      expect([status, out]).toEqual([2, ''])
      expect(messages).toMatch(/^--(seed|prompt|json) is given twice, and it has one value; keep one\.$/)
    }
    expect((await call('lab', '--lane', 'sample', '--lane', 'greedy', '--seed', '1')).status).toBe(0)
  })

  it('prints a table for people', async () => {
    const { out } = await call('lab', '--lane', 'nucleus:0.9', '--seed', '1')
    expect(out).toMatch(/lizard +-0\.3 +0\.0352 +removed by nucleus:0\.9/)
  })
})

describe('run', () => {
  it('heals a prompt on request, and states where one ends in a space', async () => {
    const asked = ['run', '--prompt', 'The old man looked at the ', '--lane', 'greedy', '--max-tokens', '3']
    const plain = await call(...asked, '--json')
    expect(plain.messages).toContain('The prompt ends in a space')
    const healed = await call(...asked, '--json', '--heal')
    expect(healed.messages).not.toContain('ends in a space')
    const { takenBack, lanes } = JSON.parse(healed.out)
    expect(takenBack.text).toBe(' ')
    const whole = JSON.parse((await call(...asked.with(2, 'The old man looked at the'), '--json')).out)
    expect(` ${lanes[0].samples[0].text}`).toBe(whole.lanes[0].samples[0].text)
    const file = JSON.parse((await call(...asked, '--record', '--heal')).out)
    expect(file.request).toMatchObject({ heal: true })
  })

  it('prints three lanes with traces as the contract writes them, the same for the same seed', async () => {
    const args = [
      'run',
      '--prompt',
      'Once upon a time',
      '--lane',
      'greedy',
      '--lane',
      'top-k:40',
      '--lane',
      'nucleus:0.9',
    ]
    const { status, out, messages } = await call(...args, '--seed', '7', '--max-tokens', '20', '--json')
    expect([status, messages]).toEqual([0, ''])
    const result = JSON.parse(out)
    expect(Object.keys(result)).toEqual(['model', 'prompt', 'promptTokens', 'seed', 'lanes'])
    expect(result.lanes).toHaveLength(3)
    for (const lane of result.lanes) {
      expect(Object.keys(lane)).toEqual(['lane', 'samples', 'metrics'])
      expect(Object.keys(lane.samples[0])).toEqual(['tokens', 'text', 'stop', 'steps', 'metrics'])
      expect(Object.keys(lane.samples[0].steps[0])).toEqual(
        expect.arrayContaining(['token', 'logprob', 'rank', 'entropy', 'kept', 'keptMass', 'u']),
      )
    }
    expect((await call(...args, '--seed', '7', '--max-tokens', '20', '--json')).out).toBe(out)
  })

  it('prints every event on a line of its own', async () => {
    const { out } = await call('run', '--prompt', 'Once', '--lane', 'greedy', '--max-tokens', '3', '--events')
    const events = out.split('\n').map((line) => JSON.parse(line).type)
    // How often loading is reported depends on how long it takes.
    expect(events.filter((type) => type !== 'loading')).toEqual([
      'run-start',
      'lane-delta',
      'lane-delta',
      'lane-delta',
      'lane-end',
      'run-end',
    ])
  })
})

describe('a mistake', () => {
  it.each([
    [['nope'], /There is no command "nope"; choose one of run, lab, /],
    [['run'], /Expected --prompt TEXT, got none/],
    [
      ['run', '--prompt', 'x', '--lane', 'nucleus:2'],
      /Nucleus p: expected a share of the mass from 0 to 1 \(1 is off\), got 2\./,
    ],
    [['run', '--prompt', 'x', '--lane', 'top-k:-1'], /got -1\./],
    [['run', '--prompt', 'x', '--lane', 'top-k:1.5'], /got 1\.5\./],
    [
      ['run', '--prompt', 'x', '--max-tokens', '10000'],
      /--max-tokens must be a whole number from 1 to 2,048, got 10000\./,
    ],
    [
      ['run', '--prompt', 'x', '--max-tokens', 'many'],
      /--max-tokens must be a whole number from 1 to 2,048, got "many"\./,
    ],
    [
      ['run', '--prompt', 'x', '--seed', '-1'],
      /--seed must be a whole number from 0 to 9,007,199,254,740,991, got -1\./,
    ],
    [['run', '--prompt', 'x', '--json', '--events'], /Expected --json or --events, got both/],
    [['run', '--prompt', 'word '.repeat(600)], /The prompt is \d+ tokens long/],
    [['run', '--prompt', 'x', '--model', 'gpt5'], /There is no model "gpt5"/],
    [['run', '--frob'], /Unknown option '--frob'; see "nucleus run --help"\./],
    [['lab', 'stray'], /see "nucleus lab --help"\./],
    [['lab', '--logits', '1,x'], /A logit must be a number or "-Infinity", got "x"\./],
    [['lab', '--logits', '1,2', '--tokens', 'a'], /Expected one token a logit/],
    [['models', 'burn'], /Expected "models", "models get ID"/],
  ])('%j is one sentence on stderr and exit 2', async (args, message) => {
    const { status, out, messages } = await call(...args)
    expect([status, out]).toEqual([2, ''])
    expect(messages).toMatch(message)
    expect(messages.split('\n')).toHaveLength(1)
  })
})

describe('help', () => {
  it('lists commands, and the chain notation from the registry', async () => {
    const { status, out } = await call('--help')
    expect(status).toBe(0)
    expect(out).toMatch(/ {2}run +Continue a prompt/)
    expect(out).toMatch(/ {2}nucleus {2}Samples among the fewest tokens/)
    expect(out).toContain('p=0.9  a share of the mass from 0 to 1 (1 is off)')
  })

  it('lists the options of a command', async () => {
    expect((await call('run', '--help')).out).toMatch(/--max-tokens N +new tokens a sample; default 100/)
  })
})
