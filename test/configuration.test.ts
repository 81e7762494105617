import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configurationVariables, readConfiguration } from '../src/configuration.ts'

const messageOf = (environment: Record<string, string>): string => {
  try {
    readConfiguration(environment)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('readConfiguration', () => {
  it('listens on loopback, for everything, without a token', () => {
    expect(readConfiguration({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      token: undefined,
      managesModels: true,
      logLevel: 'info',
      logsPrompts: false,
      warnings: [],
    })
    expect(readConfiguration({}).memoryLimit).toBeGreaterThan(1e8)
    expect(readConfiguration({ NUCLEUS_MEMORY: '1500' }).memoryLimit).toBe(1.5e9)
  })

  it('counts what is empty as not set', () => {
    expect(readConfiguration({ HOST: '', PORT: '', NUCLEUS_TOKEN: '', NUCLEUS_CACHE: '' })).toEqual(
      readConfiguration({}),
    )
  })

  it.each([['0.0.0.0'], ['192.168.1.5'], ['::'], ['nucleus.example.org']])(
    'beyond loopback, on %s, needs a token and leaves models alone',
    (HOST) => {
      expect(readConfiguration({ HOST })).toMatchObject({ token: { isFresh: true }, managesModels: false })
      const environment = { HOST, NUCLEUS_TOKEN: 'none', NUCLEUS_MANAGE_MODELS: 'yes' }
      expect(readConfiguration(environment)).toMatchObject({ token: undefined, managesModels: true })
    },
  )

  it.each([['localhost'], ['127.0.0.2'], ['::1']])('counts %s as loopback', (HOST) => {
    expect(readConfiguration({ HOST })).toMatchObject({ isLoopback: true, token: undefined })
  })

  it('names everything that is wrong at once, with what was expected and what came', () => {
    const wrong = {
      PORT: '99999',
      NUCLEUS_TOKEN: 'short',
      NUCLEUS_MEMORY: '-1',
      NUCLEUS_CONNECTIONS: 'many',
      NUCLEUS_LOG: 'loud',
      NUCLEUS_MANAGE_MODELS: 'true',
      HF_ENDPOINT: 'ftp://hub',
    }
    expect(messageOf(wrong).split('\n')).toEqual([
      'PORT must be a whole number from 0 to 65535, got "99999".',
      'NUCLEUS_TOKEN must be at least 16 characters without spaces, or none, got something else.',
      'NUCLEUS_MANAGE_MODELS must be yes or no, got "true".',
      'NUCLEUS_MEMORY must be a number of MB above 0, got "-1".',
      'NUCLEUS_CONNECTIONS must be a whole number from 1 to 100000, got "many".',
      'NUCLEUS_LOG must be one of silent, error, warn, info, debug, got "loud".',
      'HF_ENDPOINT must be an address that begins with http, got "ftp://hub".',
    ])
    for (const memory of ['much', '0']) {
      expect(messageOf({ NUCLEUS_MEMORY: memory })).toBe(
        `NUCLEUS_MEMORY must be a number of MB above 0, got "${memory}".`,
      )
    }
  })

  it('refuses a cache that is a file, or lies in one', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'nucleus-test-')), 'file')
    writeFileSync(file, '')
    for (const cache of [file, join(file, 'deep', 'cache')]) {
      expect(messageOf({ NUCLEUS_CACHE: cache })).toBe(
        `NUCLEUS_CACHE must be a folder, got "${cache}", but ${file} is a file.`,
      )
    }
  })

  it('names variables of its own prefix that nothing reads', () => {
    expect(readConfiguration({ NUCLEUS_MEMROY: '1', NUCLEUS_SERVICE_HOST: 'x' }).warnings).toEqual([
      'Nothing reads the environment variable NUCLEUS_MEMROY; did you mean NUCLEUS_MEMORY?',
      'Nothing reads the environment variable NUCLEUS_SERVICE_HOST; see "nucleus serve --help".',
    ])
  })
})

describe('configurationVariables', () => {
  it('has help and a word for the value of every variable', () => {
    for (const { help, value } of configurationVariables) {
      expect(help.length).toBeGreaterThan(15)
      expect(value).not.toBe('')
    }
  })

  it('gives the values that hold where nothing is set', () => {
    const fallbacks = Object.fromEntries(configurationVariables.map(({ name, fallback }) => [name, fallback]))
    expect(fallbacks).toMatchObject({ HOST: '127.0.0.1', PORT: '3000', NUCLEUS_LOG_PROMPTS: 'no' })
  })
})
