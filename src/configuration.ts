import { existsSync, statSync } from 'node:fs'
import { homedir, hostname, networkInterfaces, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { closestMatch } from 'leven'
import { z } from 'zod'
import { UserError } from './errors.ts'

/**
 * Every environment variable that this program reads, checked once at its start. The schema makes the check,
 * the text of `serve --help`, `.env.example` and the README's table.
 */

type Environment = Readonly<Record<string, string | undefined>>

const wholeNumber = (minimum: number, maximum: number) => {
  const message = `must be a whole number from ${minimum} to ${maximum}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, message)
}

const positive = (unit: string) =>
  z
    .string()
    .transform(Number)
    .refine((value) => value > 0 && Number.isFinite(value), `must be a number of ${unit} above 0`)

const yesOrNo = z.enum(['yes', 'no'], 'must be yes or no').transform((value) => value === 'yes')

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const webAddress = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http' })

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

const DEVICES = ['cpu', 'cuda', 'webgpu', 'coreml'] as const

const schema = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .meta({
      value: 'ADDRESS',
      description:
        'the address to listen on; beyond loopback an access token is needed and models are not ' +
        'managed over HTTP',
    }),
  PORT: wholeNumber(0, 65535)
    .prefault('3000')
    .meta({ value: 'N', description: 'the port to listen on; 0 takes a free one' }),
  NUCLEUS_HOSTS: list.prefault('').meta({
    value: 'NAME,...',
    description:
      'names under which the server may be asked for besides loopback’s and HOST; a request for ' +
      'another is answered 421',
  }),
  NUCLEUS_ORIGINS: list.prefault('').meta({
    value: 'URL,...',
    description: 'origins of other sites whose pages may use the API from a browser; none by default',
  }),
  NUCLEUS_TOKEN: z
    .string()
    .regex(/^(none|[\x21-\x7e]{16,200})$/, 'must be at least 16 characters without spaces, or none')
    .optional()
    .meta({
      value: 'TEXT',
      description:
        'the access token, at least 16 characters without spaces: Authorization: Bearer TEXT, or the ' +
        'login form; by default none on loopback and a fresh one, printed, beyond it; none where a ' +
        'proxy asks for the password',
    }),
  NUCLEUS_MANAGE_MODELS: yesOrNo.optional().meta({
    value: 'yes|no',
    description: 'whether models are fetched and removed over HTTP; by default yes on loopback, no beyond it',
  }),
  NUCLEUS_CACHE: z.string().optional().meta({
    value: 'DIR',
    description: 'where fetched models are kept; by default nucleus-playground in the user’s cache folder',
  }),
  NUCLEUS_MEMORY: positive('MB')
    .optional()
    .meta({
      value: 'MB',
      description:
        'what the models in memory and the runs beside them may take together; a model is measured as it ' +
        'is opened, until then it counts as twice its weights’ file, and a run by its plan; by default ' +
        'half of the computer’s or container’s memory. The least recently used model is closed first, one ' +
        'in use never; runs wait in line',
    }),
  NUCLEUS_DEVICE: z
    .enum(DEVICES, `must be one of ${DEVICES.join(', ')}`)
    .default('cpu')
    .meta({
      value: 'NAME',
      description:
        `what models run on, where ONNX Runtime has it on this machine: ${DEVICES.join(', ')}; ` +
        'exactness is measured on cpu alone',
    }),
  NUCLEUS_PYTHON: z.string().optional().meta({
    value: 'FILE',
    description: 'the Python that converts GGUF files; by default python3, then python',
  }),
  NUCLEUS_CONNECTIONS: wholeNumber(1, 100_000)
    .prefault('512')
    .meta({ value: 'N', description: 'connections held at a time; more are closed at once' }),
  NUCLEUS_DRAIN: wholeNumber(0, 3600).prefault('20').meta({
    value: 'SECONDS',
    description: 'how long runs that are under way may go on after a TERM signal',
  }),
  NUCLEUS_LOG: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .meta({
      value: 'LEVEL',
      description:
        `what is logged, on standard error: ${LOG_LEVELS.join(', ')}; as JSON, and as short lines on a ` +
        'terminal',
    }),
  NUCLEUS_LOG_PROMPTS: yesOrNo
    .prefault('no')
    .meta({ value: 'yes|no', description: 'whether the log holds prompts' }),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be an address that begins with redis://' })
    .optional()
    .meta({
      value: 'URL',
      description:
        'a Redis through which reproduce and run --prompts give their work to workers ("nucleus ' +
        'worker"); without it all is done here',
    }),
  HF_ENDPOINT: webAddress.optional().meta({ value: 'URL', description: 'a mirror of the hub' }),
  HF_TOKEN: z
    .string()
    .optional()
    .meta({ value: 'TEXT', description: 'a token for gated repositories, sent to the hub alone' }),
})

/** What this program is set up with. */
export interface Configuration {
  readonly host: string
  readonly port: number
  readonly isLoopback: boolean
  /** Names and addresses, in lower case, under which the server may be asked for. */
  readonly hosts: readonly string[]
  /** Origins of other sites whose pages may use the API. */
  readonly origins: readonly string[]
  /** Undefined: whoever reaches the server may use it. `fresh`: one has to be made. */
  readonly token: string | undefined | { readonly isFresh: true }
  readonly managesModels: boolean
  /** Folder of fetched models. */
  readonly cache: string
  /** Bytes that models in memory may take together. */
  readonly memoryLimit: number
  /** What models run on. */
  readonly device: (typeof DEVICES)[number]
  readonly connections: number
  readonly drainSeconds: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly logsPrompts: boolean
  /** A Redis that spreads work over workers. */
  readonly redis: string | undefined
  /** A sentence for every NUCLEUS_ variable that nothing reads. */
  readonly warnings: readonly string[]
}

/**
 * Reads the configuration; a variable that is empty counts as not set.
 * @throws UserError `bad-configuration` with a line for each variable that is wrong
 */
export function readConfiguration(environment: Environment = process.env): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => faultText(issue, given))
  const cache =
    given.NUCLEUS_CACHE ?? join(given.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nucleus-playground')
  const inTheWay = fileOnTheWay(cache)
  if (inTheWay !== undefined) {
    faults.push(`NUCLEUS_CACHE must be a folder, got "${cache}", but ${inTheWay} is a file.`)
  }
  if (!parsed.success || faults.length > 0) throw new UserError('bad-configuration', faults.join('\n'))
  const { data } = parsed
  const isLoopback = isLoopbackName(data.HOST)
  const token = data.NUCLEUS_TOKEN ?? (isLoopback ? 'none' : undefined)
  return {
    host: data.HOST,
    port: data.PORT,
    isLoopback,
    hosts: [...namesOf(data.HOST), ...data.NUCLEUS_HOSTS].map((name) => name.toLowerCase()),
    origins: data.NUCLEUS_ORIGINS,
    token: token === 'none' ? undefined : (token ?? { isFresh: true }),
    managesModels: data.NUCLEUS_MANAGE_MODELS ?? isLoopback,
    cache,
    memoryLimit: data.NUCLEUS_MEMORY === undefined ? halfOfMemory() : data.NUCLEUS_MEMORY * 1e6,
    device: data.NUCLEUS_DEVICE,
    connections: data.NUCLEUS_CONNECTIONS,
    drainSeconds: data.NUCLEUS_DRAIN,
    logLevel: data.NUCLEUS_LOG,
    logsPrompts: data.NUCLEUS_LOG_PROMPTS,
    redis: data.REDIS_URL,
    warnings: Object.keys(given).filter(isStranger).map(strangerText),
  }
}

/** A variable as its documentation shows it. */
export interface VariableDescription {
  readonly name: string
  /** How its value is called, such as `MB`. */
  readonly value: string
  readonly help: string
  /** Its default, unless `help` names it. */
  readonly fallback: string | undefined
}

/** Every variable, in the order of the documentation. */
export const configurationVariables: readonly VariableDescription[] = Object.entries(schema.shape).map(
  ([name, field]) => {
    const { description = '', value = '' } = field.meta() as { description?: string; value?: string }
    const unset = field.safeParse(undefined)
    const fallback = unset.success && unset.data !== undefined ? String(unset.data) : ''
    return {
      name,
      value,
      help: description,
      fallback: { true: 'yes', false: 'no' }[fallback] ?? (fallback || undefined),
    }
  },
)

function faultText(
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
  given: Environment,
) {
  const name = String(path[0])
  // A secret is not repeated.
  const got = name.endsWith('TOKEN') || name === 'REDIS_URL' ? 'something else' : `"${given[name]}"`
  return `${name} ${message}, got ${got}.`
}

const isStranger = (name: string) => name.startsWith('NUCLEUS_') && !Object.hasOwn(schema.shape, name)

function strangerText(name: string): string {
  const nearest = closestMatch(name, Object.keys(schema.shape), { maxDistance: 3 })
  const advice = nearest === undefined ? 'see "nucleus serve --help"' : `did you mean ${nearest}?`
  return `Nothing reads the environment variable ${name}; ${advice}${nearest === undefined ? '.' : ''}`
}

/** The first file on the way to a folder, where a folder should be. */
function fileOnTheWay(folder: string): string | undefined {
  if (existsSync(folder)) return statSync(folder).isDirectory() ? undefined : folder
  return dirname(folder) === folder ? undefined : fileOnTheWay(dirname(folder))
}

/** Half of what this computer has, or of what its container may take. */
function halfOfMemory(): number {
  // 0 or absurdly large where there is no limit.
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY
  return Math.min(totalmem(), allowed) / 2
}

const isLoopbackName = (name: string): boolean =>
  name === '::1' || name.toLowerCase() === 'localhost' || /^127(\.\d{1,3}){3}$/.test(name)

/** The names of an address to listen on: for all addresses, those of this computer. */
function namesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.map(({ address }) => address),
  )
  return [hostname(), ...addresses]
}
