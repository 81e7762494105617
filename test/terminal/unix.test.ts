import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { projectRoot } from '../../src/project.ts'
import { progressLine } from '../../src/terminal/progress-line.ts'
import { cases } from '../helpers/thorough.ts'
import { call } from './call.ts'

const bin = join(projectRoot, 'bin/nucleus.js')
const nucleus = (args: string[], input = '') =>
  spawnSync(process.execPath, [bin, ...args], { input, encoding: 'utf8', cwd: tmpdir() })

const SHORT = ['--lane', 'greedy', '--max-tokens', '3', '--seed', '1']

describe('the program that npm installs', () => {
  it('runs from any folder, and is found by npx in its own', () => {
    const { status, stdout, stderr } = nucleus(['--version'])
    expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/), ''])
    const npx = spawnSync('npx', ['nucleus', '--version'], { cwd: projectRoot, encoding: 'utf8' })
    expect(npx.stdout).toBe(stdout)
  })

  it('prints no warning of npm’s', () => {
    const { stderr } = spawnSync('npm', ['run', '--silent', 'cli', '--', '--version'], {
      cwd: projectRoot,
      encoding: 'utf8',
      // What the user of this computer has configured is none of the project's.
      env: {
        ...process.env,
        npm_config_userconfig: join(tmpdir(), 'none'),
        npm_config_globalconfig: '/none',
      },
    })
    expect(stderr).toBe('')
  })

  it('reads a prompt from standard input', () => {
    const { status, stdout } = nucleus(['run', '--prompt', '-', ...SHORT, '--json'], 'The old\nman\n')
    expect(status).toBe(0)
    expect(JSON.parse(stdout).prompt).toBe('The old\nman')
  })

  it.skipIf(!existsSync('/dev/full'))('says in one sentence that its output cannot be written', () => {
    const run = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" help > /dev/full`], {
      encoding: 'utf8',
    })
    expect([run.status, run.stderr]).toEqual([1, 'The output could not be written: the disk is full.\n'])
  })

  it('refuses text that is no UTF-8, of a file and of a pipe', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'nucleus-test-')), 'latin1.txt')
    writeFileSync(path, Buffer.from('caf\xe9', 'latin1'))
    const uses = [
      ['score', path],
      ['run', '--prompts', path],
      ['reproduce', 'loops', '--human', path],
      ['run', '--prompt', '-'],
      ['score', '-'],
    ]
    for (const args of uses.slice(-cases(3, uses.length))) {
      const isPiped = args.at(-1) === '-'
      const { status, stderr } = spawnSync(process.execPath, [bin, ...args], {
        input: isPiped ? Buffer.from('caf\xe9', 'latin1') : '',
        encoding: 'utf8',
      })
      const name = isPiped ? 'Standard input' : `"${path}"`
      expect([status, stderr]).toEqual([
        2,
        `${name} holds bytes that are no UTF-8; write its text as UTF-8.\n`,
      ])
    }
  })

  it('names an output folder that cannot be one, before anything is computed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
    const [file, prompts] = [join(folder, 'afile'), join(folder, 'prompts.txt')]
    writeFileSync(file, '')
    writeFileSync(prompts, 'Once')
    const trials = ['run', '--prompts', prompts, ...SHORT, '--out']
    const places: [string[], string][] = [
      [[...trials, file], 'it is a file'],
      [[...trials, join(file, 'x')], 'a part of it is a file'],
      [['reproduce', 'loops', '--out', file], 'it is a file'],
      // Node's own way of making folders never ends there.
      ...(existsSync('/proc/self')
        ? [[[...trials, '/proc/nope/x'], 'no folder can be made there'] as [string[], string]]
        : []),
    ]
    for (const [args, reason] of places.slice(-cases(2, places.length))) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
        encoding: 'utf8',
        timeout: 60_000,
      })
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toBe(`Expected a folder to write to after --out, got "${args.at(-1)}", but ${reason}.\n`)
    }
    mkdirSync(join(folder, 'out', 'results.jsonl'), { recursive: true })
    const { status, stderr } = nucleus([...trials, join(folder, 'out')])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^".*results\.jsonl" could not be written: it is a folder\.\n$/)
  })

  it('ends quietly when whoever reads its results has enough', async () => {
    const child = spawn(process.execPath, [bin, 'help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let messages = ''
    child.stderr.on('data', (part) => {
      messages += part
    })
    child.stdout.destroy()
    const [status] = await once(child, 'close')
    expect([status, messages]).toEqual([0, ''])
    const head = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" help | head -1`], {
      encoding: 'utf8',
    })
    expect([head.stdout, head.stderr]).toEqual(['Usage: npx nucleus COMMAND [OPTION...]\n', ''])
  })
})

describe('run --prompts', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'nucleus-test-')), 'prompts.jsonl')

  it('prints a result a line, in order, and goes on after one that cannot be run', async () => {
    writeFileSync(
      file,
      'The sea\n\n{"prompt":"The old man","maxTokens":2,"lanes":["top-k:1"]}\n{ not ' +
        'JSON\n{"prompt":"x","lanes":["nope"]}\n',
    )
    const { status, out, messages } = await call('run', '--prompts', file, ...SHORT)
    const lines = out.split('\n').map((line) => JSON.parse(line))
    expect(lines.map(({ prompt }) => prompt)).toEqual(['The sea', 'The old man', '{ not JSON', 'x'])
    expect(lines[0].lanes[0].samples[0].tokens).toHaveLength(3)
    expect(lines[1].lanes[0]).toMatchObject({ lane: 'top-k:1' })
    expect(lines[1].lanes[0].samples[0].tokens).toHaveLength(2)
    expect(lines[3]).toMatchObject({ line: 5, error: { code: 'bad-chain' } })
    expect([status, messages.split('\n').at(-1)]).toEqual([
      1,
      '1 of 4 prompts failed; their lines have the reason.',
    ])
    expect(messages).toMatch(/^metric +lane/)
  })

  it('gives each prompt what a run of it alone gives', async () => {
    writeFileSync(file, 'The sea\nThe old man\n')
    const { out } = await call('run', '--prompts', file, ...SHORT)
    const alone = await call('run', '--prompt', 'The old man', ...SHORT, '--json')
    expect(JSON.parse(out.split('\n')[1]!)).toEqual(JSON.parse(alone.out))
  })

  it('shows how far it is, and for how long it goes on', () => {
    expect(progressLine(0, 8, 0)).toBe(`[${' '.repeat(24)}] 0 of 8`)
    expect(progressLine(2, 8, 3000)).toBe(`[${'='.repeat(6)}${' '.repeat(18)}] 2 of 8, 9 s left`)
    expect(progressLine(1, 1000, 1000)).toContain('17 min left')
  })

  it.each([
    [['--prompt', 'x'], /--prompt is about one run and --prompts about many/],
    [['--record'], /--record is about one run/],
  ])('does not go with %j', async (more, message) => {
    const { status, messages } = await call('run', '--prompts', file, ...more)
    expect([status, messages]).toEqual([2, expect.stringMatching(message)])
  })
})

describe('a flag that is wrong', () => {
  it.each([
    [['--max-tokens', '0'], /^--max-tokens must be a whole number from 1 to 2,048, got 0\.$/],
    [['--samples', 'x'], /^--samples must be a whole number/],
    [['--seed', '-1'], /^--seed must be a whole number from 0 to 9,007,199,254,740,991, got -1\.$/],
    [['--model', ''], /^(--model|There is no model)/],
    [['--prompt', 'x'.repeat(200_000)], /^--prompt may be at most 100,000 characters long/],
  ])('is named as it was typed: %j', async (more, message) => {
    const base = more[0] === '--prompt' ? [] : ['--prompt', 'x']
    const { status, messages } = await call('run', ...base, ...more)
    expect([status, messages]).toEqual([2, expect.stringMatching(message)])
  })

  it('is named in the lab and in score too', async () => {
    expect((await call('lab', '--draws', '-1')).messages).toMatch(/^--draws /)
    const file = join(mkdtempSync(join(tmpdir(), 'nucleus-test-')), 'text')
    writeFileSync(file, 'a text')
    expect((await call('score', file, '--seed', '-1')).messages).toMatch(/^--seed /)
  })
})

describe('help', () => {
  it('is given for -h, --help and help, also about a command', async () => {
    const { out } = await call('--help')
    for (const args of [['-h'], ['help'], []]) expect((await call(...args)).out).toBe(out)
    const about = (await call('run', '--help')).out
    for (const args of [
      ['run', '-h'],
      ['help', 'run'],
    ])
      expect((await call(...args)).out).toBe(about)
    expect((await call('help', 'rum')).messages).toBe('There is no command "rum"; did you mean run?')
  })

  it('lists the environment variables of serve', async () => {
    const { out } = await call('serve', '--help')
    expect(out).toMatch(/PORT=N\n +the port to listen on; 0 takes a free one; 3000 by default/)
    expect(out).toMatch(/NUCLEUS_TOKEN=TEXT\n +the access token, at least 16 characters without spaces/)
  })

  it('has examples that every shell reads alike, cmd.exe among them', async () => {
    for (const topic of [
      'run',
      'lab',
      'score',
      'metrics',
      'replay',
      'reproduce',
      'models',
      'serve',
      'complete',
    ]) {
      const { out } = await call('help', topic)
      const examples = out.split('\n').filter((line) => line.includes('nucleus '))
      expect(examples.length).toBeGreaterThan(0)
      // Single quotes are letters to cmd.exe; a backslash or a caret at the end goes on with the line in one
      // shell only.
      for (const line of examples) expect(line).not.toMatch(/'[^']*'|[\\^]$/)
    }
  })
})

describe('completion', () => {
  it('has a script for each shell', () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const { status, stdout } = nucleus(['complete', shell])
      expect([status, /nucleus complete '?--/.test(stdout)]).toEqual([0, true])
    }
    expect(nucleus(['complete', 'tcsh']).stderr).toBe(
      'Expected one of bash, zsh, fish, powershell, got tcsh.\n',
    )
  })

  it.each([
    [['ru'], /^run\t/m],
    [['run', '--max'], /^--max-tokens\t/m],
    [['run', '--lane', 'nuc'], /^nucleus\t/m],
    [['reproduce', ''], /^table-1\t/m],
    [['models', 'g'], /^get\t/m],
  ])('offers what can follow %j', async (words, offered) => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
    try {
      await call('complete', '--', ...words)
      expect(printed.mock.calls.join('\n')).toMatch(offered)
    } finally {
      printed.mockRestore()
    }
  })
})
